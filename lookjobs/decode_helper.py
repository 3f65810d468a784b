"""The child that decodes strangers' files: `python -m lookjobs.decode_helper CPU_S MEMORY`.

It imports no Django, and once it is warm it can open neither file nor socket (RLIMIT_NOFILE). Each
photo has a budget of CPU time; past it the kernel kills the process. Frames on stdin: length (u32,
little endian), bytes. Frames on stdout: status (u8); 0: height, width (u32), pixels; 1: length
(u32), the refusal's reason.
"""

from __future__ import annotations

import ctypes
import io
import resource
import signal
import struct
import sys
from typing import BinaryIO, Final

import cv2
import numpy as np
from PIL import AvifImagePlugin, Image

from lookjobs.engine.decode import ImageUnreadableError, decode

CPU_LIMIT_S: Final = 1.8  # 2 s is the promise; what is left is for the refusal
# Private memory: a 50 megapixel PNG with alpha takes 400 MB while it is flattened; the interpreter
# and the codecs take about 100.
MEMORY_LIMIT: Final = 620 * 1024 * 1024
PIXELS, REFUSED = 0, 1
LENGTH: Final = struct.Struct("<I")
SHAPE: Final = struct.Struct("<II")
_PR_SET_NO_NEW_PRIVS: Final = 38


def main(cpu_limit_s: float, memory_limit: int) -> None:
    """Decode frames from stdin until it closes."""
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    _warm_up()
    _lock_down(memory_limit)
    sink.write(b"\x00")  # ready
    sink.flush()
    while (header := source.read(LENGTH.size)) and len(header) == LENGTH.size:
        _answer(source.read(LENGTH.unpack(header)[0]), sink, cpu_limit_s)


def _answer(data: bytes, sink: BinaryIO, cpu_limit_s: float) -> None:
    # ITIMER_PROF counts this process's own CPU time; SIGPROF, unhandled, ends it at once, also in
    # the middle of a codec, where a Python handler would wait.
    signal.setitimer(signal.ITIMER_PROF, cpu_limit_s)
    try:
        rgb = decode(data)
    except ImageUnreadableError as error:
        signal.setitimer(signal.ITIMER_PROF, 0)
        reason = error.reason.encode()
        sink.write(bytes([REFUSED]) + LENGTH.pack(len(reason)) + reason)
    else:
        signal.setitimer(signal.ITIMER_PROF, 0)
        sink.write(bytes([PIXELS]) + SHAPE.pack(*rgb.shape[:2]))
        sink.write(rgb.data.cast("B"))
    sink.flush()


def _warm_up() -> None:
    """Decode one tiny photo of each format, so that every codec is loaded before the lock."""
    cv2.setNumThreads(1)
    AvifImagePlugin.DEFAULT_MAX_THREADS = 1
    tiny = Image.fromarray(np.zeros((16, 16, 3), np.uint8))
    exif = Image.Exif()
    exif[0x0112] = 6
    for kind in ("JPEG", "PNG", "WEBP", "HEIF", "AVIF"):
        out = io.BytesIO()
        tiny.save(out, kind, exif=exif)
        decode(out.getvalue())
    Image.new("CMYK", (16, 16)).save(out := io.BytesIO(), "JPEG")
    decode(out.getvalue())


def _lock_down(memory_limit: int) -> None:
    prctl = ctypes.CDLL(None).prctl
    # No PDEATHSIG: it comes when the thread that started us ends, and a web request is a thread.
    # When the parent dies its end of our stdin closes, and that ends us.
    prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends us by closing stdin
    for kind, limit in (
        (resource.RLIMIT_DATA, memory_limit),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(kind, (limit, limit))


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]))
