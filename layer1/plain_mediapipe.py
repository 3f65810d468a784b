"""MediaPipe's package without what it imports by itself."""

from __future__ import annotations

import sys
from importlib.util import find_spec, module_from_spec


def leave_out_solutions() -> None:
    """Make `mediapipe` a name and a folder: its modules are found by their full names, no others.

    To be called before any of them is imported. `import mediapipe` loads its ready-made solutions
    and, for their drawings, matplotlib's figures: of 2.8 s and 58 MB in each process 2.5 and 43,
    and our graphs use none of it. Raises ModuleNotFoundError.
    """
    if "mediapipe" in sys.modules:
        return
    spec = find_spec("mediapipe")
    if spec is None:
        raise ModuleNotFoundError("MediaPipe is not installed", name="mediapipe")
    sys.modules["mediapipe"] = module_from_spec(spec)
