"""A photo that every machine has, and the same photo with makeup painted on.

The portrait is scikit-image's (NASA, public domain). It shows no lip color, so the journeys that
need a kit paint one, by the face mesh, with soft edges.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import skimage.data
from numpy.typing import NDArray
from PIL import Image

from layer1.landmarks import get_finder
from layer2.engine import regions

RGB = NDArray[np.uint8]


def bare(folder: Path) -> Path:
    """Write the portrait as it is and return its path."""
    return _write(_portrait(), folder / "portrait.png")


def made_up(folder: Path) -> Path:
    """Write the portrait with lip color, shadow and blush, and return its path."""
    photo = _portrait()
    points = get_finder().find(photo).meshes[0].points[:, :2]
    painted = photo.astype(np.float64)
    lips = _mask(photo, points, regions.LIPS_OUTER) - _mask(photo, points, regions.LIPS_INNER)
    layers = [(lips, (142, 33, 64), 0.85, 0.8)]
    layers += [
        (_mask(photo, points, cheek), (217, 96, 122), 0.4, 5.0)
        for cheek in (regions.CHEEK_LEFT, regions.CHEEK_RIGHT)
    ]
    for mask, color, strength, blur in layers:
        soft = cv2.GaussianBlur(np.clip(mask, 0, 1), (0, 0), blur)[:, :, None] * strength
        shade = painted.mean(2, keepdims=True) / 170.0  # keep the light of the skin below
        painted = painted * (1 - soft) + np.array(color) * shade * soft
    return _write(np.clip(painted, 0, 255).astype(np.uint8), folder / "made_up.png")


def _portrait() -> RGB:
    return np.asarray(skimage.data.astronaut(), np.uint8)  # type: ignore[no-untyped-call]


def _mask(photo: RGB, points: NDArray[np.float64], polygon: tuple[int, ...]) -> NDArray[np.float64]:
    mask = np.zeros(photo.shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.round(points[list(polygon)] * 16).astype(np.int32)], (255.0,), shift=4)
    return mask.astype(np.float64) / 255


def _write(rgb: RGB, path: Path) -> Path:
    Image.fromarray(rgb).save(path)
    return path
