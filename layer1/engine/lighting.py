"""lightingScore: whether there was light enough, and not too much, to tell colours on the face.

It asks for the light, not for the skin: even on the deepest skin the brightest twentieth of a face
(highlights, the white of the eyes) reaches L* 60 in a photo that was exposed well.
"""

from __future__ import annotations

from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from layer1.engine.ramp import ramp
from layer1.engine.types import RGB

# L* of the face's brightest twentieth. L* 20 is a thirtieth of full light, where 8-bit colour has
# about 10 levels left; 60 is reached by well exposed faces of every depth of skin (lowest: 63).
DARK_L, BRIGHT_L = 20.0, 60.0
# Spread of L* from the 5th to the 95th hundredth: fog, haze and faded prints flatten it.
FLAT_SPREAD, CLEAR_SPREAD = 6.0, 20.0
# Part of the face without any colour left because all three channels are at their end.
BURNT_MIN, BURNT_MAX = 0.10, 0.60
BURNT_LEVEL: Final = 250


def lighting_score(face: RGB, inside: NDArray[np.bool_]) -> float:
    """Return 0 to 100 from a crop of the face (H, W, 3) and the mask of the face in it (H, W).

    The lowest of three: exposure, tonal spread, and what is not burnt out.
    """
    pixels: Any = face[inside]
    if not len(pixels):
        return 0.0
    grey = cv2.cvtColor(pixels.reshape(-1, 1, 3).astype(np.float32) / 255, cv2.COLOR_RGB2Lab)
    low, high = np.percentile(grey[:, 0, 0], (5, 95))
    burnt = float((pixels.min(axis=1) >= BURNT_LEVEL).mean())
    parts = (
        ramp(float(high), DARK_L, BRIGHT_L),
        ramp(float(high - low), FLAT_SPREAD, CLEAR_SPREAD),
        1 - ramp(burnt, BURNT_MIN, BURNT_MAX),
    )
    return round(100 * min(parts), 1)
