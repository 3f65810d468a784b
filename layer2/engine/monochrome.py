"""Whether a photo shows colours at all: a black-and-white or toned one tells none."""

from __future__ import annotations

from typing import Final

import numpy as np

from layer2.engine.canvas import Canvas
from layer2.engine.light import lab_pixels
from layer2.engine.stats import lengths, ranks

STEP: Final = 6  # every sixth row and column of the canvas: a thousand pixels
GROUPS: Final = 64  # by lightness; so narrow that a toning is one colour within each
SHARE: Final = 90.0  # percentile: makeup, lips, eyes and hair are the smaller part of a face
# Distance in a* and b* to the middle of the pixels that are as light, in parts of L* + 16, for both
# are smaller in the dark. Of 36 labelled photos, one of them nearly black, 0.087 and more; of the
# same in black and white 0.0007; in sepia and tinted, as JPEG 60, below the limit 61 of 72.
COLOURLESS: Final = 0.066


def is_colourless(canvas: Canvas) -> bool:
    """Whether colour follows from lightness alone, as in a photo without colours of its own."""
    lab = lab_pixels(np.ascontiguousarray(canvas.rgb[::STEP, ::STEP]).reshape(-1, 3))
    each = len(lab) // GROUPS
    if not each:
        return False
    ordered = lab.take(lab[: each * GROUPS, 0].argsort(kind="stable"), axis=0)
    alike = ordered.reshape(GROUPS, each, 3)
    middles = np.partition(alike, each // 2, axis=1)[:, each // 2 : each // 2 + 1]
    apart = lengths((alike - middles)[..., 1:]) / (alike[..., 0] + 16)
    return ranks(apart, SHARE)[0] < COLOURLESS
