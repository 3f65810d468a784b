"""sharpnessScore: how much fine detail is left beside coarse detail, at the scale of the face.

The ratio of gradient energy after a narrow and after a wide Gaussian, both given in face widths:
contrast and exposure cancel, and a small sharp face is as sharp as a large one. (Re-blurring as a
yardstick: Crete et al., "The blur effect", SPIE 6492, 2007.) It is taken in the direction that has
least of it, so a photo that was moved is not sharp because of its sharp other direction.
"""

from __future__ import annotations

import math
from typing import Any, Final

import cv2
import numpy as np

from layer1.engine.crop import FACE_WIDTH_PX, Crop
from layer1.engine.ramp import ramp

Tensor = tuple[float, float, float]  # of a symmetric matrix: (0, 0), (1, 1), (0, 1)

NARROW: Final = 0.8 / FACE_WIDTH_PX  # standard deviations, in face widths
WIDE: Final = 2.4 / FACE_WIDTH_PX
HALVED: Final = 0.5  # px^2 of variance: the mean of two pixels, and a gradient over two
# The ratio is 1 where nothing fine is left. Sharp photos give 1.9 to 3.7; blurring them by a
# Gaussian of 1 %, 2 % and 5 % of the face's width leaves about 1.9, 1.4 and 1.1. The limit of 35
# points lies at 1.45: a liner, 1.5 % of a face, is then no line any more.
NO_DETAIL: Final = 1.05
FULL_DETAIL: Final = 2.2


def sharpness_score(crop: Crop) -> float:
    """Return 0 to 100."""
    return round(100 * ramp(detail_ratio(crop), NO_DETAIL, FULL_DETAIL), 1)


def detail_ratio(crop: Crop) -> float:
    """Return fine over coarse gradient energy in the worst direction; 1 without any gradient.

    That is the smaller eigenvalue of the one structure tensor against the other: the smaller x that
    makes the determinant of fine - x * coarse zero.
    """
    grey = cv2.cvtColor(crop.rgb, cv2.COLOR_RGB2GRAY)
    fine = _structure(grey, NARROW * crop.face_width)
    coarse = _broad_structure(grey, WIDE * crop.face_width)
    whole = _determinant(coarse)
    if whole < 1e-9:
        return 1.0
    middle = (fine[0] * coarse[1] + fine[1] * coarse[0]) / 2 - fine[2] * coarse[2]
    apart = math.sqrt(max(0.0, middle**2 - whole * _determinant(fine)))
    return round((middle - apart) / whole, 4)


def _determinant(tensor: Tensor) -> float:
    return tensor[0] * tensor[1] - tensor[2] ** 2


def _broad_structure(grey: Any, sigma: float) -> Tensor:
    """Return the same for a wide Gaussian, seen at half the size in half the time."""
    height, width = (max(1, side // 2) for side in grey.shape)
    small = cv2.resize(grey, (width, height), interpolation=cv2.INTER_AREA)
    rest = math.sqrt(max(sigma**2 - HALVED, 0.0))
    horizontal, vertical, mixed = _structure(small, rest / 2)
    return horizontal / 4, vertical / 4, mixed / 4  # a step there is two pixels wide


def _structure(grey: Any, sigma: float) -> Tensor:
    """Return the mean outer product of the gradient after a Gaussian of sigma pixels."""
    soft = cv2.GaussianBlur(grey.astype(np.float32), (0, 0), max(sigma, 0.3))
    here, right, below = soft[:-1, :-1], soft[:-1, 1:], soft[1:, :-1]
    count = max(here.size, 1)
    across = cv2.norm(right, here, cv2.NORM_L2SQR) / count
    down = cv2.norm(below, here, cv2.NORM_L2SQR) / count
    apart = cv2.norm(right, below, cv2.NORM_L2SQR) / count
    return across, down, (across + down - apart) / 2  # (a - b)^2 = a^2 + b^2 - 2ab
