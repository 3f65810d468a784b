"""The face's own skin in the photo: the reference that every other colour is compared with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from layer2.engine import regions
from layer2.engine.canvas import Canvas
from layer2.engine.light import Linear, lab_pixels, linear, luminance
from layer2.engine.stats import lengths, median, ranks

PLACES: Final = (
    regions.FOREHEAD,
    regions.NOSE_BRIDGE,
    regions.LOWER_CHEEK_LEFT,
    regions.LOWER_CHEEK_RIGHT,
    regions.CHIN,
)
STEP: Final = 3  # every third pixel: a median over thousands does not change, its cost does
MIN_PIXELS: Final = 30
TRIM: Final = (25.0, 85.0)  # percentiles of L*: shadow and hair below, shine above


@dataclass(frozen=True, slots=True)
class Skin:
    """The complexion as photographed: lab (3,), the same as linear light (3,), its luminance.

    spread: median distance of its pixels to lab in a* and b*; pixels: how many were kept.
    """

    lab: NDArray[np.float64]
    light: Linear
    y: float
    spread: float
    pixels: int


def read_skin(canvas: Canvas) -> Skin | None:
    """Return the complexion without its shine and shadow, blush's places left out.

    None where too little of it shows.
    """
    rgb = regions.pixels_inside(canvas, PLACES, STEP)
    if len(rgb) < MIN_PIXELS:
        return None
    lab = lab_pixels(rgb)
    low, high = ranks(lab[:, 0], *TRIM)
    kept = (lab[:, 0] >= low) & (lab[:, 0] <= high)
    own = lab.compress(kept, axis=0)
    middle = median(own)
    light = linear(median(rgb.compress(kept, axis=0)))  # brighter bytes are brighter light
    spread = float(median(lengths(own[:, 1:] - middle[1:])))
    return Skin(middle.astype(np.float64), light, float(luminance(light)), spread, len(own))
