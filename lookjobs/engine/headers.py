"""What two formats say about their cost before a decoder is let near them."""

from __future__ import annotations

import re
from typing import Final

# In entropy-coded data 0xFF is followed by 0x00 (stuffing) or by a restart marker (T.81, B.1.1.5).
# Of the 0xFF that may fill up before a marker the last one is enough: a pattern that begins with a
# plain byte takes a twentieth of the time of one that begins with a repeat.
_MARKER: Final = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_SOS: Final = 0xDA
_EOI: Final = 0xD9
_WITHOUT_LENGTH: Final = {0x01, 0xD8}


def count_jpeg_scans(data: bytes, *, stop: int) -> int:
    """Return the number of scans of the first image in a JPEG file, counting up to stop."""
    scans, at = 0, 0
    while scans < stop and (marker := _MARKER.search(data, at)):
        code, at = data[marker.end() - 1], marker.end()
        if code == _EOI:
            break
        if code in _WITHOUT_LENGTH:
            continue
        scans += code == _SOS
        at += int.from_bytes(data[at : at + 2], "big")
    return scans


def webp_canvas(data: bytes) -> tuple[int, int, bool]:
    """Return width, height and whether it is animated, (0, 0, False) for an unknown first chunk."""
    kind, body = data[12:16], data[20:30]
    if len(body) < 10:
        return 0, 0, False
    if kind == b"VP8X":  # 24 bits each, minus one; bit 1 of the flags is animation
        width = int.from_bytes(body[4:7], "little") + 1
        height = int.from_bytes(body[7:10], "little") + 1
        return width, height, bool(body[0] & 0x02)
    if kind == b"VP8L":  # 14 bits each, minus one, after a signature byte
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, False
    if kind == b"VP8 ":  # 14 bits each, after a frame tag and a start code
        width = int.from_bytes(body[6:8], "little") & 0x3FFF
        height = int.from_bytes(body[8:10], "little") & 0x3FFF
        return width, height, False
    return 0, 0, False


def webp_chunks(data: bytes) -> dict[bytes, bytes]:
    """Return the chunks of a WebP file by their four-letter kind; of a repeated kind the first."""
    found: dict[bytes, bytes] = {}
    at = 12
    while at + 8 <= len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        found.setdefault(data[at : at + 4], data[at + 8 : at + 8 + size])
        at += 8 + size + size % 2
    return found
