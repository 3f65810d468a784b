"""The face's own skin in the photo: the reference that every other colour is compared with."""

from __future__ import annotations

import numpy as np

from layer2.engine import regions
from layer2.engine.canvas import Canvas, Mask
from layer2.engine.pixels import SKIN_TRIM, Patch, patch_of, pixels_of, trimmed

PLACES = (
    regions.FOREHEAD,
    regions.NOSE_BRIDGE,
    regions.LOWER_CHEEK_LEFT,
    regions.LOWER_CHEEK_RIGHT,
    regions.CHIN,
)


def skin_mask(canvas: Canvas) -> Mask:
    """Return the places where skin is bare of blush: forehead, nose, lower cheeks, chin."""
    masks = [regions.mask_of(canvas, place) for place in PLACES]
    return np.asarray(np.logical_or.reduce(masks), np.bool_)


def skin_patch(canvas: Canvas) -> Patch | None:
    """Return the complexion as worn in the photo, without its shine and shadow."""
    return patch_of(trimmed(pixels_of(canvas.lab, skin_mask(canvas)), *SKIN_TRIM))


def cheek_patch(canvas: Canvas) -> Patch | None:
    """Return the colour where blush is worn, over both cheeks."""
    mask = regions.mask_of(canvas, regions.CHEEK_LEFT) | regions.mask_of(
        canvas, regions.CHEEK_RIGHT
    )
    return patch_of(trimmed(pixels_of(canvas.lab, mask), *SKIN_TRIM))
