"""Photo bytes to pixels, once: limits first, then the real format, orientation, sRGB, working size.

A photo is a stranger's file. Nothing of it but its pixels leaves here: metadata, profile and
trailing data stay behind.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from functools import lru_cache
from typing import Final, Literal, get_args

import cv2
import numpy as np
import pillow_heif
from numpy.typing import NDArray
from PIL import Image, ImageCms

from config.reduction import smoothed
from lookjobs.engine.headers import count_jpeg_scans, webp_canvas, webp_chunks
from lookjobs.engine.sniff import SNIFF_BYTES, Format, sniff

RGB = NDArray[np.uint8]
Pixels = NDArray[np.uint8]  # (H, W) of mode L, (H, W, 3) of RGB, (H, W, 4) of CMYK

MAX_BYTES: Final = 25 * 1024 * 1024
MAX_PIXELS: Final = 50_000_000
# The long side of what is analysed. A face that fills a third of it has about 500 px, more than
# twice what the face mesh reads (192 px); measuring at one size makes sharpness comparable.
WORKING_SIDE: Final = 1600
# libjpeg's own progressive script has 10 scans, mozjpeg's at most 20. A scan costs a pass over all
# coefficients: 2000 of them in 178 kB took 12 to 23 s (design notes on decoding).
MAX_JPEG_SCANS: Final = 32
MAX_ICC_BYTES: Final = 4 * 1024 * 1024
_ORIENTATION: Final = 0x0112  # EXIF 2.32, table 4

Cause = Literal[
    "EMPTY", "TOO_MANY_BYTES", "NOT_A_PHOTO", "TOO_MANY_PIXELS", "ANIMATED", "DAMAGED",
    "TOO_COMPLEX", "TOO_COSTLY",
]  # fmt: skip
CAUSES: Final[tuple[Cause, ...]] = get_args(Cause)
_MESSAGES: Final[dict[Cause, tuple[str, str]]] = {
    "EMPTY": ("The file is empty.", "Choose the photo again; the upload may have been cut off."),
    "TOO_MANY_BYTES": (
        f"The file is larger than {MAX_BYTES // 1024 // 1024} MB.",
        "Save the photo as a JPEG of normal quality.",
    ),
    "NOT_A_PHOTO": (
        "The file is not a JPEG, PNG, WebP, HEIC or AVIF photo.",
        "Save the photo as a JPEG; renaming a file does not change what it is.",
    ),
    "TOO_MANY_PIXELS": (
        f"The photo has more than {MAX_PIXELS // 1_000_000} megapixels.",
        "Make the photo smaller; 4000 pixels on the long side are plenty.",
    ),
    "ANIMATED": ("The file is an animation.", "Use a single still photo."),
    "DAMAGED": (
        "The photo is cut off or damaged.",
        "Open it on your device, save it again as a JPEG, and use that file.",
    ),
    "TOO_COMPLEX": (
        f"The JPEG is stored in more than {MAX_JPEG_SCANS} passes.",
        "Save the photo again as an ordinary JPEG.",
    ),
    "TOO_COSTLY": (
        "The photo takes more time or memory to read than any ordinary photo.",
        "Save the photo again as an ordinary JPEG.",
    ),
}

pillow_heif.register_heif_opener()


class ImageUnreadableError(ValueError):
    """The bytes are no photo that we read; reason is a code, tip one thing to do about it."""

    def __init__(self, reason: Cause) -> None:
        self.reason: Cause = reason
        message, self.tip = _MESSAGES[reason]
        super().__init__(message)


def decode(data: bytes) -> RGB:
    """Return the photo as (H, W, 3) sRGB, upright, at most WORKING_SIDE on its long side.

    Transparent parts become white. A smaller photo keeps its size. Raises ImageUnreadableError.
    """
    found = check_container(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # broken EXIF and the like: no matter for the pixels
            # Pillow only warns between one and two times its own limit; for us that is an error.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with _open(data, found) as image:
                _check_image(image)
                return _pixels(image)
    except ImageUnreadableError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise ImageUnreadableError("TOO_MANY_PIXELS") from None
    except MemoryError:
        raise ImageUnreadableError("TOO_COSTLY") from None
    except Exception as error:  # Pillow raises OSError, ValueError, TypeError, KeyError, and others
        raise ImageUnreadableError("DAMAGED") from error


def check_container(data: bytes) -> Format:
    """Return the real format after what can be refused before any decoder runs."""
    if not data:
        raise ImageUnreadableError("EMPTY")
    if len(data) > MAX_BYTES:
        raise ImageUnreadableError("TOO_MANY_BYTES")
    found = sniff(data[:SNIFF_BYTES])
    if found is None:
        raise ImageUnreadableError("NOT_A_PHOTO")
    if found == "JPEG" and count_jpeg_scans(data, stop=MAX_JPEG_SCANS + 1) > MAX_JPEG_SCANS:
        raise ImageUnreadableError("TOO_COMPLEX")
    if found == "WEBP":
        # Pillow's reader allocates the canvas when it opens the file: 90 bytes can cost 3 GB.
        width, height, animated = webp_canvas(data)
        if animated:
            raise ImageUnreadableError("ANIMATED")
        if width * height > MAX_PIXELS:
            raise ImageUnreadableError("TOO_MANY_PIXELS")
    return found


def _open(data: bytes, found: Format) -> Image.Image:
    if found == "WEBP":
        return _open_webp(data)
    return Image.open(io.BytesIO(data), formats=[found])


def _open_webp(data: bytes) -> Image.Image:
    """Decode a still WebP with OpenCV, at most twice the working size.

    Pillow's reader goes through libwebp's animation decoder, which keeps three canvases: 823 MB for
    50 megapixels, where this takes 270.
    """
    pixels = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    if pixels is None:
        raise ImageUnreadableError("DAMAGED")
    factor = max(pixels.shape[:2]) // WORKING_SIDE
    if factor > 1:
        height, width = (side // factor for side in pixels.shape[:2])
        # Whole blocks of pixels alone: a mean over parts of pixels takes ten times as long.
        whole = pixels[: height * factor, : width * factor]
        pixels = cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA)
    alpha = pixels.shape[2] == 4
    order = cv2.COLOR_BGRA2RGBA if alpha else cv2.COLOR_BGR2RGB
    image = Image.fromarray(cv2.cvtColor(pixels, order))
    chunks = webp_chunks(data)
    image.info |= {"icc_profile": chunks.get(b"ICCP"), "exif": chunks.get(b"EXIF", b"")}
    return image


def _check_image(image: Image.Image) -> None:
    if image.width * image.height > MAX_PIXELS:
        raise ImageUnreadableError("TOO_MANY_PIXELS")
    # A phone's MPO holds a gain map, a HEIC a burst beside its first image: no animations.
    if image.format not in {"MPO", "HEIF"} and getattr(image, "n_frames", 1) > 1:
        raise ImageUnreadableError("ANIMATED")


def _pixels(image: Image.Image) -> RGB:
    orientation = _orientation(image)
    icc = image.info.get("icc_profile")
    long_side = max(image.size)
    if image.format in {"JPEG", "MPO"} and long_side > WORKING_SIDE:
        # libjpeg scales by eighths while it decodes; the result is never below what is asked for.
        scale = WORKING_SIDE / long_side
        image.draft(None, (round(image.width * scale), round(image.height * scale)))
    image.load()
    plain = _without_alpha(_reduced(_eight_bits(image)))
    # Smaller first: a profile costs more for each pixel than all else here.
    rgb = _to_srgb(_fit(np.asarray(plain, np.uint8)), plain.mode, icc)
    return np.ascontiguousarray(_upright(rgb, orientation))


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(_ORIENTATION, 1))
    except Exception:  # broken EXIF is common in real photos, and says nothing about the pixels
        return 1


def _eight_bits(image: Image.Image) -> Image.Image:
    """Return grey of 16 bits as 8, and a palette as what it stands for; all else as it is."""
    if image.mode.startswith("I"):
        grey = np.asarray(image)
        return Image.fromarray((grey.clip(0, 65535) >> 8).astype(np.uint8))
    if image.mode in {"P", "PA", "1"} or "transparency" in image.info:
        return image.convert("RGBA")
    return image


def _reduced(image: Image.Image) -> Image.Image:
    """Return at most twice the working size, by a box filter, before anything copies the photo."""
    factor = max(image.size) // WORKING_SIDE
    return image.reduce(factor) if factor > 1 else image


def _without_alpha(image: Image.Image) -> Image.Image:
    """Return the image in a mode without alpha: L, RGB or CMYK."""
    if image.mode in {"RGBA", "LA", "La", "RGBa"}:
        layer = image.convert("RGBA")
        white = Image.new("RGB", layer.size, "white")
        white.paste(layer, mask=layer.getchannel("A"))
        return white
    return image if image.mode in {"L", "RGB", "CMYK"} else image.convert("RGB")


def _to_srgb(pixels: Pixels, mode: str, icc: object) -> RGB:
    """Return pixels of mode L, RGB or CMYK as sRGB, by their profile where they have a sound one.

    Without one sRGB is what every viewer assumes.
    """
    transform = None
    if isinstance(icc, bytes) and 128 <= len(icc) <= MAX_ICC_BYTES:
        with contextlib.suppress(ImageCms.PyCMSError, OSError, ValueError):
            transform = _from_profile(icc, mode)
    if transform is None and mode == "RGB":
        return pixels
    size = pixels.shape[1], pixels.shape[0]
    image = Image.frombuffer(mode, size, pixels, "raw", mode, 0, 1)
    rgb = image.convert("RGB") if transform is None else _converted(image, transform)
    return np.asarray(rgb, np.uint8)


@lru_cache(maxsize=8)  # one maker's phones have one profile
def _from_profile(icc: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    """Return what turns colors of a profile into sRGB; None where they are. Raises for broken ones:
    PyCMSError, OSError, ValueError."""
    profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
    if mode == "RGB" and ImageCms.getProfileDescription(profile).startswith("sRGB"):
        return None
    return ImageCms.buildTransform(profile, ImageCms.createProfile("sRGB"), mode, "RGB")


def _converted(image: Image.Image, transform: ImageCms.ImageCmsTransform) -> Image.Image:
    try:
        return ImageCms.applyTransform(image, transform) or image.convert("RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image.convert("RGB")


def _fit(pixels: Pixels) -> Pixels:
    """Return pixels, at most twice as large, with their long side at most WORKING_SIDE."""
    height, width = pixels.shape[:2]
    scale = WORKING_SIDE / max(height, width)
    if scale >= 1:
        return pixels
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return np.asarray(cv2.resize(smoothed(pixels, scale), size), np.uint8)


def _upright(rgb: RGB, orientation: int) -> RGB:
    """Undo the EXIF orientation: 2 to 8 are the mirrorings and quarter turns of a photo."""
    if orientation in (5, 6, 7, 8):
        rgb = rgb.transpose(1, 0, 2)
    if orientation in (2, 3, 6, 7):
        rgb = rgb[:, ::-1]
    if orientation in (3, 4, 7, 8):
        rgb = rgb[::-1]
    return rgb
