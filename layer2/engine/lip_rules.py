"""What is worn on the lips, from what was measured on them."""

from __future__ import annotations

from typing import Final

import numpy as np

from layer2.engine.cast import Cast
from layer2.engine.finding import Finding, certainty, evidence
from layer2.engine.lips import Lips
from layer2.engine.skin import Skin
from layer2.engine.types import LipCoverage, LipFamily, LipFinish

# Bare lips of the labelled photos, five skin depths: red -0.12 to 0.66, blue 0.06 to 0.55, dark
# -0.70 to 0.23. Lips with product begin at red 0.80, or lie outside in blue or dark (orange, plum,
# and any pale shade on deep skin). Each limit lies in the middle of its gap.
BARE_RED: Final = 0.73
BARE_BLUE: Final = (-0.03, 0.61)
# Lips hold less melanin than the skin around them: on deep skin bare ones are the lighter, more so
# the deeper it is. L* 34 reads 0.19 to 0.23, L* 59 and more -0.53 and less.
BARE_DARK: Final = (-0.85, 0.10)
DEEP_SKIN: Final = 55.0  # L*; below it the upper limit rises
DEEP_RISE: Final = 0.02  # for each L*
# Lips closer to the skin than blood lets bare lips of a light skin be: a covering nude.
LIGHT_SKIN: Final = 65.0  # L*
NUDE_RED: Final = 0.28
GLOSS_ALONE: Final = 0.65  # shine that bare lips do not reach (bare: up to 0.62; gloss from 0.69)
GLOSSY: Final = (
    0.27  # spark; satin products of the photos: 0.14 to 0.25 (one 0.41), glossy: 0.28 on
)
MATTE: Final = 0.08  # satin lips of the photos: 0.12 and more; painted mattes: below
# Distance to a typical bare lip in log ratios, by what opacity the painted grid needs for it.
SHEER: Final = 0.35
FULL: Final = 1.10
TYPICAL_BARE: Final = (0.50, 0.22, -0.62)
# Painted lips under warm and cool lamps (330): families right 0.90 without, 0.94 with this.
CAST_SHARE: Final = 0.5
WHITE_LIGHTNESS: Final = 85.0  # L* of the whites that the cast was read from
REGION: Final = "lips"


def strength(lips: Lips) -> float:
    """Return how far the lips are from typical bare lips, as a distance of log ratios."""
    return float(np.linalg.norm(np.subtract((lips.red, lips.blue, lips.dark), TYPICAL_BARE)))


def product_margin(lips: Lips, skin: Skin) -> float:
    """Return how far past the range of bare lips these are; negative inside the range."""
    lightest = BARE_DARK[1] + DEEP_RISE * max(0.0, DEEP_SKIN - float(skin.lab[0]))
    margins = [
        lips.red - BARE_RED,
        BARE_BLUE[0] - lips.blue,
        lips.blue - BARE_BLUE[1],
        BARE_DARK[0] - lips.dark,
        lips.dark - lightest,
        lips.shine - GLOSS_ALONE,
    ]
    if skin.lab[0] >= LIGHT_SKIN:
        margins.append(NUDE_RED - lips.red)
    return max(margins)


def coverage(lips: Lips, skin: Skin) -> Finding[LipCoverage]:
    """Return how much product is on the lips."""
    margin = product_margin(lips, skin)
    seen = evidence("lips.redness", lips.red, "ln ratio", REGION,
                    f"product above {BARE_RED}: the lips' R to G against the skin's")  # fmt: skip
    if margin <= 0:
        return Finding("none", certainty(margin, 0.3), (seen,))
    amount = strength(lips)
    value: LipCoverage = "sheer" if amount < SHEER else "full" if amount >= FULL else "medium"
    more = evidence("lips.strength", amount, "ln ratio", REGION,
                    f"sheer below {SHEER}, full from {FULL}: distance to bare lips")  # fmt: skip
    return Finding(value, certainty(margin, 0.3), (seen, more))


def finish(lips: Lips, worn: LipCoverage) -> Finding[LipFinish]:
    """Return the lips' finish; bare lips are satin, as skin is, unless they plainly shine."""
    seen = (
        evidence("lips.spark", lips.spark, "of light", REGION,
                 f"glossy from {GLOSSY}: the brightest small spots"),
        evidence("lips.shine", lips.shine, "of light", REGION, f"matte below {MATTE}: small spots"),
    )  # fmt: skip
    if worn == "none":
        return Finding("satin", 0.6, seen)
    if lips.spark >= GLOSSY:
        return Finding("glossy", certainty(lips.spark - GLOSSY, 0.2), seen)
    if lips.shine < MATTE:
        return Finding("matte", certainty(MATTE - lips.shine, 0.08), seen)
    return Finding("satin", certainty(min(GLOSSY - lips.spark, lips.shine - MATTE), 0.1), seen)


def family(lips: Lips, worn: LipCoverage, light: Cast | None) -> Finding[LipFamily]:
    """Return the colour family of the product; "none" where none is worn.

    Under a notable cast the family is that of the colour with half the cast taken out; the measured
    colour itself is never changed.
    """
    lightness, a, b = lips.lab
    if light is not None and light.notable:
        share = CAST_SHARE * float(lightness) / WHITE_LIGHTNESS
        a, b = a - share * light.a, b - share * light.b
    chroma, hue = float(np.hypot(a, b)), float(np.degrees(np.arctan2(b, a)))
    seen = evidence("lips.hue", hue, "degrees", REGION,
                    "CIE hue, with L* and C*, against the families' bounds")  # fmt: skip
    if worn == "none":
        return Finding("none", 0.8, (seen,))
    return Finding(family_of(float(lightness), chroma, hue), 0.75, (seen,))


def family_of(lightness: float, chroma: float, hue: float) -> LipFamily:
    """Return the family of a lip colour. CIE L*, C*, and hue in degrees, -180 to 180.

    The bounds follow how shades are sold: dark ones split by hue into plum, berry and brown, muted
    ones into mauve, nude and brown, clear ones into pink, red, coral and orange.
    """
    if lightness < 34:
        return _dark(chroma, hue)
    if chroma < 34:
        return _muted(lightness, hue)
    return _clear(lightness, chroma, hue)


def _dark(chroma: float, hue: float) -> LipFamily:
    if hue < 8:
        return "plum"
    if hue < 29:
        return "berry"
    return "red" if chroma >= 45 else "brown"


def _muted(lightness: float, hue: float) -> LipFamily:
    if hue < 18:
        return "pink" if lightness >= 64 else "mauve"
    if hue < 32:
        return "pink" if lightness >= 66 else "mauve" if lightness < 52 else "nude"
    return "nude" if lightness >= 46 else "brown"


def _clear(lightness: float, chroma: float, hue: float) -> LipFamily:
    if hue < -12:
        return "plum" if lightness < 45 else "pink"
    if hue < 21:
        return "berry" if lightness < 43 else "pink"
    if hue < 30:
        return "pink" if lightness >= 62 else "red"
    if hue < 42:
        if chroma < 42:
            return "nude" if lightness >= 50 else "brown"
        return "coral" if lightness >= 50 and chroma < 73 else "red"
    return "orange" if lightness >= 44 and chroma >= 50 else "nude" if lightness >= 52 else "brown"
