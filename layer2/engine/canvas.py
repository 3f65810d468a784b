"""A face, or a part of it, at a normal size: upright, centred.

All later work happens here, so its cost does not grow with the photo, and a length in pixels means
the same for every face.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from layer1.engine.types import RGB, Points

Floats = NDArray[np.float64]
Points2 = NDArray[np.float64]  # (N, 2): x right, y down, in pixels of the canvas
Mask = NDArray[np.bool_]  # (H, W)

FACE_SIDE: Final = 361  # pixels of the face's longer side
FACE_MARGIN: Final = 16  # pixels beyond the landmarks; what is measured around one reaches 15
BARELY_SMALLER: Final = 0.9
SMOOTHING: Final = 0.5  # pixels of sigma; a box of one target pixel has 0.29, a tent 0.41
EYE_CORNERS: Final = (33, 133, 362, 263)  # photo's left to right: outer, inner, inner, outer


@dataclass(frozen=True, slots=True)
class Canvas:
    """One upright picture.

    rgb: (H, W, 3) sRGB; points: (478, 2) in its pixels; inside: (H, W), False beyond the photo, or
    None where all of it lies in the photo; scale: its pixels for one pixel of the photo.
    """

    rgb: RGB
    points: Points2
    inside: Mask | None
    scale: float


def face_canvas(rgb: RGB, points: Points) -> Canvas:
    """Return the whole face, its eyes level. rgb: (H, W, 3); points: (478, 3) in its pixels."""
    flat = points[:, :2]
    left, right = flat[list(EYE_CORNERS[:2])].mean(0), flat[list(EYE_CORNERS[2:])].mean(0)
    turn = _rotation(right - left)
    upright = flat @ turn.T
    low, high = upright.min(0), upright.max(0)
    scale = FACE_SIDE / max(float((high - low).max()), 1.0)
    return cut(rgb, flat, turn=turn, low=low, high=high, scale=scale, margin=FACE_MARGIN)


def cut(
    rgb: RGB,
    points: Points2,
    *,
    turn: Floats,
    low: Floats,
    high: Floats,
    scale: float,
    margin: int,
) -> Canvas:
    """Return the part of a photo from low to high and a margin around it, turned and scaled.

    turn: (2, 2), from the photo's directions to the canvas's (a mirror is one too); low, high: (2,)
    in turned pixels; margin: pixels on each side. The canvas has even sides, so that it halves
    fast. The photo is reduced by area first: a plain warp would alias.
    """
    width, height = (np.ceil((high - low) * scale / 2).astype(int) + margin).tolist()
    size = (2 * width, 2 * height)
    matrix = np.empty((2, 3))
    matrix[:, :2] = turn * scale
    matrix[:, 2] = np.array(size) / 2 - scale * (low + high) / 2
    moved = points @ matrix[:, :2].T + matrix[:, 2]
    low, high = _shown(matrix, size)
    within = bool((low >= 0).all() and (high <= (rgb.shape[1] - 1, rgb.shape[0] - 1)).all())
    inside = None if within else _inside(rgb, matrix, size)
    source, matrix = _reduced(*_part(rgb, matrix, low, high), scale)
    picture = cv2.warpAffine(
        source, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return Canvas(np.asarray(picture, np.uint8), moved, inside, scale)


def _rotation(direction: Floats) -> Floats:
    """Return the rotation that lays direction on the x axis."""
    x, y = direction / max(float(np.hypot(*direction)), 1e-9)
    return np.array([[x, y], [-y, x]])


def _shown(matrix: Floats, size: tuple[int, int]) -> tuple[Floats, Floats]:
    """Return the corners of the photo's part that the canvas shows, in pixels of the photo."""
    width, height = size
    corners = np.array([[0, 0], [width, 0], [0, height], [width, height]], np.float64)
    (a, b), (c, d) = matrix[:, :2]
    inverse = np.array([[d, -b], [-c, a]]) / (a * d - b * c)
    back = (corners - matrix[:, 2]) @ inverse.T
    return back.min(0), back.max(0)


def _part(rgb: RGB, matrix: Floats, low: Floats, high: Floats) -> tuple[RGB, Floats]:
    """Return that part of the photo, at least one pixel, and the matrix from it."""
    limit = np.array([rgb.shape[1], rgb.shape[0]])
    first = np.clip(np.floor(low).astype(int) - 2, 0, limit - 1)
    last = np.clip(np.ceil(high).astype(int) + 2, first + 1, limit)
    shifted = matrix.copy()
    shifted[:, 2] += matrix[:, :2] @ first
    return rgb[first[1] : last[1], first[0] : last[0]], shifted


def _reduced(rgb: RGB, matrix: Floats, scale: float) -> tuple[RGB, Floats]:
    """Reduce the photo by the whole factor that leaves it at least as large as the canvas.

    A whole factor is an average of blocks, several times faster than any other; what remains, up to
    a half, is smoothed by as much, so that the warp does not alias it into false shine.
    """
    factor = int(1 / scale) if scale < 1 else 1
    height, width = (side // factor for side in rgb.shape[:2])
    if factor > 1 and min(height, width) > 0:
        rgb, matrix = _by_blocks(rgb, matrix, factor, (width, height))
    rest = scale * factor
    if rest < BARELY_SMALLER:
        sigma = SMOOTHING * float(np.sqrt(1 / rest**2 - 1))
        rgb = np.asarray(cv2.GaussianBlur(rgb, (3, 3), sigma), np.uint8)
    return rgb, matrix


def _by_blocks(rgb: RGB, matrix: Floats, factor: int, size: tuple[int, int]) -> tuple[RGB, Floats]:
    width, height = size
    whole = rgb[: height * factor, : width * factor]
    shifted = matrix.copy()
    # Pixel centres, not corners, stay in place: x_photo + 0.5 = (x_small + 0.5) * factor.
    shifted[:, 2] += matrix[:, :2] @ np.full(2, (factor - 1) / 2)
    shifted[:, :2] = matrix[:, :2] * factor
    reduced = cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA)
    return np.asarray(reduced, np.uint8), shifted


def _inside(rgb: RGB, matrix: Floats, size: tuple[int, int]) -> Mask:
    """Return which pixels of the canvas show the photo."""
    height, width = rgb.shape[:2]
    corners = np.array([[0, 0], [width - 1, 0], [width - 1, height - 1], [0, height - 1]])
    outline = np.round(corners @ matrix[:, :2].T + matrix[:, 2]).astype(np.int32)
    mask = np.zeros((size[1], size[0]), np.uint8)
    cv2.fillConvexPoly(mask, outline, (1.0,))
    return mask.view(np.bool_)
