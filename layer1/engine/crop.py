"""The face at a normal scale: what light, sharpness and cover are measured on."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from layer1.engine import points as at
from layer1.engine.regions import reduce_photo
from layer1.engine.types import RGB, FaceMesh

FACE_WIDTH_PX: Final = 128  # finer detail than 1/128 of a face is no makeup any more

BURNT_LEVEL: Final = 250  # of 255
THINNED: Final = 2  # tones come from every second row and column: thousands of pixels are enough

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Crop:
    """The box around the outline of a face, reduced by a whole factor, never enlarged.

    rgb: (H, W, 3). lab: the same as CIE L*a*b* (D65). inside: (H, W), the face itself.
    dark, bright: L* of the 5th and 95th hundredth of the face; bright tells what light there was,
    at any depth of skin. burnt: part of the face with all three channels at BURNT_LEVEL or above.
    points: (478, 2) in pixels of the crop. face_width: in them, 96 to 192 unless the photo's
    face is smaller.
    """

    rgb: RGB
    lab: NDArray[np.float32]
    inside: NDArray[np.bool_]
    points: Floats
    face_width: float
    dark: float
    bright: float
    burnt: float


def crop_face(rgb: RGB, mesh: FaceMesh, face_width: float) -> Crop:
    """Return the face's part of a photo (H, W, 3); face_width in its pixels.

    Where the outline lies outside the photo, the crop ends at the border.
    """
    outline = mesh.points[list(at.FACE_OVAL), :2]
    height, width = rgb.shape[:2]
    (left, top), (right, bottom) = outline.min(axis=0), outline.max(axis=0)
    x0, y0 = _between(math.floor(left), width - 2), _between(math.floor(top), height - 2)
    x1, y1 = max(x0 + 2, min(width, math.ceil(right))), max(y0 + 2, min(height, math.ceil(bottom)))
    factor = max(1, round(face_width / FACE_WIDTH_PX))
    side = max(1, max(x1 - x0, y1 - y0) // factor)
    image = reduce_photo(rgb, side, (x0, y0, x1, y1))
    points = (mesh.points[:, :2] - (image.x0, image.y0)) / image.factor
    mask = np.zeros(image.rgb.shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.rint(points[list(at.FACE_OVAL)]).astype(np.int32)], (1,))
    lab: Any = cv2.cvtColor(image.rgb.astype(np.float32) / 255, cv2.COLOR_RGB2Lab)
    inside = _never_empty(mask)
    thin = inside[::THINNED, ::THINNED]
    dark, bright = np.percentile(lab[::THINNED, ::THINNED, 0][thin], (5, 95))
    channels = image.rgb[::THINNED, ::THINNED].min(axis=2)[thin]
    return Crop(
        rgb=image.rgb,
        lab=lab,
        inside=inside,
        points=points,
        face_width=face_width / image.factor,
        dark=float(dark),
        bright=float(bright),
        burnt=float((channels >= BURNT_LEVEL).mean()),
    )


def _between(value: int, top: int) -> int:
    return max(0, min(value, top))


def _never_empty(mask: NDArray[np.uint8]) -> NDArray[np.bool_]:
    thin = mask[::THINNED, ::THINNED]
    return mask > 0 if thin.any() else np.ones(mask.shape, bool)
