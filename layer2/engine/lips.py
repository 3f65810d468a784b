"""The lips: their colour, and what is worn on them."""

from __future__ import annotations

from typing import Final

import numpy as np

from layer2.engine import regions
from layer2.engine.canvas import Canvas
from layer2.engine.pixels import MIN_PIXELS, Patch, Pixels, patch_of, pixels_of, trimmed

# Pixels of the canvas. Erosion, chroma and lightness cuts were compared on the labelled photos'
# lip hexes (median CIEDE2000 2.15 with these, 2.0 to 3.7 over the neighbours tried).
EROSION: Final = 4
CHROMA_CUT: Final = 30.0  # percentile of C*; below it lie teeth and dark corners
LIGHT_TRIM: Final = (20.0, 80.0)  # percentiles of L*; shine above, shadow below


def lip_pixels(canvas: Canvas) -> Pixels:
    """Return the lips' own pixels, without teeth, shine and dark tails."""
    upper = regions.eroded(regions.mask_of(canvas, regions.LIP_UPPER), EROSION)
    lower = regions.eroded(regions.mask_of(canvas, regions.LIP_LOWER), EROSION)
    pixels = pixels_of(canvas.lab, upper | lower)
    if len(pixels) < MIN_PIXELS:
        return pixels
    chroma = np.hypot(pixels[:, 1], pixels[:, 2])
    return trimmed(pixels[chroma >= np.percentile(chroma, CHROMA_CUT)], *LIGHT_TRIM)


def lip_patch(canvas: Canvas) -> Patch | None:
    """Return the lips' colour; None where too few pixels show it."""
    return patch_of(lip_pixels(canvas))
