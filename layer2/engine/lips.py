"""The lips as measured: colour, relation to the skin, shine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from layer2.engine import regions
from layer2.engine.canvas import Canvas, Mask
from layer2.engine.light import (
    FLOOR,
    STEPS,
    LabPixels,
    lab_pixels,
    linear,
    luminance,
    small_spots,
)
from layer2.engine.skin import Skin
from layer2.engine.stats import lengths, median, ranks

Lab = NDArray[np.float64]  # (3,)

# Pixels of the canvas. Fifteen sets of erosion, chroma and lightness cuts were compared on painted
# lips (77, eleven faces) and on the labelled hexes: with these every painted lip is within 3
# CIEDE2000 and the labelled median is 1.55; their neighbours reach 0.70 to 1.00 and 1.3 to 2.5.
# That was on a canvas of 361 pixels; erosion and shine were reduced with it.
EROSION: Final = 3
CHROMA_CUT: Final = 0.6  # of the median C*; below it lie teeth and shine
LIGHT_TRIM: Final = (15.0, 80.0)  # percentiles of L*; shine above, shadow below
MIN_PIXELS: Final = 12
SHINE_WIDTH: Final = 7  # pixels of the canvas: wider bright places are form, not shine
SHINE_PERCENTILE: Final = 98.0
SPARK_PERCENTILE: Final = 99.5  # a gloss may show in a few pixels alone, on thin lips at that
# A deep skin sends back less of the same light: dividing its lips' shine by its own luminance would
# make every deep lip glossy. 0.4 is the luminance of a tan skin in normal exposure.
LIGHT_FLOOR: Final = 0.4


@dataclass(frozen=True, slots=True)
class Lips:
    """lab: (3,) of the whole lip, upper and lower apart beside it (None where too small).

    red, blue: log ratios to the skin of R to G and of B to G; dark: log ratio of luminance.
    shine, spark: the brightest small spots above their surroundings, the fiftieth and the two
    hundredth part of the lips, in parts of the light on the face.
    area: pixels of the canvas; pixels: how many gave the colour.
    """

    lab: NDArray[np.float64]
    upper: NDArray[np.float64] | None
    lower: NDArray[np.float64] | None
    red: float
    blue: float
    dark: float
    shine: float
    spark: float
    area: int
    pixels: int


def read_lips(canvas: Canvas, skin: Skin) -> Lips | None:
    """Measure the lips; None where too few pixels show them."""
    outline = regions.region(canvas, regions.LIPS_OUTER, margin=SHINE_WIDTH)
    upper, lower = (outline.filled(canvas, p) for p in (regions.LIP_UPPER, regions.LIP_LOWER))
    inner = [regions.eroded(half, EROSION) for half in (upper, lower)]
    both = inner[0] | inner[1]
    rgb = outline.pixels(both)
    lab = lab_pixels(rgb) if rgb.size else np.zeros((0, 3), np.float32)
    own = _own(lab)
    if own is None:
        return None
    # The median of bytes made light: brighter bytes are brighter light.
    light = linear(median(rgb.compress(own, axis=0))) + FLOOR
    red, green, blue = np.log(light / (skin.light + FLOOR))
    level = max(skin.y, LIGHT_FLOOR)
    shine, spark = _shine(outline, regions.eroded(upper, 2) | regions.eroded(lower, 2))
    apart = [_middle(lab.compress(regions.held(half, both), axis=0)) for half in inner]
    areas = [np.count_nonzero(half) for half in (upper, lower)]
    return Lips(
        lab=_joined(apart, areas, median(lab.compress(own, axis=0)).astype(np.float64)),
        upper=apart[0],
        lower=apart[1],
        red=float(red - green),
        blue=float(blue - green),
        dark=float(np.log((luminance(light) + FLOOR) / (skin.y + FLOOR))),
        shine=shine / level,
        spark=spark / level,
        area=sum(areas),
        pixels=np.count_nonzero(own),
    )


def _own(lab: LabPixels) -> Mask | None:
    """Return which pixels (N, 3) are the lip's own: no teeth, shine or dark tails; None for few."""
    if len(lab) < MIN_PIXELS:
        return None
    chroma = lengths(lab[:, 1:])
    coloured = chroma >= CHROMA_CUT * median(chroma)
    low, high = ranks(lab[:, 0].compress(coloured), *LIGHT_TRIM)
    kept = coloured & (lab[:, 0] >= low) & (lab[:, 0] <= high)
    return np.asarray(kept, np.bool_) if np.count_nonzero(kept) >= MIN_PIXELS // 3 else None


def _middle(lab: LabPixels) -> NDArray[np.float64] | None:
    own = _own(lab)
    return None if own is None else np.asarray(median(lab.compress(own, axis=0)), np.float64)


def _joined(apart: list[Lab | None], areas: list[int], whole: Lab) -> Lab:
    """Return both lips' color by their areas: erosion takes more of the thinner, shaded upper lip.

    The color of all pixels where one lip is too small to be read alone.
    """
    upper, lower = apart
    if upper is None or lower is None:
        return whole
    return (upper * areas[0] + lower * areas[1]) / sum(areas)


def _shine(outline: regions.Region, mask: Mask) -> list[float]:
    """Return how much brighter (linear Y) the brightest small spots are than around them."""
    spots = regions.held(small_spots(outline.rgb, SHINE_WIDTH), mask)
    return [rank / STEPS for rank in ranks(spots, SHINE_PERCENTILE, SPARK_PERCENTILE)]
