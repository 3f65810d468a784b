"""The lips as measured: colour, relation to the skin, shine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from layer2.engine import regions
from layer2.engine.canvas import Canvas, Mask
from layer2.engine.light import FLOOR, LabPixels, lab_pixels, linear, luminance
from layer2.engine.skin import Skin

# Pixels of the canvas. Fifteen sets of erosion, chroma and lightness cuts were compared on painted
# lips (77, eleven faces) and on the labelled hexes: with these every painted lip is within 3
# CIEDE2000 and the labelled median is 1.55; their neighbours reach 0.70 to 1.00 and 1.3 to 2.5.
EROSION: Final = 4
CHROMA_CUT: Final = 0.6  # of the median C*; below it lie teeth and shine
LIGHT_TRIM: Final = (20.0, 80.0)  # percentiles of L*; shine above, shadow below
MIN_PIXELS: Final = 24
SHINE_WIDTH: Final = 11  # pixels of the canvas: wider bright places are form, not shine
SHINE_PERCENTILE: Final = 98.0
# A deep skin sends back less of the same light: dividing its lips' shine by its own luminance would
# make every deep lip glossy. 0.4 is the luminance of a tan skin in normal exposure.
LIGHT_FLOOR: Final = 0.4


@dataclass(frozen=True, slots=True)
class Lips:
    """lab: (3,) of the whole lip, upper and lower apart beside it (None where too small).

    red, blue: log ratios to the skin of R to G and of B to G; dark: log ratio of luminance.
    shine: the brightest small spots above their surroundings, in parts of the light on the face.
    area: pixels of the canvas; pixels: how many gave the colour.
    """

    lab: NDArray[np.float64]
    upper: NDArray[np.float64] | None
    lower: NDArray[np.float64] | None
    red: float
    blue: float
    dark: float
    shine: float
    area: int
    pixels: int


def read_lips(canvas: Canvas, skin: Skin) -> Lips | None:
    """Measure the lips; None where too few pixels show them."""
    outline = regions.region(canvas, regions.LIPS_OUTER, margin=SHINE_WIDTH)
    lab = lab_pixels(outline.rgb)
    upper, lower = (_half(canvas, outline, part) for part in (regions.LIP_UPPER, regions.LIP_LOWER))
    inner = [regions.eroded(half, EROSION) for half in (upper, lower)]
    own = _own(lab, inner[0] | inner[1])
    if own is None:
        return None
    light = np.median(linear(outline.rgb[own]), axis=0) + FLOOR
    red, green, blue = np.log(light / (skin.light + FLOOR))
    shine = _shine(outline, regions.eroded(upper, 2) | regions.eroded(lower, 2))
    return Lips(
        lab=np.median(lab[own], axis=0).astype(np.float64),
        upper=_middle(lab, inner[0]),
        lower=_middle(lab, inner[1]),
        red=float(red - green),
        blue=float(blue - green),
        dark=float(np.log((luminance(light) + FLOOR) / (skin.y + FLOOR))),
        shine=shine / max(skin.y, LIGHT_FLOOR),
        area=int(upper.sum() + lower.sum()),
        pixels=int(own.sum()),
    )


def _half(canvas: Canvas, outline: regions.Region, polygon: regions.Polygon) -> Mask:
    """Return one lip's mask in the outline's picture."""
    part = regions.region(canvas, polygon)
    mask = np.zeros_like(outline.mask)
    y, x = part.y - outline.y, part.x - outline.x
    height, width = part.mask.shape
    target = mask[max(0, y) : y + height, max(0, x) : x + width]
    target |= part.mask[: target.shape[0], : target.shape[1]]
    return mask


def _own(lab: LabPixels, mask: Mask) -> Mask | None:
    """Return the lip's own pixels: no teeth, shine or dark tails; None for few."""
    pixels = lab[mask]
    if len(pixels) < MIN_PIXELS:
        return None
    chroma = np.hypot(pixels[:, 1], pixels[:, 2])
    coloured = chroma >= CHROMA_CUT * np.median(chroma)
    low, high = np.percentile(pixels[coloured, 0], LIGHT_TRIM)
    kept = coloured & (pixels[:, 0] >= low) & (pixels[:, 0] <= high)
    if kept.sum() < MIN_PIXELS // 3:
        return None
    own = np.zeros_like(mask)
    own[mask] = kept
    return own


def _middle(lab: LabPixels, mask: Mask) -> NDArray[np.float64] | None:
    own = _own(lab, mask)
    return None if own is None else np.median(lab[own], axis=0).astype(np.float64)


def _shine(outline: regions.Region, mask: Mask) -> float:
    """Return how much brighter (linear Y) the brightest small spots are than around them."""
    y = luminance(linear(outline.rgb))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (SHINE_WIDTH, SHINE_WIDTH))
    spots = cv2.morphologyEx(y, cv2.MORPH_TOPHAT, kernel)
    return float(np.percentile(spots[mask], SHINE_PERCENTILE))
