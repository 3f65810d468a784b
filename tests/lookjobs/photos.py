"""Photos and hostile files, made here: fixed values, nothing of a real person."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

import lookjobs.engine.decode  # noqa: F401  (registers HEIF with Pillow)


def gradient(width: int = 64, height: int = 48) -> NDArray[np.uint8]:
    """Return a (height, width, 3) picture in which every corner differs."""
    x = np.linspace(0, 255, width)[None, :].repeat(height, 0)
    y = np.linspace(0, 255, height)[:, None].repeat(width, 1)
    return np.asarray(np.stack([x, y, 255 - (x + y) / 2], -1), np.uint8)


def encoded(pixels: NDArray[Any], kind: str = "PNG", **options: Any) -> bytes:
    """Return the picture as a file of that format."""
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, kind, **options)
    return out.getvalue()


def webp_bomb(side: int = 13000) -> bytes:
    """Return a WebP of some 90 bytes whose canvas has side x side pixels."""
    small = encoded(gradient(1, 1), "WEBP", lossless=True)
    size = (side - 1).to_bytes(3, "little") * 2
    body = b"WEBP" + b"VP8X" + struct.pack("<I", 10) + b"\x00" * 4 + size + small[12:]
    return b"RIFF" + struct.pack("<I", len(body)) + body


def png_chunk(kind: bytes, body: bytes) -> bytes:
    """Return a chunk of a PNG file with its checksum."""
    crc = zlib.crc32(kind + body)
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", crc)


def png_bomb(side: int = 9000) -> bytes:
    """Return a small PNG that claims side x side pixels."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\x00" * 1000)
    signature = b"\x89PNG\r\n\x1a\n"
    return b"".join(
        (signature, png_chunk(b"IHDR", head), png_chunk(b"IDAT", data), png_chunk(b"IEND", b""))
    )


def jpeg_with_scans(count: int) -> bytes:
    """Return a progressive JPEG whose last scan is repeated until there are about count scans."""
    whole = encoded(gradient(), "JPEG", progressive=True)
    last = whole.rindex(b"\xff\xda")
    return whole[:last] + whole[last:-2] * count + b"\xff\xd9"
