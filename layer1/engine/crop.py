"""The face at a normal scale: what light, sharpness and cover are measured on."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from config.colour import lightness, luminance_of
from layer1.engine import points as at
from layer1.engine.product import moved
from layer1.engine.pyramid import Pyramid
from layer1.engine.types import RGB, FaceMesh

FACE_WIDTH_PX: Final = 128  # finer detail than 1/128 of a face is no makeup any more

BURNT_LEVEL: Final = 250  # of 255
THINNED: Final = 4  # tones come from every fourth row and column: a thousand are enough
_OUTLINE: Final = np.array(at.FACE_OVAL)

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Crop:
    """The box around the outline of a face, halved until it is about FACE_WIDTH_PX wide.

    rgb: (H, W, 3). points: (478, 2) in its pixels. face_width: in them, 90 to 181 unless the
    photo's face is smaller. dark, bright: L* of the 5th and 95th hundredth of the face; bright
    tells what light there was, at any depth of skin. burnt: part of the face with all three
    channels at BURNT_LEVEL or above.
    """

    rgb: RGB
    points: Floats
    face_width: float
    dark: float
    bright: float
    burnt: float


def crop_face(photo: Pyramid, mesh: FaceMesh, face_width: float) -> Crop:
    """Return the face's part of a photo; face_width in its pixels.

    Where the outline lies outside the photo, the crop ends at the border.
    """
    height, width = photo.rgb.shape[:2]
    outline = mesh.points.take(_OUTLINE, axis=0)[:, :2]
    across, down = outline.T.tolist()
    left, top, right, bottom = min(across), min(down), max(across), max(down)
    x0, y0 = _between(math.floor(left), width - 2), _between(math.floor(top), height - 2)
    x1, y1 = max(x0 + 2, min(width, math.ceil(right))), max(y0 + 2, min(height, math.ceil(bottom)))
    image = photo.halved(round(math.log2(face_width / FACE_WIDTH_PX)), (x0, y0, x1, y1))
    part = 1 / image.factor
    shrink = ((part, 0.0, -image.x0 * part), (0.0, part, -image.y0 * part))
    points = moved(mesh.points[:, :2], shrink)
    tones = _thinned(image.rgb, points.take(_OUTLINE, axis=0))
    dark, bright = ends(luminance_of(tones))
    return Crop(
        rgb=image.rgb,
        points=points,
        face_width=face_width / image.factor,
        dark=dark,
        bright=bright,
        burnt=_burnt(tones),
    )


def _burnt(tones: RGB) -> float:
    """Return the part of (N, 3) tones that has no colour left."""
    burnt = cv2.inRange(tones[None], (BURNT_LEVEL,) * 3, (255, 255, 255))
    return cv2.countNonZero(burnt) / len(tones)


def ends(light: NDArray[np.float32]) -> tuple[float, float]:
    """Return L* of the 5th and of the 95th hundredth, nearest rank, of luminances (N,), which are
    put in another order; N at least 1."""
    last = len(light) - 1
    low, high = round(0.05 * last), round(0.95 * last)
    light.partition((low, high))
    return lightness(float(light[low])), lightness(float(light[high]))


def _thinned(rgb: RGB, outline: Floats) -> RGB:
    """Return some pixels (N, 3) of the face itself; of the whole picture where none would be."""
    thin = np.ascontiguousarray(rgb[::THINNED, ::THINNED])
    tones = held(thin, np.rint(outline / THINNED).astype(np.int32))
    return tones if len(tones) else thin.reshape(-1, 3)


def held(rgb: RGB, corners: NDArray[np.int32]) -> RGB:
    """Return the pixels (N, 3) of a picture that lie in a polygon of whole pixels (M, 2)."""
    if not rgb.size:  # an eye beyond the photo: OpenCV draws on no picture without rows
        return rgb.reshape(-1, 3)
    mask = np.zeros(rgb.shape[:2], np.uint8)
    cv2.fillPoly(mask, [corners], (1,))
    # A list of pixels is thinned in two thirds of the time of rows and columns.
    return np.ascontiguousarray(rgb).reshape(-1, 3).compress(mask.ravel(), axis=0)


def _between(value: int, top: int) -> int:
    return max(0, min(value, top))
