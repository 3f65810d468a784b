"""Whether blush is worn, how much, and its hue."""

from __future__ import annotations

from math import isnan
from typing import Final

from layer2.engine.cheeks import Cheek, Cheeks
from layer2.engine.finding import UNKNOWN_CONFIDENCE, Finding, certainty, evidence
from layer2.engine.types import BlushHue, BlushIntensity, Evidence

# Sum of redness beyond shading (ln ratio) over the places, the sweep toward the temple twice: a
# natural flush sits on the apples, a brush goes outward.
SWEEP_WEIGHT: Final = 2.0
SWEEP_LIMIT: Final = 0.15  # what lies beside it may be hair or a sideburn
APPLE: Final = 0.03  # redness that the apples must show for the sweep to count: beard is no blush
WORN: Final = 0.22  # labelled photos: none up to 0.13 (one 0.34), worn from 0.31
MEDIUM, STRONG = 0.29, 0.60
# Light falls on one cheek, blush is on both: what one alone shows, or the other contradicts, is no
# sure blush. Labelled blush: the less red cheek 0.05 and more; of 75 bare faces five were red on
# one side and showed no other, or one of -0.10 and less.
UNCONFIRMED: Final = 0.5  # confidence that none is worn, where one cheek alone shows
# B to G of the cheeks beyond shading (ln ratio). Bare cheeks of the photos read -0.08 to 0.13, so
# what lies between the limits says nothing: of nine labelled hues six lie outside, four of them
# right; of 615 painted pinks and peaches 0.75 lie outside, 0.92 of them right, and 0.23 of those
# between are pink. Painted reds mostly read as pink, bronzes as peach: neither is ever said.
PEACH, PINK = -0.05, 0.03
REGION: Final = "cheeks"


def amount(cheeks: Cheeks) -> float:
    """Return redness beyond shading, summed over apple, bone and sweep."""
    return sum(_parts(cheeks))


def _parts(cheeks: Cheeks) -> tuple[float, float, float]:
    """Return what apple, bone and sweep add."""
    apple, bone = _mean(cheeks.apple), _mean(cheeks.bone)
    if apple < APPLE:
        return apple, bone, 0.0
    sweeps = [min(max(v, -SWEEP_LIMIT), SWEEP_LIMIT) for v in _shown(cheeks.sweep)]
    # A sweep that only one side shows counts half: the other side did not confirm it.
    return apple, bone, SWEEP_WEIGHT * sum(sweeps) / 2


def _shown(place: Cheek) -> list[float]:
    return [value for value in (place.left, place.right) if not isnan(value)]


def _mean(place: Cheek) -> float:
    """Return the mean of both cheeks, or the one that shows; 0 where neither does."""
    shown = _shown(place)
    return sum(shown) / len(shown) if shown else 0.0


def intensity(cheeks: Cheeks) -> Finding[BlushIntensity]:
    """Return how much blush is worn; unknown where the cheeks contradict one another."""
    apple, bone, sweep = _parts(cheeks)
    found, sides = apple + bone + sweep, _sides(cheeks)
    seen = (
        evidence("cheeks.redness", found, "ln ratio", REGION,
                 f"soft from {WORN}, medium from {MEDIUM}, strong from {STRONG}: redness beyond "
                 "the face's own shading, apples, bones and sweeps added"),
        evidence("cheeks.apples", apple, "ln ratio", REGION, "added: mean of the apples in view"),
        evidence("cheeks.bones", bone, "ln ratio", REGION, "added: mean of the bones in view"),
        evidence("cheeks.sweeps", sweep, "ln ratio", REGION,
                 f"added: sum of both sides, each at most {SWEEP_LIMIT} either way; "
                 f"0 where the apples stay below {APPLE}"),
        _agreement(sides),
    )  # fmt: skip
    if found < WORN:
        none: Finding[BlushIntensity] = Finding("none", certainty(found - WORN, 0.2), seen)
        return none if len(sides) == 2 else none.weaker(UNCONFIRMED)
    if len(sides) < 2 or min(sides) <= 0:
        return Finding("unknown", UNKNOWN_CONFIDENCE, seen)
    value: BlushIntensity = "strong" if found >= STRONG else "medium" if found >= MEDIUM else "soft"
    return Finding(value, certainty(found - WORN, 0.2), seen)


def _sides(cheeks: Cheeks) -> list[float]:
    """Return what apple and bone add on each cheek that shows one of them."""
    left = [place.left for place in (cheeks.apple, cheeks.bone) if not isnan(place.left)]
    right = [place.right for place in (cheeks.apple, cheeks.bone) if not isnan(place.right)]
    return [sum(shown) for shown in (left, right) if shown]


def _agreement(sides: list[float]) -> Evidence:
    if len(sides) < 2:
        rule = f"blush needs both cheeks; that none is worn is {UNCONFIRMED:g} as sure of one"
        return evidence("cheeks.shown", len(sides), "cheeks", REGION, rule)
    rule = "blush needs more than 0: apple and bone of the cheek that is less red"
    return evidence("cheeks.plainer", min(sides), "ln ratio", REGION, rule)


def hue(cheeks: Cheeks, worn: BlushIntensity) -> Finding[BlushHue]:
    """Return the hue of the blush from how it moves blue against green."""
    seen = evidence("cheeks.blue", cheeks.blue, "ln ratio", REGION,
                    f"pink above {PINK}, peach below {PEACH}, unknown between: B to G beyond the "
                    "face's own shading")  # fmt: skip
    if worn == "unknown":
        return Finding("unknown", UNKNOWN_CONFIDENCE, (seen,))
    if worn == "none":
        return Finding("none", 0.8, (seen,))
    if cheeks.blue < PEACH:
        return Finding("peach", 0.6, (seen,))
    if cheeks.blue > PINK:
        return Finding("pink", 0.6, (seen,))
    return Finding("unknown", UNKNOWN_CONFIDENCE, (seen,))
