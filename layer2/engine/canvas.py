"""The face at a normal size: upright, centred, once in sRGB and once in CIE L*a*b*.

All later work happens here, so its cost does not grow with the photo, and a length in pixels means
the same for every face.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from config.colour import lab_image
from layer1.engine.types import RGB, Points

Points2 = NDArray[np.float64]  # (N, 2): x right, y down, in pixels of the canvas
LabImage = NDArray[np.float32]  # (H, W, 3)
Mask = NDArray[np.bool_]  # (H, W)

FACE_SIDE: Final = 448  # pixels; the face's longer side fills FACE_SIDE / (1 + 2 * MARGIN) of it
MARGIN: Final = 0.12  # of the face's longer side, so that brows, jaw and some neck are in view
EYE_CORNERS: Final = (33, 133, 362, 263)  # photo's left to right: outer, inner, inner, outer


@dataclass(frozen=True, slots=True)
class Canvas:
    """One upright picture of a face or of a part of it.

    rgb, lab: (H, W, 3); points: (478, 2) in its pixels; inside: (H, W), False beyond the photo;
    scale: its pixels for one pixel of the photo, above 1 where it was enlarged.
    """

    rgb: RGB
    lab: LabImage
    points: Points2
    inside: Mask
    scale: float


def face_canvas(rgb: RGB, points: Points) -> Canvas:
    """Return the whole face, its eyes level. rgb: (H, W, 3); points: (478, 3) in its pixels."""
    flat = points[:, :2]
    left, right = flat[list(EYE_CORNERS[:2])].mean(0), flat[list(EYE_CORNERS[2:])].mean(0)
    turn = _rotation(right - left)
    upright = flat @ turn.T
    low, high = upright.min(0), upright.max(0)
    scale = FACE_SIDE / (float((high - low).max()) * (1 + 2 * MARGIN))
    return cut(rgb, flat, turn=turn, centre=(low + high) / 2, scale=scale, size=(FACE_SIDE,) * 2)


def cut(
    rgb: RGB,
    points: Points2,
    *,
    turn: NDArray[np.float64],
    centre: NDArray[np.float64],
    scale: float,
    size: tuple[int, int],
) -> Canvas:
    """Return the part of a photo around centre, turned and scaled.

    turn: (2, 2), from the photo's directions to the canvas's (a mirror is one too); centre: (2,) in
    turned pixels; size: (width, height) of the canvas. Reduced by area first: a plain warp would
    alias.
    """
    matrix = np.empty((2, 3))
    matrix[:, :2] = turn * scale
    matrix[:, 2] = np.array(size) / 2 - scale * centre
    moved = points @ matrix[:, :2].T + matrix[:, 2]
    source, matrix = _around(rgb, matrix, size)
    source, matrix = _reduced(source, matrix, scale)
    flags = cv2.INTER_CUBIC if scale > 1 else cv2.INTER_LINEAR
    picture = np.asarray(
        cv2.warpAffine(source, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE), np.uint8
    )
    ones = np.full(source.shape[:2], 255, np.uint8)
    inside = cv2.warpAffine(ones, matrix, size, flags=cv2.INTER_NEAREST) > 0
    return Canvas(picture, lab_image(picture), moved, inside, scale)


def _rotation(direction: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the rotation that lays direction on the x axis."""
    x, y = direction / max(float(np.hypot(*direction)), 1e-9)
    return np.array([[x, y], [-y, x]])


def _around(
    rgb: RGB, matrix: NDArray[np.float64], size: tuple[int, int]
) -> tuple[RGB, NDArray[np.float64]]:
    """Return the part of the photo that the canvas shows, and the matrix from that part."""
    width, height = size
    corners = np.array([[0, 0], [width, 0], [0, height], [width, height]], np.float64)
    back = (corners - matrix[:, 2]) @ np.linalg.inv(matrix[:, :2]).T
    high_limit = np.array([rgb.shape[1], rgb.shape[0]])
    low = np.clip(np.floor(back.min(0)).astype(int) - 2, 0, high_limit - 1)
    high = np.clip(np.ceil(back.max(0)).astype(int) + 2, low + 1, high_limit)
    part = rgb[low[1] : high[1], low[0] : high[0]]
    shifted = matrix.copy()
    shifted[:, 2] += matrix[:, :2] @ low
    return part, shifted


def _reduced(
    rgb: RGB, matrix: NDArray[np.float64], scale: float
) -> tuple[RGB, NDArray[np.float64]]:
    """Reduce the photo by area to the canvas's scale; leave it where it is not larger."""
    if scale >= 1:
        return rgb, matrix
    height, width = rgb.shape[:2]
    small = (max(1, round(width * scale)), max(1, round(height * scale)))
    ratio = np.array([width / small[0], height / small[1]])
    shifted = matrix.copy()
    # Pixel centres, not corners, stay in place: x_photo + 0.5 = (x_small + 0.5) * ratio.
    shifted[:, 2] += matrix[:, :2] @ ((ratio - 1) / 2)
    shifted[:, :2] = matrix[:, :2] * ratio
    reduced = cv2.resize(rgb, small, interpolation=cv2.INTER_AREA)
    return np.asarray(reduced, np.uint8), shifted
