"""Decoding: what is refused and why, and that the pixels are upright, sRGB and of working size."""

from __future__ import annotations

import io

import cv2
import numpy as np
import pytest
from PIL import Image, ImageCms, ImageOps

from lookjobs.engine.decode import MAX_BYTES, WORKING_SIDE, ImageUnreadableError, decode
from lookjobs.engine.headers import count_jpeg_scans
from tests.lookjobs.photos import encoded, gradient, jpeg_with_scans, png_bomb, webp_bomb


def reason(data: bytes) -> str:
    with pytest.raises(ImageUnreadableError) as caught:
        decode(data)
    assert str(caught.value)
    assert caught.value.tip
    return caught.value.reason


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF", "AVIF"])
def test_every_format_is_read_by_its_bytes(kind: str) -> None:
    pixels = gradient(160, 120)
    assert np.abs(decode(encoded(pixels, kind, quality=95)).astype(int) - pixels).mean() < 3


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "PPM", "ICO"])
def test_other_formats_are_refused(kind: str) -> None:
    assert reason(encoded(gradient(), kind)) == "NOT_A_PHOTO"


@pytest.mark.parametrize(
    "data", [b"%!PS-Adobe-3.0 EPSF-3.0", b"8BPS" + b"\0" * 60, b"<html>", b"\xff\xd8", b"a" * 99]
)
def test_what_is_no_photo_is_refused_by_its_bytes(data: bytes) -> None:
    assert reason(data) == "NOT_A_PHOTO"


def test_an_empty_file_is_refused() -> None:
    assert reason(b"") == "EMPTY"


def test_one_byte_over_the_limit_is_refused() -> None:
    photo = encoded(gradient(), "JPEG")
    assert decode(photo + b"\0" * (MAX_BYTES - len(photo))).shape == (48, 64, 3)
    assert reason(photo + b"\0" * (MAX_BYTES + 1 - len(photo))) == "TOO_MANY_BYTES"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "HEIF", "AVIF"])
@pytest.mark.parametrize("kept", [0.9, 0.5, 0.1])
def test_a_truncated_photo_is_refused(kind: str, kept: float) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (120, 160, 3), dtype=np.uint8)
    whole = encoded(noise, kind)
    assert reason(whole[: int(len(whole) * kept)]) == "DAMAGED"


def test_a_truncated_large_jpeg_is_refused_at_reduced_scale_too() -> None:
    noise = np.random.default_rng(1).integers(0, 256, (2400, 3200, 3), dtype=np.uint8)
    whole = encoded(noise, "JPEG")
    assert decode(whole).shape == (1200, WORKING_SIDE, 3)
    assert reason(whole[: len(whole) * 8 // 10]) == "DAMAGED"


def test_a_canvas_bomb_is_refused_before_it_is_opened() -> None:
    assert reason(webp_bomb()) == "TOO_MANY_PIXELS"


def test_a_png_that_claims_too_many_pixels_is_refused() -> None:
    assert reason(png_bomb()) == "TOO_MANY_PIXELS"


def test_a_jpeg_of_many_scans_is_refused() -> None:
    assert count_jpeg_scans(encoded(gradient(), "JPEG"), stop=99) == 1
    assert count_jpeg_scans(encoded(gradient(), "JPEG", progressive=True), stop=99) == 10
    assert reason(jpeg_with_scans(200)) == "TOO_COMPLEX"


def test_bytes_that_fill_up_before_a_marker_hide_no_scan() -> None:
    scans = encoded(gradient(), "JPEG", progressive=True)
    filled = scans.replace(b"\xff\xda", b"\xff\xff\xff\xda")
    assert filled != scans
    assert count_jpeg_scans(filled, stop=99) == 10


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "AVIF"])
def test_an_animation_is_refused(kind: str) -> None:
    frames = [Image.fromarray(gradient()), Image.fromarray(gradient()[::-1].copy())]
    out = io.BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:])
    assert reason(out.getvalue()) == "ANIMATED"


def test_a_phone_jpeg_with_a_second_picture_is_one_photo() -> None:
    first, second = (Image.fromarray(part) for part in (gradient(), gradient(16, 16)))
    out = io.BytesIO()
    first.save(out, "MPO", save_all=True, append_images=[second])
    assert decode(out.getvalue()).shape == (48, 64, 3)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_orientation_is_applied(kind: str, orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    lossless = {"lossless": True} if kind == "WEBP" else {}
    data = encoded(gradient(), kind, exif=exif, **lossless)
    with Image.open(io.BytesIO(data)) as image:
        assert np.array_equal(decode(data), np.asarray(ImageOps.exif_transpose(image)))


def test_broken_exif_does_not_spoil_a_photo() -> None:
    data = encoded(gradient(), "JPEG", exif=b"Exif\x00\x00MM\x00*\xff\xff\xff\xff")
    assert decode(data).shape == (48, 64, 3)


def _swapped() -> bytes:
    """Return a profile whose red and green primaries are swapped: it turns red into green."""
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for old, new in ((b"rXYZ", b"tXYZ"), (b"gXYZ", b"rXYZ"), (b"tXYZ", b"gXYZ")):
        profile = profile.replace(old, new)
    return profile.replace("sRGB".encode("utf-16-be"), "swap".encode("utf-16-be"))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP", "HEIF", "AVIF"])
def test_a_profile_is_converted_to_srgb(kind: str) -> None:
    profile = _swapped()
    red = np.full((8, 8, 3), (255, 0, 0), np.uint8)
    assert (
        np.abs(
            decode(encoded(red, kind, icc_profile=profile))[0, 0].astype(int) - (0, 255, 0)
        ).max()
        < 3
    )


def test_a_profile_is_converted_after_a_large_photo_is_reduced() -> None:
    """The same profile as above, on a photo of twice as many pixels: it counts once."""
    profile = _swapped()
    large = np.full((40, WORKING_SIDE * 3 // 2, 3), (255, 0, 0), np.uint8)
    small = decode(encoded(large, icc_profile=profile))
    assert small.shape == (27, WORKING_SIDE, 3)
    assert np.abs(small.astype(int) - (0, 255, 0)).max() < 3


def test_fine_stripes_of_a_large_photo_turn_grey() -> None:
    """Stripes finer than the working size has pixels must not come back as broad ones."""
    stripes = np.zeros((60, WORKING_SIDE * 3 // 2, 3), np.uint8)
    stripes[:, ::2] = 255
    small = decode(encoded(stripes)).astype(float)
    plain = cv2.resize(stripes, (WORKING_SIDE, 40)).astype(float)
    broad = [float(cv2.blur(each, (15, 1)).std()) for each in (small, plain)]
    assert abs(small.mean() - 127.5) < 2
    assert small.std() < plain.std() / 2
    assert broad[0] <= broad[1]


def test_an_srgb_profile_changes_nothing() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert np.array_equal(decode(encoded(gradient(), icc_profile=profile)), gradient())


def test_a_broken_profile_is_ignored() -> None:
    assert np.array_equal(decode(encoded(gradient(), "PNG", icc_profile=b"\x07" * 300)), gradient())


@pytest.mark.parametrize("kind", ["PNG", "WEBP", "HEIF", "AVIF"])
def test_transparent_parts_become_white(kind: str) -> None:
    pixels = np.dstack([gradient(), np.zeros((48, 64), np.uint8)])
    assert (decode(encoded(pixels, kind)) == 255).all()


def test_sixteen_bits_of_grey_keep_their_brightness() -> None:
    grey = np.full((8, 8), 0x80FF, np.uint16)
    assert (decode(encoded(grey)) == 0x80).all()


@pytest.mark.parametrize("mode", ["L", "LA", "P", "PA", "1", "RGBA"])
def test_other_modes_become_rgb(mode: str) -> None:
    image = Image.fromarray(gradient()).convert("RGB").convert(mode if mode != "PA" else "P")
    out = io.BytesIO()
    image.save(out, "PNG", **({"transparency": 0} if mode == "PA" else {}))
    assert decode(out.getvalue()).shape == (48, 64, 3)


def test_cmyk_without_a_profile_is_read() -> None:
    out = io.BytesIO()
    Image.new("CMYK", (8, 8), (0, 255, 255, 0)).save(out, "JPEG", quality=100)
    assert np.abs(decode(out.getvalue())[4, 4].astype(int) - (255, 0, 0)).max() <= 3


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_large_photo_is_reduced_to_the_working_size(kind: str) -> None:
    large = gradient(4000, 3000)
    small = decode(encoded(large, kind, **({"quality": 95} if kind == "JPEG" else {})))
    assert small.shape == (1200, WORKING_SIDE, 3)
    assert np.abs(small.astype(int) - gradient(WORKING_SIDE, 1200)).max() <= 4


def test_the_same_bytes_give_the_same_pixels() -> None:
    data = encoded(gradient(3000, 2000), "JPEG")
    assert decode(data).tobytes() == decode(data).tobytes()
