"""Whether a photo shows colours at all: a black-and-white or toned one tells none."""

from __future__ import annotations

from typing import Final

import numpy as np

from layer2.engine.canvas import Canvas
from layer2.engine.light import lab_pixels
from layer2.engine.stats import lengths, ranks

STEP: Final = 10  # every tenth row and column of the canvas: six hundred pixels
SHARE: Final = 90.0  # percentile: makeup, lips, eyes and hair are the smaller part of a face
# Distance in a* and b* of two pixels that are as light as one another, in parts of L* + 16, for in
# the dark both are smaller. Of 36 labelled photos 0.13 and more, with a seventh of their light
# 0.096 (but for one that was nearly black before); the same in black and white 0.001, in sepia and
# tinted, as JPEG 60, below the limit in 64 of 72.
COLOURLESS: Final = 0.095


def is_colourless(canvas: Canvas) -> bool:
    """Whether colour follows from lightness alone, as in a photo without colours of its own."""
    lab = lab_pixels(np.ascontiguousarray(canvas.rgb[::STEP, ::STEP]).reshape(-1, 3))
    if len(lab) < 2:
        return False
    by_lightness = lab.take(lab[:, 0].argsort(kind="stable"), axis=0)
    apart = lengths(by_lightness[1:, 1:] - by_lightness[:-1, 1:]) / (by_lightness[1:, 0] + 16)
    return ranks(apart, SHARE)[0] < COLOURLESS
