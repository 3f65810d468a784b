"""The light's colour cast, from the whites of the eyes; reported, never taken out of a colour."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from layer2.engine import regions
from layer2.engine.canvas import Canvas
from layer2.engine.eye_patch import EyeMap
from layer2.engine.light import lab_pixels
from layer2.engine.stats import lengths, mean, median, ranks

# Whites of eyes in the labelled photos without a cast: a* 0 to 7, b* 1 to 10.
WHITE: Final = (3.0, 5.0)
MIN_PIXELS: Final = 10
MIN_LIGHTNESS: Final = 30.0  # L*; darker whites lie in shadow and tell nothing
IRIS_GROWTH: Final = 1.15  # of the iris radius, its soft edge left out with it
SLIGHT: Final = 6.0  # distance in a*, b*: within it whites of eyes differ by themselves
STRONG: Final = 20.0  # a cast that no family of colours is named under


@dataclass(frozen=True, slots=True)
class Cast:
    """How far the whites of the eyes are from those in daylight, in a* and b*."""

    a: float
    b: float

    @property
    def strength(self) -> float:
        """Return the distance in a* and b*."""
        return math.hypot(self.a, self.b)

    @property
    def notable(self) -> bool:
        """Return whether it is more than whites of eyes differ by themselves."""
        return self.strength >= SLIGHT


def read_cast(patches: Sequence[tuple[Canvas, EyeMap]]) -> Cast | None:
    """Return the cast that the visible eyes show; None where neither shows its white."""
    whites = [white for patch, eye in patches if (white := _white(patch, eye)) is not None]
    if not whites:
        return None
    a, b = mean(whites) - WHITE
    return Cast(float(a), float(b))


def _white(patch: Canvas, eye: EyeMap) -> NDArray[np.float64] | None:
    """Return a* and b* of one eye's white: the brighter, plainer half of it."""
    part = regions.region(patch, eye.upper + eye.lower[::-1])
    mask = regions.eroded(part.mask, 1).view(np.uint8)
    (x, y), *rim = patch.points.take(eye.iris, axis=0).tolist()
    radius = sum(math.dist((x, y), edge) for edge in rim) / len(rim) * IRIS_GROWTH
    centre = round(x - part.x), round(y - part.y)
    cv2.circle(mask, centre, max(1, int(radius)), (0.0,), -1)
    if cv2.countNonZero(mask) < MIN_PIXELS:
        return None
    lab = lab_pixels(part.pixels(mask.view(np.bool_)))
    bright = lab.compress(lab[:, 0] >= median(lab[:, 0]), axis=0)
    chroma = lengths(bright[:, 1:])
    plain = bright.compress(chroma <= ranks(chroma, 60)[0], axis=0)
    white = median(plain)
    return None if white[0] < MIN_LIGHTNESS else np.asarray(white[1:], np.float64)


def trust(cast: Cast | None) -> float:
    """Return the factor on every confidence that rests on colour: 1 in daylight, down to 0.5."""
    if cast is None:
        return 0.9
    over = (cast.strength - SLIGHT) / (STRONG - SLIGHT)
    return 1.0 - 0.5 * min(1.0, max(0.0, over))
