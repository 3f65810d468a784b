"""Which areas the look is about, strongest first."""

from __future__ import annotations

from typing import Final

from layer1.engine.types import ImpactArea
from layer2.engine import blush
from layer2.engine.cheeks import Cheeks
from layer2.engine.lip_rules import strength
from layer2.engine.lips import Lips
from layer2.engine.shadow import Lids
from layer2.engine.types import BlushIntensity, EyeCoverage, Liner, LipCoverage

LINER_SHARE: Final[dict[Liner, float]] = {
    "none": 0.0, "unknown": 0.0, "thin": 0.1, "defined": 0.2, "bold": 0.3,
}  # fmt: skip
FULL_LIP: Final = 2.2  # ln ratio distance of a full, clear lip colour
FULL_BLUSH: Final = 0.75
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
        lip = min(1.1, strength(lips) / FULL_LIP)
    eye = LINER_SHARE[liner]
    if lids is not None and shadow_worn not in ("none", "unknown"):
        second = 1.2 if lids.second >= 60 and shadow_worn == "strong" else 0.0
        eye += max(lids.warm / 60, lids.cool / 30, (lids.loss - 30) / 25, second, 0.2)
    base = 0.0
    if cheeks is not None and blush_worn not in ("none", "unknown"):
        base = blush.amount(cheeks) / FULL_BLUSH
    return {"base": base, "eye": eye, "lip": lip}


def rank(found: dict[ImpactArea, float]) -> tuple[ImpactArea, ...]:
    """Return the areas that stand out, strongest first; base alone where none does."""
    order: list[ImpactArea] = sorted(found, key=lambda area: (-round(found[area], 3), area))
    shown = tuple(area for area in order if found[area] >= SHOWN)
    return shown or ("base",)
