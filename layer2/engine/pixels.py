"""Robust colour statistics over a region's pixels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from config.colour import hex_from_lab, rounded_lab
from layer2.engine.canvas import LabImage, Mask
from layer2.engine.colour_names import name_of
from layer2.engine.types import Swatch

Pixels = NDArray[np.float32]  # (N, 3): L*, a*, b*
MIN_PIXELS: Final = 24  # fewer say more about one pixel's noise than about a region
SKIN_TRIM: Final = (25.0, 85.0)  # percentiles of L*: shadow and hair below, shine above


@dataclass(frozen=True, slots=True)
class Patch:
    """A region's middle colour and its spread; pixels is how many were kept."""

    lab: NDArray[np.float64]
    spread: float
    pixels: int


def pixels_of(lab: LabImage, mask: Mask) -> Pixels:
    """Return (N, 3) colours under the mask."""
    return np.asarray(lab[mask], np.float32)


def trimmed(pixels: Pixels, low: float, high: float) -> Pixels:
    """Keep the pixels whose L* lies between two percentiles."""
    if len(pixels) < MIN_PIXELS:
        return pixels
    first, last = np.percentile(pixels[:, 0], (low, high))
    kept = (pixels[:, 0] >= first) & (pixels[:, 0] <= last)
    return np.asarray(pixels[kept], np.float32)


def patch_of(pixels: Pixels) -> Patch | None:
    """Return the median colour and the median distance to it in a* and b*; None for few pixels."""
    if len(pixels) < MIN_PIXELS:
        return None
    middle = np.median(pixels, axis=0).astype(np.float64)
    spread = float(np.median(np.hypot(*(pixels[:, 1:] - middle[1:]).T)))
    return Patch(middle, spread, len(pixels))


def swatch(lab: Any, locale: str) -> Swatch:
    """Return a colour with its hex and its name."""
    rounded = rounded_lab(lab)
    return Swatch(hex_from_lab(rounded), rounded, name_of(rounded, locale))
