"""The same photo in another size, mirrored, or saved again: the same face, number by number."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from layer1 import services
from layer1.engine.types import RGB, Geometry

TILT_DEG = 0.5  # an angle has no share; half a degree is a sixth of the soft limit
PHOTOS = 31  # labelled ok, whether or not the label is sure


def resized(times: float, filter_: Image.Resampling) -> Callable[[RGB], RGB]:
    def change(rgb: RGB) -> RGB:
        size = (round(rgb.shape[1] * times), round(rgb.shape[0] * times))
        return np.asarray(Image.fromarray(rgb).resize(size, filter_))

    return change


def saved(quality: int) -> Callable[[RGB], RGB]:
    def change(rgb: RGB) -> RGB:
        out = io.BytesIO()
        Image.fromarray(rgb).save(out, "JPEG", quality=quality)
        return np.asarray(Image.open(out))

    return change


def mirrored(rgb: RGB) -> RGB:
    return np.ascontiguousarray(rgb[:, ::-1])


CHANGES: dict[str, tuple[Callable[[RGB], RGB], float]] = {
    "mirrored": (mirrored, 0.0),
    "half the size": (resized(0.5, Image.Resampling.LANCZOS), 0.02),
    "half the size, bicubic": (resized(0.5, Image.Resampling.BICUBIC), 0.02),
    "twice the size": (resized(2.0, Image.Resampling.LANCZOS), 0.02),
    "twice the size, bilinear": (resized(2.0, Image.Resampling.BILINEAR), 0.02),
    "JPEG 60": (saved(60), 0.03),
    "JPEG 75": (saved(75), 0.03),
    "JPEG 95": (saved(95), 0.03),
}


def geometry(rgb: RGB) -> Geometry:
    profile = services.read_face(rgb, source="reference", locale="en").profile
    assert profile is not None
    return profile.geometry


def moved(one: Geometry, other: Geometry) -> dict[str, float]:
    """Return how far each ratio moved, as a share; and the tilt, as a share of TILT_DEG in 2 %."""
    found = {}
    for name in Geometry.__slots__:
        before, after = getattr(one, name), getattr(other, name)
        scale = TILT_DEG / 0.02 if name == "eye_tilt_deg" else before
        found[name] = abs(after - before) / scale
    return found


@pytest.fixture(scope="module")
def photos(shared: Path) -> list[tuple[str, RGB, Geometry]]:
    """Every photo that is labelled ok, with its geometry."""
    rows = json.loads((shared / "photos" / "labels.json").read_text())
    names = [row["file"] for row in rows if row["gate_expected"] == "ok"]
    assert len(names) == PHOTOS
    found = []
    for name in names:
        rgb = np.asarray(Image.open(shared / "photos" / name).convert("RGB"))
        found.append((name, rgb, geometry(rgb)))
    return found


@pytest.mark.parametrize("change", CHANGES)
def test_the_numbers_of_every_photo_stay(
    change: str, photos: list[tuple[str, RGB, Geometry]]
) -> None:
    alter, limit = CHANGES[change]
    too_far = {
        f"{name} {key}": round(share, 4)
        for name, rgb, before in photos
        for key, share in moved(before, geometry(alter(rgb))).items()
        if share > limit
    }
    assert too_far == {}


@pytest.mark.parametrize("change", CHANGES)
def test_the_numbers_of_the_portrait_stay(change: str, close_portrait: RGB) -> None:
    alter, limit = CHANGES[change]
    found = moved(geometry(close_portrait), geometry(alter(close_portrait)))
    assert max(found.values()) <= limit, found


def test_the_tilt_keeps_its_sign_in_a_mirror(close_portrait: RGB) -> None:
    """A tilt is outer above inner, on both sides alike: what turns its sign in a mirror is roll."""
    one, other = (
        services.read_face(rgb, source="reference", locale="en").profile
        for rgb in (close_portrait, mirrored(close_portrait))
    )
    assert one is not None
    assert other is not None
    assert one.geometry.eye_tilt_deg == other.geometry.eye_tilt_deg > 0
    assert one.quality.pose.roll_deg == -other.quality.pose.roll_deg != 0
    assert one.quality.pose.yaw_deg == -other.quality.pose.yaw_deg
