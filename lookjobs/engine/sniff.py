"""What a file really is, by its first bytes; names and headers are only claims."""

from __future__ import annotations

from typing import Final, Literal, get_args

Format = Literal["JPEG", "PNG", "WEBP", "HEIF", "AVIF"]
FORMATS: Final[tuple[Format, ...]] = get_args(Format)
SNIFF_BYTES: Final = 64  # enough for a RIFF header, and for the brands of an ftyp box

# The content types that may be uploaded, and the one format that each may hold.
CONTENT_TYPES: Final[dict[str, Format]] = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/heic": "HEIF",
    "image/heif": "HEIF",
    "image/avif": "AVIF",
}
EXTENSIONS: Final[dict[str, str]] = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/heic": "heic",
    "image/heif": "heif",
    "image/avif": "avif",
}
# Brands of ISO/IEC 23008-12 (HEIF) and of the AVIF specification.
_AVIF: Final = {b"avif", b"avis"}
_HEIF: Final = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}


def sniff(head: bytes) -> Format | None:
    """Return the format that the first SNIFF_BYTES announce, or None for any other file."""
    if head.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if head[4:8] == b"ftyp":
        return _sniff_brands(head)
    return None


def _sniff_brands(head: bytes) -> Format | None:
    end = min(int.from_bytes(head[:4], "big"), len(head))
    major = head[8:12]
    brands = {major} | {head[i : i + 4] for i in range(16, end - 3, 4)}
    if brands & _AVIF and (major in _AVIF or not brands & (_HEIF - {b"mif1", b"msf1"})):
        return "AVIF"
    return "HEIF" if brands & _HEIF else None
