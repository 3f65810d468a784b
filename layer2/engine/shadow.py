"""Eye shadow: whether any is worn, its family, how much of it, and its colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from layer2.engine.finding import Finding, certainty, evidence
from layer2.engine.lids import Eye
from layer2.engine.types import EyeCoverage, ShadowFamily

# What plain shadow does to skin: for each L* it loses, its a* and b* rise by this much when shown
# at the skin's own luminance. Slope over the lids of the bare labelled photos: 0.25 and 0.25.
SHADE_A: Final = 0.25
SHADE_B: Final = 0.25
# Warm colour beyond shade (a* + b*), the weaker eye at its outer lid. Bare lids: up to 11.
# Lids with warm shadow: from 19.
WARM: Final = 15.0
WARM_MEDIUM, WARM_STRONG = 22.0, 33.0
# Cool colour beyond shade and beyond the skin next to the eye. Haze on deep skin reaches 11.
COOL: Final = 12.0
COOL_MEDIUM, COOL_STRONG = 18.0, 26.0
SMOKY: Final = 45.0  # L* that a whole lid loses, the weaker eye; bare lids: up to 36
DEEP_OUTER: Final = 37.5  # L* that the outer lid loses; bare lids: up to 35
SECOND_HUE: Final = 60.0  # degrees between two clear hues that make a look multicoloured
SECOND_STRENGTH: Final = 17.0
REGION: Final = "eyelids"


@dataclass(frozen=True, slots=True)
class Lids:
    """Both eyes' lids in one: the weaker sign of each, for light falls on one side, paint on two.

    warm, cool: strength beyond shade; hue: degrees of the whole shift beyond shade; loss,
    outer_loss: L* lost; second: hue distance of another clear colour, 0 for none.
    """

    warm: float
    cool: float
    hue: float
    loss: float
    outer_loss: float
    second: float


def beyond_shade(shift: NDArray[np.float32]) -> tuple[float, float]:
    """Return the a* and b* that plain shadow does not explain."""
    shade = max(0.0, -float(shift[0]))
    return float(shift[1]) - SHADE_A * shade, float(shift[2]) - SHADE_B * shade


def both_lids(eyes: Sequence[Eye]) -> Lids:
    """Join the eyes that can be seen. eyes: one or two."""
    warms, cools, vectors = [], [], []
    for eye in eyes:
        warms.append(
            max(sum(beyond_shade(eye.shift("outer"))), sum(beyond_shade(eye.shift("middle"))))
        )
        cool, vector = _cool(eye)
        cools.append(cool)
        vectors.append(vector if cool > COOL else np.array(beyond_shade(_lid(eye))))
    mean = np.mean(vectors, axis=0)
    return Lids(
        warm=min(warms), cool=min(cools), hue=float(np.degrees(np.arctan2(mean[1], mean[0]))),
        loss=min(-float(eye.shift("middle")[0]) for eye in eyes),
        outer_loss=min(-float(eye.shift("outer")[0]) for eye in eyes),
        second=min(_second(eye) for eye in eyes),
    )  # fmt: skip


def _lid(eye: Eye) -> NDArray[np.float32]:
    return np.asarray((eye.shift("outer") + eye.shift("middle")) / 2, np.float32)


def _cool(eye: Eye) -> tuple[float, NDArray[np.float64]]:
    """Return the lid's cool strength over the skin or over its surroundings: the lesser."""
    lid = np.array(beyond_shade(_lid(eye)))
    around = np.mean([beyond_shade(eye.shift("bone")), beyond_shade(eye.shift("under"))], axis=0)
    local = lid - around
    strengths = [max(0.0, -float(vector[1])) for vector in (lid, local)]
    return min(strengths), local if strengths[1] < strengths[0] else lid


def _second(eye: Eye) -> float:
    """Return the widest angle between two clear colours of one eye; 0 where fewer than two."""
    beyond = [beyond_shade(shift) for shift in eye.shifts]
    clear = [vector for vector in beyond if np.hypot(*vector) >= SECOND_STRENGTH]
    hues = [float(np.degrees(np.arctan2(b, a))) for a, b in clear]
    return max((_apart(one, other) for one in hues for other in hues), default=0.0)


def _apart(one: float, other: float) -> float:
    gap = abs(one - other) % 360
    return min(gap, 360 - gap)


def family(lids: Lids) -> Finding[ShadowFamily]:
    """Return the family of the shadow; "none" where lids differ from skin as bare lids do."""
    seen = (
        evidence(
            "lids.warm", lids.warm, "dE76", REGION, f"shadow above {WARM}: a*+b* beyond shade"
        ),
        evidence("lids.cool", lids.cool, "dE76", REGION, f"shadow above {COOL}: -b* beyond shade"),
        evidence("lids.loss", lids.loss, "L*", REGION, f"smoky above {SMOKY}: lightness lost"),
    )
    margins = (
        (lids.warm - WARM) / 10, (lids.cool - COOL) / 8, (lids.loss - SMOKY) / 12,
        (lids.outer_loss - DEEP_OUTER) / 12,
    )  # fmt: skip
    return Finding(_family(lids), certainty(max(margins), 1.0), seen)


def _family(lids: Lids) -> ShadowFamily:
    if lids.second >= SECOND_HUE and max(lids.warm, lids.cool) >= WARM:
        return "multicolor"
    if lids.cool >= COOL and (lids.cool >= COOL_MEDIUM or lids.loss < SMOKY):
        return _cool_family(lids)
    if lids.loss >= SMOKY:
        return "black_smoky"
    if lids.warm >= WARM:
        return _warm_family(lids)
    return "neutral_brown" if lids.outer_loss >= DEEP_OUTER else "none"


def _cool_family(lids: Lids) -> ShadowFamily:
    if lids.hue > -75:
        return "pink" if lids.hue > -30 else "purple"
    return "blue" if lids.hue > -160 else "green"


def _warm_family(lids: Lids) -> ShadowFamily:
    if lids.hue < 12:
        return "pink"
    if lids.hue < 28:
        return "red"
    return "orange" if lids.hue < 62 else "gold_bronze"


def intensity(lids: Lids, found: ShadowFamily) -> Finding[EyeCoverage]:
    """Return how much shadow is worn."""
    if found == "none":
        return Finding("none", certainty(WARM - lids.warm, 10), ())
    amount = max(
        _step(lids.warm, WARM_MEDIUM, WARM_STRONG), _step(lids.cool, COOL_MEDIUM, COOL_STRONG),
        _step(lids.loss, 42.0, 58.0),
    )  # fmt: skip
    values: tuple[EyeCoverage, ...] = ("soft", "medium", "strong")
    return Finding(values[amount], 0.7, ())


def _step(value: float, medium: float, strong: float) -> int:
    return 2 if value >= strong else 1 if value >= medium else 0
