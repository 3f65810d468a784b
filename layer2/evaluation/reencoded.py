"""The same photo saved otherwise: how many fields of its look change."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import cv2
import numpy as np

from layer1 import services as layer1
from layer1.engine.pyramid import Pyramid
from layer1.engine.types import RGB
from layer2.engine.facts import look_values
from layer2.services import read_look

JPEG_QUALITY: Final = 75


def as_jpeg(rgb: RGB) -> RGB:
    """Return the photo after a JPEG of quality 75, its colors at half resolution."""
    return _coded(rgb, ".jpg", [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])


def as_png(rgb: RGB) -> RGB:
    return _coded(rgb, ".png", [])


def half(rgb: RGB) -> RGB:
    """Return the photo at half its width and height."""
    size = (max(1, rgb.shape[1] // 2), max(1, rgb.shape[0] // 2))
    return np.asarray(cv2.resize(rgb, size, interpolation=cv2.INTER_AREA), np.uint8)


def mirrored(rgb: RGB) -> RGB:
    return np.ascontiguousarray(rgb[:, ::-1])


WAYS: Final[dict[str, Callable[[RGB], RGB]]] = {
    "jpeg75": as_jpeg, "png": as_png, "half": half, "mirrored": mirrored,
}  # fmt: skip


def fields_of(rgb: RGB) -> dict[str, str] | None:
    """Return the 14 categorical fields of a photo's look; None where it shows no single face."""
    photo = Pyramid(rgb)
    face = layer1.read_face(photo, source="reference", locale="en")
    if face.mesh is None or face.profile is None:
        return None
    return look_values(read_look(photo, mesh=face.mesh, profile=face.profile, locale="en").look)


def changes(rgb: RGB) -> dict[str, list[str] | None]:
    """Return by way what changed, "field: before > after"; None where a face was lost."""
    before = fields_of(rgb)
    if before is None:
        return dict.fromkeys(WAYS, None)
    return {name: _changed(before, fields_of(way(rgb))) for name, way in WAYS.items()}


def _changed(before: dict[str, str], after: dict[str, str] | None) -> list[str] | None:
    if after is None:
        return None
    return [f"{key}: {before[key]} > {after[key]}" for key in before if before[key] != after[key]]


def _coded(rgb: RGB, kind: str, flags: list[int]) -> RGB:
    _, data = cv2.imencode(kind, np.ascontiguousarray(rgb[..., ::-1]), flags)
    back: Any = cv2.imdecode(data, cv2.IMREAD_COLOR)
    return np.ascontiguousarray(back[..., ::-1])
