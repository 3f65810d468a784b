"""Eye shadow: whether any is worn, its family, and how much of it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from layer2.engine.finding import Finding, certainty, evidence
from layer2.engine.lids import PLACES, Eye
from layer2.engine.light import lab_of
from layer2.engine.skin import Skin
from layer2.engine.types import Evidence, EyeCoverage, ShadowFamily

Vector = tuple[float, float]  # a*, b*
Shifts = Mapping[str, Sequence[float]]  # L*, a*, b* against the skin, by place

# What plain shade does to skin: for each L* it loses, its a* and b* rise by this much when shown
# at the skin's own luminance. Slope over the lids of the bare labelled photos: 0.25 and 0.25.
SHADE_SLOPE: Final = 0.25
# Colour of a lid beyond shade and beyond brow bone and under-eye, in parts of what bare lids reach:
# haze and gloss on deep skin move b* more than a*. Bare lids, the plainer eye: up to 0.96.
BARE_A, BARE_BLUE, BARE_YELLOW = 7.5, 14.0, 10.0
COLOURED: Final = 1.08
CLEAR: Final = 30.0  # a* b* distance that is a colour even on a lid as dark as smoke
# Warm colour beyond shade alone (a* + b*), the outer lid of the plainer eye: a warm wash reaches
# the brow bone too, where comparing with it would hide it. Bare: up to 9; warm shadow: from 24.
WARM: Final = 15.0
# Melanin takes green before red: a* of the skin by its L* + 16, which exposure leaves as it is.
# Labelled light and fair skins: 0.02 to 0.16, tan and deep ones: 0.19 to 0.34.
LIGHT_SKIN, DEEP_SKIN = 0.14, 0.24
# Shade makes skin more colourful, black pigment does not: lightness lost and colour lost together.
# Bare lids: up to 40 where more than 26 L* are lost; painted blacks: from 35, mostly 41 and more.
DULL_LOSS, SMOKE = 26.0, 41.0
# a* + b* that a dark lid gains for each L* it loses. Brown is more colourful than light skin; deep
# skin has about brown's own ratio of red to green to blue, so brown keeps it and black takes it.
# Painted on melanin 0, 108 blacks: up to 0.37, 62 browns: from 0.52; labelled: 0.32 and 0.43.
# On melanin 1, 43 blacks: up to -0.01 but one at 0.04, 12 browns: from 0.05 but one at -0.05.
KEPT, KEPT_DEEP = 0.40, 0.0
# Grey darkens light skin and lightens deep skin, black darkens both. L* that painted greys lose on
# light skin: up to 31, blacks from 28; on melanin 1, 69 greys: up to 11, 43 blacks: from 28.
GREY_LOSS, GREY_LOSS_DEEP = 33.0, 20.0
# A deep-set eye lies in shade with its brow bone and under-eye, paint does not: of the lid's loss,
# this share of theirs is taken off. Shares of 0.5 to 0.7 read painted browns and bare photos alike.
SURROUNDING: Final = 0.6
DEEP_OUTER: Final = (
    26.5  # L* that the outer lid loses beyond that, plainer eye. Bare: up to 23; brown: 30
)
# Signs that are each too weak, together. Bare lids, in any light: up to 0.81.
TOGETHER: Final = 0.95
LOCAL_SMOKY: Final = 37.5  # L* that a smoky lid loses beyond the surroundings
# a* b* distance for each L* lost; below it warm lids are brown: browns of the painted grid up to
# 0.41, orange and gold from 0.63. As a* + b*: browns up to 0.65, labelled oranges from 1.27.
MUTED: Final = 0.50
# Beside warm deep skin black and grey look blue: what has no colour of its own is neither.
# L* beyond the surroundings; painted greys: up to 23, blacks from 25; on melanin 1: 4 and 15.
NEUTRAL_LOSS, NEUTRAL_LOSS_DEEP = 24.0, 9.0
# C*; painted greys and blacks on deep skin, a cool lamp too: to 10.5; a labelled blue: 10.8.
NEUTRAL: Final = 10.7
SECOND_HUE: Final = 60.0  # degrees between two clear hues that make a look multicoloured
SECOND_STRENGTH: Final = 17.0
# Places that may show it; not the brow bone and under-eye that the others are compared with.
PAINTED: Final = tuple(place for place in PLACES if place not in ("bone", "under"))
LEAST_LOSS: Final = 10.0  # L*; what a lid gains for less is no ratio
MEDIUM, STRONG = 1.5, 2.6  # strength: signs in parts of their own limits
REGION: Final = "eyelids"


@dataclass(frozen=True, slots=True)
class Lids:
    """Both eyes' lids in one: the weaker sign of each, for light falls on one side, paint on two.

    coloured: colour beyond shade and surroundings in parts of a bare lid's; chroma, hue: the same
    as a* b* distance and degrees; dull: a* + b* of the same; warm: a* + b* beyond shade, outer lid;
    loss: L* lost; local_loss, outer_loss: L* that lid and outer lid lose beyond the shade around
    the eye; second: degrees to another clear hue of the same eye, 0 for none;
    own_chroma: C* of the lid as photographed; kept: a* + b* that the lid gained for each L* lost,
    the mean of both eyes; melanin: of the skin, 0 on light and 1 on deep skin.
    """

    coloured: float
    chroma: float
    hue: float
    dull: float
    warm: float
    loss: float
    local_loss: float
    outer_loss: float
    second: float
    own_chroma: float
    kept: float
    melanin: float

    @property
    def together(self) -> float:
        """Return all signs as one: parts of what each alone would need."""
        loss = max(self.local_loss, 0.0) / LOCAL_SMOKY
        return loss + max(self.warm, 0.0) / (2.7 * WARM) + self.coloured / 2.5

    @property
    def strength(self) -> float:
        """Return how strong the shadow is, 1 about the weakest that is seen."""
        return max(self.coloured / COLOURED, self.warm / WARM, (self.loss - 15) / 20)


def beyond_shade(shift: Sequence[float]) -> Vector:
    """Return the a* and b* that plain shade does not explain. shift: L*, a*, b*."""
    lightness, a, b = shift
    shade = SHADE_SLOPE * max(0.0, -lightness)
    return a - shade, b - shade


def both_lids(eyes: Sequence[Eye], skin: Skin) -> Lids:
    """Join the eyes that can be seen. eyes: one or two."""
    seen = [dict(zip(PLACES, eye.shifts.tolist(), strict=True)) for eye in eyes]
    local = [_less(beyond_shade(_lid(shifts)), _around(shifts)) for shifts in seen]
    a, b = _mean(*local)
    loss = min(-_lid(shifts)[0] for shifts in seen)
    return Lids(
        coloured=min(_coloured(vector) for vector in local),
        chroma=math.hypot(a, b),
        hue=math.degrees(math.atan2(b, a)),
        dull=a + b,
        warm=min(sum(beyond_shade(shifts["outer"])) for shifts in seen),
        loss=loss,
        local_loss=min((_beyond(one, "outer") + _beyond(one, "middle")) / 2 for one in seen),
        outer_loss=min(_beyond(shifts, "outer") for shifts in seen),
        second=min(_second(shifts) for shifts in seen),
        own_chroma=min(_own_chroma(eye) for eye in eyes),
        kept=sum(_gained(shifts) for shifts in seen) / len(seen) / max(loss, LEAST_LOSS),
        melanin=_melanin(skin),
    )


def _gained(shifts: Shifts) -> float:
    """Return a* + b* of the lid beyond its share of what is beyond shade around the eye."""
    _, a, b = _lid(shifts)
    return a + b - SURROUNDING * sum(_around(shifts))


def _melanin(skin: Skin) -> float:
    lightness, a, _ = skin.lab.tolist()
    part = (a / (lightness + 16) - LIGHT_SKIN) / (DEEP_SKIN - LIGHT_SKIN)
    return min(1.0, max(0.0, float(part)))


def _lid(shifts: Shifts) -> Sequence[float]:
    """Return the L*, a*, b* shift of the lid: the mean of its outer and middle place."""
    return _mean(shifts["outer"], shifts["middle"])


def _beyond(shifts: Shifts, place: str) -> float:
    """Return the L* that a place loses beyond the shade that lies around the eye."""
    around = sum(max(0.0, -shifts[part][0]) for part in ("bone", "under")) / 2
    return -shifts[place][0] - SURROUNDING * around


def _own_chroma(eye: Eye) -> float:
    """Return C* of the lid as photographed."""
    _, a, b = lab_of((eye.light[0] + eye.light[1]) / 2).tolist()
    return math.hypot(a, b)


def _around(shifts: Shifts) -> Vector:
    a, b = _mean(beyond_shade(shifts["bone"]), beyond_shade(shifts["under"]))
    return a, b


def _mean(*vectors: Sequence[float]) -> Sequence[float]:
    return [sum(parts) / len(vectors) for parts in zip(*vectors, strict=True)]


def _less(one: Vector, other: Vector) -> Vector:
    return one[0] - other[0], one[1] - other[1]


def _coloured(vector: Vector) -> float:
    a, b = vector
    return math.hypot(a / BARE_A, b / (BARE_BLUE if b < 0 else BARE_YELLOW))


def _second(shifts: Shifts) -> float:
    """Return the widest angle between two clear colours of one eye; 0 where fewer than two."""
    around = _around(shifts)
    painted = (beyond_shade(shifts[place]) for place in PAINTED)
    pairs = [(own, _less(own, around)) for own in painted]
    clear = [local for own, local in pairs if _clear(own) and _clear(local)]
    hues = [math.degrees(math.atan2(b, a)) for a, b in clear]
    return max((_apart(one, other) for one in hues for other in hues), default=0.0)


def _clear(vector: Vector) -> bool:
    return math.hypot(*vector) >= SECOND_STRENGTH


def _apart(one: float, other: float) -> float:
    gap = abs(one - other) % 360
    return min(gap, 360 - gap)


def family(lids: Lids) -> Finding[ShadowFamily]:
    """Return the family of the shadow; "none" where lids differ from skin as bare lids do."""
    seen = _signs(lids)
    margin = max(
        lids.coloured / COLOURED, lids.warm / WARM, lids.together / TOGETHER,
        lids.outer_loss / DEEP_OUTER,
    )  # fmt: skip
    return Finding(_family(lids), certainty(margin - 1, 0.6), seen)


# Rules that are the same for every skin, put together once.
_COLOURED_RULE: Final = (
    f"shadow from {COLOURED}, but no grayish dark that keeps color: a*, b* beyond shade and "
    "surroundings"
)
_WARM_RULE: Final = (
    f"shadow from {WARM}, alone orange, or brown below {math.sqrt(2) * MUTED:.3f} of the loss: "
    "beyond shade, outer lid"
)
_SECOND_RULE: Final = f"several colors from {SECOND_HUE:g}, where colored or warm is shadow"
_CHROMA_RULE: Final = (
    f"a color of its own from {CLEAR:g}, grayish below; orange and gold below {MUTED} of the loss "
    "are brown"
)
_OWN_RULE: Final = f"below {NEUTRAL} what is colored grayish or blue is smoky or gray"
_OUTER_RULE: Final = f"else brown from {DEEP_OUTER}: beyond the shade around the eye"
_TOGETHER_RULE: Final = (
    f"else brown from {TOGETHER}: local loss / {LOCAL_SMOKY} + warm / {2.7 * WARM:.4g} + "
    "colored / 2.5"
)


def _signs(lids: Lids) -> tuple[Evidence, ...]:
    """Return all that a family is decided from, each with its limits on this skin."""
    shown = _hue_family(lids.hue, grey=lids.chroma < CLEAR)
    low, high = _hue_bounds(lids.hue)
    kept, grey, neutral = (
        f"{_limit(lids, *both):.3g}"
        for both in ((KEPT, KEPT_DEEP), (GREY_LOSS, GREY_LOSS_DEEP),
                     (NEUTRAL_LOSS, NEUTRAL_LOSS_DEEP))
    )  # fmt: skip
    return (
        evidence("lids.colored", lids.coloured, "of bare lids", REGION,
                 _COLOURED_RULE),
        evidence("lids.warm", lids.warm, "a*+b*", REGION,
                 _WARM_RULE),
        evidence("lids.second", lids.second, "degrees", REGION,
                 _SECOND_RULE),
        evidence("lids.hue", lids.hue, "degrees", REGION,
                 f"{shown.replace('grey', 'gray')} from {low:g} to {high:g}, where colored is "
                 f"shadow or chroma a color; grayish to {GREY_HUE:g}"),
        evidence("lids.chroma", lids.chroma, "a*b*", REGION,
                 _CHROMA_RULE),
        evidence("lids.own_chroma", lids.own_chroma, "C*", REGION,
                 _OWN_RULE),
        evidence("lids.local_loss", lids.local_loss, "L*", REGION,
                 f"that is smoky from {neutral}, gray below: beyond the shade around the eye"),
        evidence("lids.loss", lids.loss, "L*", REGION,
                 f"dark from {SMOKE:g}, or from {DULL_LOSS:g} where loss less dull reaches "
                 f"{SMOKE:g}; dark that is colored is gray below {grey}"),
        evidence("lids.dull", lids.dull, "a*+b*", REGION, "taken off the loss"),
        evidence("lids.kept", lids.kept, "for each L*", REGION,
                 f"dark that gained no more a*, b* than {kept} is smoky or gray"),
        evidence("skin.melanin", lids.melanin, "of deep skin", "skin",
                 "moves the limits of kept, loss and local loss, 0 on light skin and 1 on deep"),
        evidence("lids.outer_loss", lids.outer_loss, "L*", REGION,
                 _OUTER_RULE),
        evidence("lids.together", lids.together, "of limit", REGION,
                 _TOGETHER_RULE),
    )  # fmt: skip


def _family(lids: Lids) -> ShadowFamily:
    coloured = lids.coloured >= COLOURED and not _is_plain(lids)
    if lids.second >= SECOND_HUE and (coloured or lids.warm >= WARM):
        return "multicolor"
    shown = _hue_family(lids.hue, grey=lids.chroma < CLEAR)
    if coloured and (shown == "blue" or _is_greyish(lids)) and lids.own_chroma < NEUTRAL:
        limit = _limit(lids, NEUTRAL_LOSS, NEUTRAL_LOSS_DEEP)
        return "black_smoky" if lids.local_loss >= limit else "grey"
    if lids.chroma >= CLEAR:
        return shown
    if coloured and shown == "green":
        return "green"
    if _is_black(lids):
        grey = coloured and lids.loss < _limit(lids, GREY_LOSS, GREY_LOSS_DEEP)
        return "grey" if grey else "black_smoky"
    if coloured:
        return _muted_or(shown, lids)
    if lids.warm >= WARM:
        return "neutral_brown" if lids.warm < math.sqrt(2) * MUTED * lids.loss else "orange"
    brown = max(lids.outer_loss / DEEP_OUTER, lids.together / TOGETHER) >= 1
    return "neutral_brown" if brown else "none"


def _is_black(lids: Lids) -> bool:
    """Return whether the lid lost lightness and colour together: black and grey do, brown not."""
    return _is_dark(lids) and not _keeps(lids)


def _is_plain(lids: Lids) -> bool:
    """Return whether a dark lid's colour is only the shade that was taken off it.

    That moves a lid towards -135 degrees; the darkness of brown on deep skin is paint, not shade.
    """
    return _is_greyish(lids) and _is_dark(lids) and _keeps(lids)


def _is_dark(lids: Lids) -> bool:
    return lids.loss >= SMOKE or (lids.loss >= DULL_LOSS and lids.loss - lids.dull >= SMOKE)


def _keeps(lids: Lids) -> bool:
    """Return whether the lid lost less colour with its lightness than black would take."""
    return lids.kept > _limit(lids, KEPT, KEPT_DEEP)


def _is_greyish(lids: Lids) -> bool:
    return lids.chroma < CLEAR and lids.hue <= GREY_HUE


def _limit(lids: Lids, light: float, deep: float) -> float:
    """Return the limit on this skin between those on light and on deep skin."""
    return light + (deep - light) * lids.melanin


def _muted_or(found: ShadowFamily, lids: Lids) -> ShadowFamily:
    """Return brown for a warm colour that is mostly darkness."""
    if found in ("orange", "gold_bronze") and lids.chroma < MUTED * lids.loss:
        return "neutral_brown"
    return found


# Upper bounds in degrees, from the painted grid's hues on eleven faces: pink -51 to -10, red 5 to
# 27, orange 43 to 73, gold 91 to 118, green 160 to 180, grey -132 to -101, blue -99 to -80, purple
# -79 to -52.
GREY_HUE: Final = -101.0
_HUES: Final[tuple[tuple[float, ShadowFamily], ...]] = (
    (-140.0, "green"), (GREY_HUE, "grey"), (-79.5, "blue"), (-55.0, "purple"), (-3.0, "pink"),
    (30.0, "red"), (80.0, "orange"), (140.0, "gold_bronze"), (180.0, "green"),
)  # fmt: skip


def _hue_family(hue: float, *, grey: bool) -> ShadowFamily:
    found = next(name for bound, name in _HUES if hue <= bound)
    return "blue" if found == "grey" and not grey else found


def _hue_bounds(hue: float) -> tuple[float, float]:
    """Return the bounds that a hue lies between."""
    bounds = (-180.0, *(bound for bound, _ in _HUES))
    high = next(bound for bound in bounds[1:] if hue <= bound)
    return bounds[bounds.index(high) - 1], high


def intensity(lids: Lids, found: ShadowFamily) -> Finding[EyeCoverage]:
    """Return how much shadow is worn."""
    seen = evidence("lids.strength", lids.strength, "of limit", REGION,
                    f"soft, medium from {MEDIUM}, strong from {STRONG}, none without a family: the "
                    f"most of colored / {COLOURED}, warm / {WARM}, (loss - 15) / 20")  # fmt: skip
    if found == "none":
        return Finding("none", certainty(1 - lids.together / TOGETHER, 0.6), (seen,))
    value: EyeCoverage = (
        "strong" if lids.strength >= STRONG else "medium" if lids.strength >= MEDIUM else "soft"
    )
    return Finding(value, 0.7, (seen,))
