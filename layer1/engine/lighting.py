"""lightingScore: whether there was light enough, and not too much, to tell colours on the face.

It asks for the light, not for the skin: even on the deepest skin the brightest twentieth of a face
(highlights, the white of the eyes) reaches L* 60 in a photo that was exposed well.
"""

from __future__ import annotations

from typing import Final

from layer1.engine.crop import Crop
from layer1.engine.ramp import ramp

# L* of the face's brightest twentieth. L* 20 is a thirtieth of full light, where 8-bit colour has
# about 10 levels left; 60 is reached by well exposed faces of every depth of skin (lowest: 63).
DARK_L: Final = 20.0
BRIGHT_L: Final = 60.0
# Spread of L* from the 5th to the 95th hundredth: fog, haze and faded prints flatten it.
FLAT_SPREAD: Final = 6.0
CLEAR_SPREAD: Final = 20.0
# Part of the face without any colour left because all three channels are at their end.
BURNT_MIN: Final = 0.10
BURNT_MAX: Final = 0.60


def lighting_score(crop: Crop) -> float:
    """Return 0 to 100, the lowest of three: exposure, tonal spread, what is not burnt out."""
    parts = (
        ramp(crop.bright, DARK_L, BRIGHT_L),
        ramp(crop.bright - crop.dark, FLAT_SPREAD, CLEAR_SPREAD),
        1 - ramp(crop.burnt, BURNT_MIN, BURNT_MAX),
    )
    return round(100 * min(parts), 1)
