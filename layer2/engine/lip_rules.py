"""What is worn on the lips, from what was measured on them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from config.records import made_often
from layer2.engine.cast import STRONG, Cast
from layer2.engine.finding import DIGITS, UNKNOWN_CONFIDENCE, Finding, certainty, evidence
from layer2.engine.lips import Lips
from layer2.engine.skin import Skin
from layer2.engine.types import Evidence, LipCoverage, LipFamily, LipFinish

# Each sign has what bare lips mostly show, and what only product shows: between them lies what both
# do, and lips with a sign there and none beyond stay unknown. Bare lips are those of the labelled
# photos, five skin depths, and of 75 more bare faces (docs/layer2.md).
# ln R to G: bare -0.12 to 0.71, five to 0.83 and two beyond; product from 0.84, mostly from 0.90.
BARE_RED, WORN_RED = 0.73, 0.88
# Light skins with lips this close to them: a covering nude, or pale lips on a ruddy skin. Of the 75
# thirteen are, down to 0.11; of 30 worn two.
LIGHT_SKIN: Final = 65.0  # L*
PALE_RED: Final = 0.28
# ln B to G: bare 0.03 to 0.60, three from -0.37 to 0.92; plum, mauve and orange lie outside. What
# only product shows begins beyond the outermost bare ones, here and in luminance.
BARE_BLUE: Final = (-0.03, 0.61)
WORN_BLUE: Final = (-0.50, 1.10)
# Both added: pinks are blue where the bare lips that are as red are not. Bare: up to 1.22 but for
# two of 1.7 and 2.0; pinks of the labelled photos: from 1.32.
ROSY: Final = 1.27
# ln luminance. Lips hold less melanin than the skin around them: on deep skin bare ones are the
# lighter, more so the deeper it is. L* 34 reads 0.19 to 0.23, L* 28 0.70. Others carry melanin of
# their own: four of the 75 read -0.97 to -1.53.
BARE_DARK: Final = (-0.85, 0.10)
WORN_DARK: Final = -1.75
# Beyond the upper limit of bare lips. Bare: two of the 75 by 0.06 and 0.07; pale coral, pink and
# nude painted on deep lips: from 0.02, at full opacity from 0.14.
WORN_LIGHT: Final = 0.10
DEEP_SKIN: Final = 55.0  # L*; below it that limit rises
DEEP_RISE: Final = 0.02  # for each L*
# Shine: bare lips to 0.48, of the 75 two at 0.50 and 0.53, dimmed or blurred ones to 0.62; gloss
# from 0.67, at half the size less.
BARE_SHINE, GLOSS_ALONE = 0.49, 0.65
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
    return math.dist((lips.red, lips.blue, lips.dark), TYPICAL_BARE)


@made_often
class Sign:
    """One measure of product: bare lips mostly reach from low to high, product alone to under and
    from over on. None: no limit on that side."""

    metric: str
    value: float
    unit: str
    low: float | None
    high: float
    under: float | None
    over: float
    what: str

    @property
    def margin(self) -> float:
        """Return how far it lies beyond what both show; negative inside."""
        return _beyond(self.value, self.under, self.over)

    @property
    def unusual(self) -> float:
        """Return how far it lies beyond what bare lips mostly show; negative inside."""
        return _beyond(self.value, self.low, self.high)

    @property
    def evidence(self) -> Evidence:
        low = "" if self.low is None else f"from {self.low} "
        under = "" if self.under is None else f" or below {self.under:g}"
        rule = (
            f"bare lips {low}to {self.high:.4g}, product from {self.over:.4g}{under}: {self.what}"
        )
        return evidence(self.metric, self.value, self.unit, REGION, rule)


def _beyond(value: float, low: float | None, high: float) -> float:
    return value - high if low is None else max(low - value, value - high)


def signs(lips: Lips, skin: Skin) -> tuple[Sign, ...]:
    """Return every sign by which lips may show product."""
    depth = f"of L* {skin.lab[0]:.1f}"
    lightest = round(BARE_DARK[1] + DEEP_RISE * max(0.0, DEEP_SKIN - float(skin.lab[0])), DIGITS)
    # Rounded as they are told, so that who reads them decides alike.
    red, blue, dark, shine = (
        round(value, DIGITS) for value in (lips.red, lips.blue, lips.dark, lips.shine)
    )
    palest = PALE_RED if skin.lab[0] >= LIGHT_SKIN else None
    return (
        Sign("lips.redness", red, "ln ratio", palest, BARE_RED, None, WORN_RED,
             f"R to G of the lips over that of the skin, {depth}; "
             f"from L* {LIGHT_SKIN:.0f} too little may be a covering nude"),
        Sign("lips.blue", blue, "ln ratio", *BARE_BLUE, *WORN_BLUE,
             "B to G of the lips over that of the skin"),
        Sign("lips.rosiness", round(red + blue, DIGITS), "ln ratio", None, ROSY, None, ROSY,
             "redness and blue together"),
        Sign("lips.luminance", dark, "ln ratio", BARE_DARK[0], lightest,
             WORN_DARK, lightest + WORN_LIGHT,
             f"luminance of the lips over that of the skin, {depth}; "
             f"below L* {DEEP_SKIN:.0f} bare lips may be lighter"),
        Sign("lips.shine", shine, "of light", None, BARE_SHINE, None, GLOSS_ALONE,
             "small bright spots"),
    )  # fmt: skip


def coverage(lips: Lips, skin: Skin) -> Finding[LipCoverage]:
    """Return how much product is on the lips.

    What the farthest sign says is the evidence for product; that there is none, all of them say,
    and that nobody can tell, those that bare lips seldom show.
    """
    all_signs = signs(lips, skin)
    farthest = max(all_signs, key=lambda sign: sign.margin)
    if farthest.margin < 0:
        unusual = tuple(sign for sign in all_signs if sign.unusual > 0)
        if unusual:
            return Finding("unknown", UNKNOWN_CONFIDENCE, tuple(sign.evidence for sign in unusual))
        plainest = max(sign.unusual for sign in all_signs)
        return Finding("none", certainty(plainest, 0.3), tuple(sign.evidence for sign in all_signs))
    amount = strength(lips)
    value: LipCoverage = "sheer" if amount < SHEER else "full" if amount >= FULL else "medium"
    more = evidence("lips.strength", amount, "ln ratio", REGION,
                    f"sheer below {SHEER}, full from {FULL}: distance to bare lips in R to G, "
                    "B to G and luminance")  # fmt: skip
    return Finding(value, certainty(farthest.margin, 0.3), (farthest.evidence, more))


def finish(lips: Lips, worn: LipCoverage) -> Finding[LipFinish]:
    """Return the lips' finish; bare lips are satin, as skin is."""
    bare = ", bare lips satin" if worn == "none" else ""
    rest = bare or ", else satin"
    seen = (
        evidence("lips.spark", lips.spark, "of light", REGION,
                 f"glossy from {GLOSSY}{bare}: the brightest small spots"),
        evidence("lips.shine", lips.shine, "of light", REGION,
                 f"matte below {MATTE} where not glossy{rest}: small bright spots"),
    )  # fmt: skip
    if worn == "none":
        return Finding("satin", 0.6, seen)
    if lips.spark >= GLOSSY:
        return Finding("glossy", certainty(lips.spark - GLOSSY, 0.2), seen)
    if lips.shine < MATTE:
        return Finding("matte", certainty(MATTE - lips.shine, 0.08), seen)
    return Finding("satin", certainty(min(GLOSSY - lips.spark, lips.shine - MATTE), 0.1), seen)


def family(lips: Lips, worn: LipCoverage, light: Cast | None) -> Finding[LipFamily]:
    """Return the colour family of the product; "none" where none is worn, unknown where unsure.

    Under a notable cast the family is that of the colour with half the cast taken out; the measured
    colour itself is never changed.
    """
    if worn == "none":
        seen = evidence("lips.coverage", worn, "answer", REGION, "no product, no family")
        return Finding("none", 0.8, (seen,))
    if worn == "unknown":
        seen = evidence("lips.coverage", worn, "answer", REGION, "a family needs product")
        return Finding("unknown", UNKNOWN_CONFIDENCE, (seen,))
    lightness, a, b = (float(value) for value in lips.lab)
    taken = ""
    if light is not None and light.notable:
        share = CAST_SHARE * lightness / WHITE_LIGHTNESS
        a, b = a - share * light.a, b - share * light.b
        taken = f", with {share:.3f} of the light's cast taken out"
    chroma, hue = math.hypot(a, b), math.degrees(math.atan2(b, a))
    value, bounds = family_of(lightness, chroma, hue)
    if light is not None and light.strength >= STRONG:  # no family is named under it
        cast = evidence("light.cast", light.strength, "a*b*", "eye whites",
                        f"a family is named below {STRONG:.0f}")  # fmt: skip
        return Finding(value, 0.75, (cast,))
    shown = {
        "L": ("lips.lightness", lightness, "L*", ""),
        "C": ("lips.chroma", chroma, "C*", taken),
        "h": ("lips.hue", hue, "degrees", taken),
    }
    return Finding(value, 0.75, tuple(
        evidence(metric, measured, unit, REGION, f"{value} {bounds[axis]}{note}")
        for axis, (metric, measured, unit, note) in shown.items()
        if axis in bounds
    ))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Split:
    """A bound on L* ("L"), C* ("C") or hue ("h", degrees): what lies below it, what from it on."""

    axis: str
    at: float
    below: Split | LipFamily
    above: Split | LipFamily


# The bounds follow how shades are sold: dark ones split by hue into plum, berry and brown, muted
# ones into mauve, nude and brown, clear ones into pink, red, coral and orange.
_DARK: Final = Split("h", 8, "plum", Split("h", 29, "berry", Split("C", 45, "brown", "red")))
_MUTED: Final = Split(
    "h", 18, Split("L", 64, "mauve", "pink"),
    Split("h", 32, Split("L", 66, Split("L", 52, "mauve", "nude"), "pink"),
          Split("L", 46, "brown", "nude")),
)  # fmt: skip
_WARM: Final = Split(
    "h", 42, Split("C", 42, Split("L", 50, "brown", "nude"),
                   Split("L", 50, "red", Split("C", 73, "coral", "red"))),
    Split("C", 50, Split("L", 52, "brown", "nude"), Split("L", 44, "brown", "orange")),
)  # fmt: skip
_CLEAR: Final = Split(
    "h", -12, Split("L", 45, "plum", "pink"),
    Split("h", 21, Split("L", 43, "berry", "pink"),
          Split("h", 30, Split("L", 62, "red", "pink"), _WARM)),
)  # fmt: skip
FAMILIES: Final = Split("L", 34, _DARK, Split("C", 34, _MUTED, _CLEAR))


def family_of(lightness: float, chroma: float, hue: float) -> tuple[LipFamily, dict[str, str]]:
    """Return the family of a lip colour, and the bounds around it in words, by axis.

    CIE L*, C*, and hue in degrees, -180 to 180. At a bound the upper side counts.
    """
    place = {"L": lightness, "C": chroma, "h": hue}
    lows: dict[str, float] = {}
    highs: dict[str, float] = {}
    node: Split | LipFamily = FAMILIES
    while isinstance(node, Split):
        below = place[node.axis] < node.at
        held = highs if below else lows
        held[node.axis] = node.at
        node = node.below if below else node.above
    bounded = [axis for axis in place if axis in lows or axis in highs]
    return node, {axis: _span(lows.get(axis), highs.get(axis)) for axis in bounded}


def _span(low: float | None, high: float | None) -> str:
    if low is None:
        return f"below {high:g}"
    return f"from {low:g}" if high is None else f"from {low:g} to {high:g}"
