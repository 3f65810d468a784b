"""Two hundred hostile files, made from fixed seeds: cut, flipped, bombed, mislabelled, polyglot."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Iterator
from typing import Any

import numpy as np
from PIL import Image, PngImagePlugin

from tests.lookjobs.photos import (
    encoded,
    gradient,
    jpeg_with_scans,
    png_bomb,
    png_chunk,
    webp_bomb,
)  # fmt: skip

KINDS = ("JPEG", "PNG", "WEBP", "HEIF", "AVIF")
Named = tuple[str, bytes]


def hostile_files() -> Iterator[Named]:
    """Yield (name, bytes); some are odd but honest photos, which must still decode."""
    whole = {kind: _noise(kind) for kind in KINDS}
    yield from _cut(whole)
    yield from _flipped(whole)
    yield from _bombs()
    yield from _scans()
    yield from _metadata(whole)
    yield from _others(whole)
    yield from _large()


def _noise(kind: str, side: int = 160, **options: Any) -> bytes:
    pixels = np.random.default_rng(5).integers(0, 256, (side, side, 3), dtype=np.uint8)
    return encoded(pixels, kind, **options)


def _cut(whole: dict[str, bytes]) -> Iterator[Named]:
    for kind, data in whole.items():
        for share in (0.01, 0.1, 0.3, 0.5, 0.8, 0.95, 0.999):
            yield f"{kind} cut at {share}", data[: max(1, int(len(data) * share))]


def _flipped(whole: dict[str, bytes]) -> Iterator[Named]:
    chance = random.Random(11)
    for kind, data in whole.items():
        for number in range(20):
            broken = bytearray(data)
            zone = 400 if number % 2 else len(broken)  # headers hurt more than pixels
            for _ in range(1 + number):
                broken[chance.randrange(min(zone, len(broken)))] = chance.randrange(256)
            yield f"{kind} flipped {number}", bytes(broken)


def _bombs() -> Iterator[Named]:
    for side in (7072, 13000, 16383):
        yield f"webp canvas {side}", webp_bomb(side)
    for side in (7072, 9000, 30000, 2**31 - 1):
        yield f"png claims {side}", png_bomb(side)
    jpeg = encoded(gradient(), "JPEG")
    at = jpeg.index(b"\xff\xc0") + 5
    for height, width in ((65500, 65500), (65500, 1), (7071, 7071), (1, 65500)):
        size = struct.pack(">HH", height, width)
        yield f"jpeg claims {width}x{height}", jpeg[:at] + size + jpeg[at + 4 :]
    for kind in ("HEIF", "AVIF"):
        data = encoded(gradient(), kind)
        at = data.index(b"ispe") + 8
        for side in (7072, 60000, 2**32 - 1):
            size = struct.pack(">II", side, side)
            yield f"{kind} claims {side}", data[:at] + size + data[at + 8 :]


def _scans() -> Iterator[Named]:
    for count in (10, 40, 200, 2000):
        yield f"jpeg of {count} more scans", jpeg_with_scans(count)
    large = io.BytesIO()
    Image.new("RGB", (4096, 4096), (90, 120, 150)).save(large, "JPEG", progressive=True)
    data = large.getvalue()
    last = data.rindex(b"\xff\xda")
    yield "large jpeg of 2000 scans", data[:last] + data[last:-2] * 2000 + b"\xff\xd9"
    yield "large jpeg of 30 scans", data[:last] + data[last:-2] * 20 + b"\xff\xd9"


def _metadata(whole: dict[str, bytes]) -> Iterator[Named]:
    for size in (1, 127, 128, 5000, 1_000_000):
        for kind in KINDS:
            if kind == "JPEG" and size > 60_000:
                continue
            yield f"{kind} profile of {size} bytes", _noise(kind, 32, icc_profile=b"\x00" * size)
    for name, body in (
        (
            "loop",
            b"MM\x00*\x00\x00\x00\x08\x00\x01\x87\x69\x00\x04\x00\x00\x00\x01\x00\x00\x00\x08",
        ),
        ("long", b"II*\x00\x08\x00\x00\x00\xff\xff" + b"\x00" * 4000),
        ("text", b"A" * 5000),
    ):
        for kind in ("JPEG", "PNG", "WEBP"):
            yield f"{kind} exif {name}", _noise(kind, 32, exif=b"Exif\x00\x00" + body)
    png = whole["PNG"]
    bomb = zlib.compress(b"A" * 200_000_000, 9)
    for label, head in (
        (b"zTXt", b"k\x00\x00"),
        (b"iCCP", b"k\x00\x00"),
        (b"iTXt", b"k\0\1\0\0\0"),
    ):
        chunk = png_chunk(label, head + bomb)
        yield f"png {label.decode()} of 200 MB", png[:33] + chunk + png[33:]
    notes = PngImagePlugin.PngInfo()
    for number in range(200):
        notes.add_text(f"k{number}", "A" * 100_000, zip=True)
    yield "png with 200 texts", _noise("PNG", 32, pnginfo=notes)


def _others(whole: dict[str, bytes]) -> Iterator[Named]:
    for kind in ("GIF", "BMP", "TIFF", "PPM", "ICO", "TGA", "PCX", "DDS", "JPEG2000"):
        yield f"a {kind}", encoded(gradient(), kind)
    for name, data in (
        ("empty", b""), ("one byte", b"\xff"), ("zeros", b"\x00" * 4096), ("html", b"<html>" * 50),
        ("svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), ("zip", b"PK\x03\x04" + b"\0" * 90),
        ("eps", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(ls) run\n"),
        ("pdf", b"%PDF-1.7\n"), ("psd", b"8BPS\x00\x01" + b"\0" * 90), ("elf", b"\x7fELF" * 30),
        ("only a signature", b"\x89PNG\r\n\x1a\n"), ("riff", b"RIFF\xff\xff\xff\xffWEBPVP8X"),
        ("ftyp alone", b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic"),
    ):  # fmt: skip
        yield name, data
    for kind, data in whole.items():
        yield f"{kind} with html behind", data + b"<script>alert(1)</script>" * 100
        yield f"{kind} behind html", b"<html>" + data
    for kind in ("PNG", "WEBP", "AVIF", "GIF"):
        frames = [Image.fromarray(gradient()), *(Image.fromarray(gradient()[::-1]),) * 30]
        out = io.BytesIO()
        frames[0].save(out, kind, save_all=True, append_images=frames[1:])
        yield f"{kind} of 31 frames", out.getvalue()


def _large() -> Iterator[Named]:
    """Honest photos at the limit of 50 megapixels, and odd modes of them."""
    flat = np.full((7071, 7071, 4), 128, np.uint8)
    yield "png 50 MP", encoded(flat[:, :, :3])
    yield "png 50 MP with alpha", encoded(flat)
    yield "png 50 MP of 16 bits", encoded(flat[:, :, 0].astype(np.uint16) << 8)
    yield "jpeg 50 MP", encoded(flat[:, :, :3], "JPEG")
    yield "progressive jpeg 50 MP", encoded(flat[:, :, :3], "JPEG", progressive=True)
    yield "webp 50 MP", encoded(flat[:, :, :3], "WEBP", quality=20, method=0)
    out = io.BytesIO()
    Image.new("CMYK", (7071, 7071)).save(out, "JPEG")
    yield "cmyk jpeg 50 MP", out.getvalue()
    out = io.BytesIO()
    Image.new("1", (7071, 7071)).save(out, "PNG")
    yield "png 50 MP of 1 bit", out.getvalue()
