"""A feed's bytes, read as they are needed."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

Progress = Callable[[int], Any]  # bytes read so far
BUFFER: Final = 1 << 16


class WatchedFile(io.RawIOBase):
    """A file that says how far it has been read, and its digest at the end."""

    def __init__(self, path: Path, progress: Progress) -> None:
        self._file, self._progress = path.open("rb", buffering=0), progress
        self._hash, self._done = hashlib.sha256(), 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        count = self._file.readinto(buffer) or 0
        self._hash.update(buffer[:count])
        self._done += count
        self._progress(self._done)
        return count

    def digest(self) -> str:
        return self._hash.hexdigest()

    def close(self) -> None:
        self._file.close()
        super().close()


Feed = io.BufferedReader


def buffered(watched: WatchedFile) -> Feed:
    """Return the file as readers take it."""
    return io.BufferedReader(watched, BUFFER)
