"""Which areas the look is about, strongest first."""

from __future__ import annotations

from typing import Final

from layer1.engine.types import ImpactArea
from layer2.engine import blush
from layer2.engine.cheeks import Cheeks
from layer2.engine.lip_rules import strength
from layer2.engine.lips import Lips
from layer2.engine.shadow import SECOND_HUE, WARM, Lids
from layer2.engine.types import BlushIntensity, EyeCoverage, Liner, LipCoverage

LINER_SHARE: Final[dict[Liner, float]] = {
    "none": 0.0, "unknown": 0.0, "thin": 0.1, "defined": 0.2, "bold": 0.3,
}  # fmt: skip
# Scales that bring the areas to one measure, from the labelled photos' first emphasis.
FULL_LIP: Final = 2.2  # ln ratio distance of a full, clear lip colour
LIP_LIMIT: Final = 1.3
BLUSH_FLOOR, FULL_BLUSH = 0.15, 0.75  # a soft blush supports a look and does not lead it
WARM_SCALE, COLOUR_SCALE = 40.0, 2.2  # beyond what makes a shadow one
SMOKE_FLOOR, SMOKE_SCALE = 30.0, 25.0  # L*
MANY_COLOURS: Final = 1.2
SHOWN: Final = 0.2  # areas below it are not what the look is about


def saliences(
    lips: Lips | None,
    lip_worn: LipCoverage,
    lids: Lids | None,
    shadow_worn: EyeCoverage,
    liner: Liner,
    cheeks: Cheeks | None,
    blush_worn: BlushIntensity,
) -> dict[ImpactArea, float]:
    """Return how much each area stands out from bare skin, about 0 to 1."""
    lip = 0.0
    if lips is not None and lip_worn not in ("none", "unknown"):
        lip = min(LIP_LIMIT, strength(lips) / FULL_LIP)
    eye = LINER_SHARE[liner]
    if lids is not None and shadow_worn not in ("none", "unknown"):
        second = MANY_COLOURS if lids.second >= SECOND_HUE and shadow_worn == "strong" else 0.0
        smoke = (lids.loss - SMOKE_FLOOR) / SMOKE_SCALE
        colour = max((lids.warm - WARM) / WARM_SCALE, (lids.coloured - 1) / COLOUR_SCALE)
        eye += max(colour, smoke, second, SHOWN)
    base = 0.0
    if cheeks is not None and blush_worn not in ("none", "unknown"):
        base = (blush.amount(cheeks) - BLUSH_FLOOR) / FULL_BLUSH
    return {"base": base, "eye": eye, "lip": lip}


def rank(found: dict[ImpactArea, float]) -> tuple[ImpactArea, ...]:
    """Return the areas that stand out, strongest first; base alone where none does."""
    order: list[ImpactArea] = sorted(found, key=lambda area: (-round(found[area], 3), area))
    shown = tuple(area for area in order if found[area] >= SHOWN)
    return shown or ("base",)
