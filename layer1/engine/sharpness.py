"""sharpnessScore: how much fine detail is left beside coarse detail, at the scale of the face.

The ratio of gradient energy after a narrow and after a wide Gaussian, both given in face widths:
contrast and exposure cancel, and a small sharp face is as sharp as a large one. (Re-blurring as a
yardstick: Crete et al., "The blur effect", SPIE 6492, 2007.)
"""

from __future__ import annotations

from typing import Any, Final

import cv2
import numpy as np

from layer1.engine.crop import FACE_WIDTH_PX, Crop
from layer1.engine.ramp import ramp

NARROW: Final = 0.8 / FACE_WIDTH_PX  # standard deviations, in face widths
WIDE: Final = 2.4 / FACE_WIDTH_PX
# The ratio is 1 where nothing fine is left. Sharp photos give 2.1 to 4.7; blurring them by a
# Gaussian of 1 %, 2 % and 5 % of the face's width leaves about 1.9, 1.4 and 1.1. The limit of 35
# points lies at 1.45: a liner, 1.5 % of a face, is then no line any more.
NO_DETAIL: Final = 1.05
FULL_DETAIL: Final = 2.2


def sharpness_score(crop: Crop) -> float:
    """Return 0 to 100."""
    return round(100 * ramp(detail_ratio(crop), NO_DETAIL, FULL_DETAIL), 1)


def detail_ratio(crop: Crop) -> float:
    """Return fine over coarse gradient energy, 1 or more; 1 for a crop without any gradient."""
    grey = cv2.cvtColor(crop.rgb, cv2.COLOR_RGB2GRAY).astype(np.float32)
    fine = _energy(grey, NARROW * crop.face_width)
    coarse = _energy(grey, WIDE * crop.face_width)
    return 1.0 if coarse < 1e-6 else round(fine / coarse, 4)


def _energy(grey: Any, sigma: float) -> float:
    soft = cv2.GaussianBlur(grey, (0, 0), max(sigma, 0.3))
    across, down = np.diff(soft, axis=1), np.diff(soft, axis=0)
    return float(np.mean(across * across) + np.mean(down * down))
