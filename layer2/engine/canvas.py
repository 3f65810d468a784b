"""A face, or a part of it, at a normal size: upright, centred.

All later work happens here, so its cost does not grow with the photo, and a length in pixels means
the same for every face.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from config.reduction import smoothed
from layer1.engine.product import moved
from layer1.engine.pyramid import Pyramid
from layer1.engine.types import RGB, Points

Turn = tuple[tuple[float, float], tuple[float, float]]  # rows of a rotation or a mirror
Pair = tuple[float, float]  # x, y
Rows = tuple[tuple[float, float, float], tuple[float, float, float]]  # of an affine transform
Points2 = NDArray[np.float64]  # (N, 2): x right, y down, in pixels of the canvas
Mask = NDArray[np.bool_]  # (H, W)
Box = tuple[float, float, float, float]  # left, top, right, bottom, in pixels of the photo

FACE_SIDE: Final = 256  # pixels of the face's longer side
DIGITS: Final = 6  # of a landmark's place, in pixels
FACE_MARGIN: Final = 12  # pixels beyond the landmarks; what is measured around one reaches 11
MARGIN: Final = 2  # pixels of a reduced photo around what a canvas shows: the warp looks at those
SUBPIXELS: Final = 16
EYE_CORNERS: Final = (33, 133, 362, 263)  # photo's left to right: outer, inner, inner, outer


@dataclass(frozen=True)
class Canvas:
    """One upright picture.

    rgb: (H, W, 3) sRGB; points: (478, 2) in its pixels; inside: (H, W), False beyond the photo, or
    None where all of it lies in the photo; scale: its pixels for one pixel of the photo.
    """

    rgb: RGB
    points: Points2
    inside: Mask | None
    scale: float

    @cached_property
    def sixteenths(self) -> NDArray[np.int32]:
        """The points in sixteenths of a pixel, which is how OpenCV draws polygons."""
        return np.asarray(np.rint(self.points * SUBPIXELS), np.int32)

    @cached_property
    def half(self) -> RGB:
        """The picture at half its size: a canvas has even sides."""
        height, width = self.rgb.shape[:2]
        half = cv2.resize(self.rgb, (width // 2, height // 2), interpolation=cv2.INTER_AREA)
        return np.asarray(half, np.uint8)


def face_canvas(photo: Pyramid, points: Points) -> Canvas:
    """Return the whole face, its eyes level. points: (478, 3) in the photo's pixels."""
    flat = points[:, :2]
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = flat.take(EYE_CORNERS, axis=0).tolist()
    x, y = direction(cx + dx - ax - bx, cy + dy - ay - by)
    turn = (x, y), (-y, x)
    low, high = extent(moved(flat, turn))
    scale = FACE_SIDE / max(high[0] - low[0], high[1] - low[1], 1.0)
    return cut(photo, flat, turn=turn, low=low, high=high, scale=scale, margin=FACE_MARGIN)


def direction(x: float, y: float) -> Pair:
    """Return a vector as one of length 1; none at all stays none."""
    length = max(math.hypot(x, y), 1e-9)
    return x / length, y / length


def extent(points: Points2) -> tuple[Pair, Pair]:
    """Return the lowest and the highest x and y of points (N, 2), N at least 1."""
    (left, top), (right, bottom) = points.min(0).tolist(), points.max(0).tolist()
    return (left, top), (right, bottom)


def cut(
    photo: Pyramid,
    points: Points2,
    *,
    turn: Turn,
    low: Pair,
    high: Pair,
    scale: float,
    margin: int,
) -> Canvas:
    """Return the part of a photo from low to high and a margin around it, turned and scaled.

    turn: from the photo's directions to the canvas's (a mirror is one too); low, high: in turned
    pixels; margin: pixels on each side. The canvas has even sides, so that it halves
    fast. The photo is reduced by area first: a plain warp would alias.
    """
    # Here and below: what meets a whole pixel by construction must not miss it by a last bit.
    width, height = (
        math.ceil(round((far - near) * (scale / 2), DIGITS)) + margin
        for near, far in zip(low, high, strict=True)
    )
    size = (2 * width, 2 * height)
    (a, b), (c, d) = turn
    matrix = (
        (a * scale, b * scale, width - scale * (low[0] + high[0]) / 2),
        (c * scale, d * scale, height - scale * (low[1] + high[1]) / 2),
    )
    landmarks = np.round(moved(points, matrix), DIGITS)
    left, top, right, bottom = shown = _shown(matrix, size)
    rgb = photo.rgb
    limit = rgb.shape[1] - 1, rgb.shape[0] - 1
    within = left >= 0 and top >= 0 and right <= limit[0] and bottom <= limit[1]
    inside = None if within else _inside(rgb, matrix, size)
    source, matrix = _reduced(photo, matrix, shown, scale)
    picture = cv2.warpAffine(
        source, np.array(matrix), size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return Canvas(np.asarray(picture, np.uint8), landmarks, inside, scale)


def _shown(matrix: Rows, size: tuple[int, int]) -> Box:
    """Return the photo's part that the canvas shows."""
    (a, b, x), (c, d, y) = matrix
    area = a * d - b * c
    corners = [(u - x, v - y) for u in (0, size[0]) for v in (0, size[1])]
    across = [(d * u - b * v) / area for u, v in corners]
    down = [(a * v - c * u) / area for u, v in corners]
    return min(across), min(down), max(across), max(down)


def _reduced(photo: Pyramid, matrix: Rows, shown: Box, scale: float) -> tuple[RGB, Rows]:
    """Return the photo's part that a canvas shows, at least as large as there, and its matrix."""
    halvings = max(0, math.floor(-math.log2(scale)))
    margin = MARGIN << halvings
    left, top, right, bottom = shown
    part = photo.halved(
        halvings,
        (math.floor(left) - margin, math.floor(top) - margin,
         math.ceil(right) + margin, math.ceil(bottom) + margin),
    )  # fmt: skip
    # Pixel centres, not corners, stay in place: x_photo + 0.5 = x0 + (x_part + 0.5) * factor.
    factor, middle = part.factor, (part.factor - 1) / 2
    (a, b, x), (c, d, y) = matrix
    across, down = part.x0 + middle, part.y0 + middle
    to_part = (
        (a * factor, b * factor, x + a * across + b * down),
        (c * factor, d * factor, y + c * across + d * down),
    )
    return smoothed(part.rgb, scale * factor), to_part


def _inside(rgb: RGB, matrix: Rows, size: tuple[int, int]) -> Mask:
    """Return which pixels of the canvas show the photo."""
    height, width = rgb.shape[:2]
    right, bottom = width - 1.0, height - 1.0
    corners = np.array([[0, 0], [right, 0], [right, bottom], [0, bottom]])
    outline = np.round(moved(corners, matrix)).astype(np.int32)
    mask = np.zeros((size[1], size[0]), np.uint8)
    cv2.fillConvexPoly(mask, outline, (1.0,))
    return mask.view(np.bool_)
