"""Decode photos in a helper process with limits: a bomb costs one job its life, not the worker.

The helper is kept between photos, because starting it takes half a second, and replaced when it
dies. lookjobs/decode_helper.py is the child's side.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import select
import signal
import subprocess
import sys
import threading
import time
from typing import IO, Final

import numpy as np
import structlog
from numpy.typing import NDArray

from lookjobs.decode_helper import CPU_LIMIT_S, LENGTH, MEMORY_LIMIT, PIXELS, SHAPE
from lookjobs.engine.decode import CAUSES, ImageUnreadableError

log = structlog.get_logger("decoder")

START_WITHIN_S: Final = 30.0
ANSWER_WITHIN_S: Final = 20.0  # on the wall clock; CPU time has its own limit
_CHUNK: Final = 1 << 20
# Bytes that glibc keeps rather than giving them back after each photo, to take them again page by
# page for the next: a quarter to two fifths of decoding. config/__init__.py, which no helper loads,
# does the same.
_KEPT_MEMORY: Final = {
    "MALLOC_MMAP_THRESHOLD_": str(32 << 20), "MALLOC_TRIM_THRESHOLD_": str(64 << 20),
}  # fmt: skip
_ENVIRONMENT: Final = ("PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "PYTHONPATH", "TMPDIR")


class HelperDiedError(Exception):
    """The helper ended over a photo, or said nothing in time."""


class HelperGoneError(Exception):
    """The helper had ended before it took the photo."""


class Decoder:
    """One helper and the lock around it; a process has one, from get_decoder()."""

    def __init__(
        self, *, cpu_limit_s: float = CPU_LIMIT_S, memory_limit: int = MEMORY_LIMIT
    ) -> None:
        self._limits = (str(cpu_limit_s), str(memory_limit))
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self.deaths = 0  # over photos

    def decode(self, data: bytes) -> NDArray[np.uint8]:
        """Return the pixels as lookjobs.engine.decode does. Raises ImageUnreadableError."""
        with self._lock:
            for again in (True, False):
                self._send(data)
                try:
                    return _answer(self._running())
                except HelperDiedError:
                    killed = self._was_killed()
                    self._end()
                    self.deaths += 1
                    log.warning("decoder died", bytes=len(data), killed=killed)
                    if not (killed and again):
                        break
        raise ImageUnreadableError("TOO_COSTLY")

    @property
    def pid(self) -> int:
        """The helper's process id, 0 where none runs."""
        return self._child.pid if self._child is not None else 0

    def warm_up(self) -> None:
        """Start the helper before the first photo needs it."""
        with self._lock:
            self._running()

    def close(self) -> None:
        with self._lock:
            if self._owner == os.getpid():
                self._end()

    def _send(self, data: bytes) -> None:
        """Give the photo to a helper; to a new one where the old one had ended."""
        try:
            _send(self._running(), data)
        except HelperGoneError:
            self._end()
            _send(self._running(), data)

    def _running(self) -> subprocess.Popen[bytes]:
        if self._owner != os.getpid():  # after a fork the parent's helper is not ours
            self._child, self._owner = None, os.getpid()
        if self._child is None or self._child.poll() is not None:
            self._end()
            self._child = _start(self._limits)
        return self._child

    def _was_killed(self) -> bool:
        """Whether somebody else ended it; a photo over its limits does so in other ways.

        The kernel out of memory is somebody else too, so a photo has two helpers to try, not more.
        """
        try:
            return self._child is not None and self._child.wait(1) == -signal.SIGKILL
        except subprocess.TimeoutExpired:
            return False  # it hangs

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            with contextlib.suppress(OSError):
                _pipe(pipe).close()


def _start(limits: tuple[str, str]) -> subprocess.Popen[bytes]:
    """Start a helper without any of our secrets in its environment."""
    known = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
    child = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", "lookjobs.decode_helper", *limits],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=os.path.dirname(os.path.dirname(os.path.abspath(__file__))),  # noqa: PTH120, PTH100
        env=known | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"} | _KEPT_MEMORY,
        bufsize=0,
    )
    try:
        _read(child, 1, time.monotonic() + START_WITHIN_S)
    except HelperDiedError:
        child.kill()
        child.wait()
        raise RuntimeError("the decoding helper does not start") from None
    return child


def _send(child: subprocess.Popen[bytes], data: bytes) -> None:
    try:
        _write(_pipe(child.stdin), LENGTH.pack(len(data)) + data)
    except OSError:
        raise HelperGoneError from None


def _answer(child: subprocess.Popen[bytes]) -> NDArray[np.uint8]:
    end = time.monotonic() + ANSWER_WITHIN_S
    status = _read(child, 1, end)[0]
    if status == PIXELS:
        height, width = SHAPE.unpack(_read(child, SHAPE.size, end))
        pixels = _read(child, height * width * 3, end)
        return np.frombuffer(pixels, np.uint8).reshape(height, width, 3)
    reason = bytes(_read(child, LENGTH.unpack(_read(child, LENGTH.size, end))[0], end)).decode()
    raise ImageUnreadableError(next(cause for cause in CAUSES if cause == reason))


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise HelperDiedError
    return pipe


def _write(pipe: IO[bytes], data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[pipe.write(left) :]


def _read(child: subprocess.Popen[bytes], size: int, end: float) -> bytearray:
    """Return exactly size bytes. Raises HelperDiedError at the end of file or of time."""
    pipe = _pipe(child.stdout)
    found = bytearray(size)
    view, at = memoryview(found), 0
    while at < size:
        ready, _, _ = select.select([pipe], [], [], max(0.0, end - time.monotonic()))
        got = os.readv(pipe.fileno(), [view[at : at + _CHUNK]]) if ready else 0
        if not got:
            raise HelperDiedError
        at += got
    return found


_DECODER: Final = Decoder()
atexit.register(_DECODER.close)


def get_decoder() -> Decoder:
    """Return this process's decoder."""
    return _DECODER
