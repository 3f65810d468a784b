"""How our processes end: a child never outlives its parent."""

from __future__ import annotations

import ctypes
import os
import signal
from typing import Final

CRASHED: Final = 70  # EX_SOFTWARE
_PR_SET_PDEATHSIG: Final = 1


def die_with(parent: int) -> None:
    """In a forked child: be killed when the parent ends, however it ends."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before we asked
        os._exit(CRASHED)
