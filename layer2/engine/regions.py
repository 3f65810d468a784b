"""Regions of a face as polygons of MediaPipe's 478 landmarks.

Indices follow the published canonical face model (github.com/google-ai-edge/mediapipe, face mesh);
"left" and "right" mean the photo's left and right.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from config.records import made_often
from layer1.engine.types import RGB
from layer2.engine.canvas import SUBPIXELS, Canvas, Mask
from layer2.engine.light import disc

Polygon = tuple[int, ...]
Outline = NDArray[np.int32]  # (N, 2), in sixteenths of a pixel
_SHIFT: Final = SUBPIXELS.bit_length() - 1

LIPS_OUTER: Final[Polygon] = (
    61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185,
)  # fmt: skip
LIPS_INNER: Final[Polygon] = (
    78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 415, 310, 311, 312, 13, 82, 81, 80, 191,
)  # fmt: skip
LIP_UPPER: Final[Polygon] = (
    61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291,
    308, 415, 310, 311, 312, 13, 82, 81, 80, 191, 78,
)  # fmt: skip
LIP_LOWER: Final[Polygon] = (
    61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291,
    308, 324, 318, 402, 317, 14, 87, 178, 88, 95, 78,
)  # fmt: skip
FACE_OVAL: Final[Polygon] = (
    10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
    152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
)  # fmt: skip
EYE_LEFT: Final[Polygon] = (
    33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246,
)  # fmt: skip
EYE_RIGHT: Final[Polygon] = (
    263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466,
)  # fmt: skip
FOREHEAD: Final[Polygon] = (109, 10, 338, 337, 336, 9, 107, 108)
CHIN: Final[Polygon] = (201, 200, 421, 428, 369, 152, 140, 208)
NOSE_BRIDGE: Final[Polygon] = (122, 6, 351, 419, 248, 281, 5, 51, 3, 196)
# Where blush is worn: from the apple of the cheek along the cheekbone.
CHEEK_LEFT: Final[Polygon] = (118, 101, 36, 205, 187, 123, 116, 117)
CHEEK_RIGHT: Final[Polygon] = (347, 330, 266, 425, 411, 352, 345, 346)
# Below and inside of it: skin of the same cheek that blush rarely reaches.
LOWER_CHEEK_LEFT: Final[Polygon] = (207, 216, 212, 202, 210, 135, 192)
LOWER_CHEEK_RIGHT: Final[Polygon] = (427, 436, 432, 422, 430, 364, 416)


@made_often
class Region:
    """A small picture around a polygon, and which of its pixels belong.

    rgb: (h, w, 3); mask: (h, w); x, y: its corner in the canvas.
    """

    rgb: RGB
    mask: Mask
    x: int
    y: int

    def pixels(self, mask: Mask | None = None) -> RGB:
        """Return (N, 3) sRGB bytes of the region, or of another mask of its size."""
        return np.asarray(held(self.rgb, self.mask if mask is None else mask), np.uint8)

    def filled(self, canvas: Canvas, polygon: Polygon) -> Mask:
        """Return which pixels of this picture lie inside a polygon of landmarks and the photo."""
        mask = _filled([_corners(canvas, polygon)], self.mask.shape, self.x, self.y)
        if canvas.inside is not None:
            height, width = mask.shape
            mask &= canvas.inside[self.y : self.y + height, self.x : self.x + width]
        return mask


def region(canvas: Canvas, polygon: Polygon, *, margin: int = 0, even: bool = False) -> Region:
    """Return the pixels inside a polygon of landmarks and inside the photo.

    margin: pixels added around; even: the region begins and ends on pixels of the canvas's half.
    """
    corners = _corners(canvas, polygon)
    height, width = canvas.rgb.shape[:2]
    across, down = corners.T.tolist()
    x0 = min(max(min(across) // SUBPIXELS - margin, 0), width - 1)
    y0 = min(max(min(down) // SUBPIXELS - margin, 0), height - 1)
    x1 = min(max(-(-max(across) // SUBPIXELS) + margin, x0) + 1, width)
    y1 = min(max(-(-max(down) // SUBPIXELS) + margin, y0) + 1, height)
    if even:
        x0, y0, x1, y1 = x0 - x0 % 2, y0 - y0 % 2, x1 + x1 % 2, y1 + y1 % 2
    mask = _filled([corners], (y1 - y0, x1 - x0), x0, y0)
    if canvas.inside is not None:
        mask &= canvas.inside[y0:y1, x0:x1]
    return Region(canvas.rgb[y0:y1, x0:x1], mask, x0, y0)


def pixels_inside(canvas: Canvas, polygons: Sequence[Polygon], step: int) -> RGB:
    """Return (N, 3) sRGB bytes inside polygons of landmarks and the photo, every step-th pixel."""
    rgb = canvas.rgb[::step, ::step]
    places = np.rint(canvas.points * (SUBPIXELS / step)).astype(np.int32)
    corners = [places.take(_landmarks(each), axis=0) for each in polygons]
    mask = _filled(corners, rgb.shape[:2])
    if canvas.inside is not None:
        mask &= canvas.inside[::step, ::step]
    return np.asarray(held(rgb, mask), np.uint8)


def _corners(canvas: Canvas, polygon: Polygon) -> Outline:
    return canvas.sixteenths.take(_landmarks(polygon), axis=0)


@cache
def _landmarks(polygon: Polygon) -> NDArray[np.intp]:
    """Return a polygon as NumPy indexes fastest."""
    return np.array(polygon)


def _filled(polygons: Sequence[Outline], shape: tuple[int, ...], x: int = 0, y: int = 0) -> Mask:
    """Return a mask of this shape, its corner at (x, y), with the pixels inside polygons."""
    mask = np.zeros(shape, np.uint8)
    offset = -x * SUBPIXELS, -y * SUBPIXELS
    for corners in polygons:
        cv2.fillPoly(mask, [corners], (1.0,), cv2.LINE_8, _SHIFT, offset)
    return mask.view(np.bool_)


def held(values: NDArray[Any], mask: Mask) -> Any:
    """Return (N, ...) of (H, W, ...) values, those in a mask (H, W).

    It is values[mask] in a fifth of the time.
    """
    flat = values.reshape(mask.size, *values.shape[2:])
    return flat.compress(mask.reshape(-1), axis=0)


def eroded(mask: Mask, pixels: int) -> Mask:
    """Return the mask without its outermost pixels; the mask as it was where none would be left."""
    smaller = cv2.erode(
        mask.view(np.uint8), disc(2 * pixels + 1),
        borderType=cv2.BORDER_CONSTANT, borderValue=(0.0,),
    )  # fmt: skip
    return np.asarray(smaller, np.uint8).view(np.bool_) if cv2.countNonZero(smaller) else mask
