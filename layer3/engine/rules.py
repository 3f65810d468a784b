"""The numbers that decide a kit, each with its source."""

from __future__ import annotations

from dataclasses import astuple, dataclass
from typing import Final

from catalog.engine.taxonomy import SKIN_MATCHED
from layer2.engine.types import Slot

ENGINE_VERSION: Final = "kit-us-1.0.0"
ALTERNATES: Final = 3
CANDIDATES: Final = 96  # nearest rows that are scored for each slot

# Beyond this CIEDE2000 distance the nearest shade is another colour, and NO_MATCH is the honest
# answer. A foundation is worn over the whole face beside bare skin, so it gets half of it.
BEST_LIMIT: Final = 12.0
BEST_LIMIT_SKIN: Final = 6.0

# A dupe's CIEDE2000 distance to its best. Skin: observers called a skin replica acceptable up to
# 1.8 (fair) and 2.6 (dark), and saw a difference from 0.59 (light) and 1.75 (dark, CIEDE2000) on:
# Leow et al. 2006, doi:10.1080/03093640500465096; Vision Research 223 (2024) 108474. So 2.0 for
# foundation. Lips, cheeks and eyes are smaller areas that are never seen beside the other product:
# 3.0 is our own judgement, below the 4.0 that the abstract of a colour reproduction study
# (University of Manchester) calls acceptable; the study itself was not read.
DUPE_LIMIT: Final = 3.0
DUPE_LIMIT_SKIN: Final = 2.0

# Where a budget forces a choice, what goes first; the rest follows in order of least area.
DROP_ORDER: Final[tuple[Slot, ...]] = (
    "lip_liner", "blush", "mascara", "eyeliner", "eyeshadow", "lip_gloss", "lipstick", "foundation",
)  # fmt: skip

# A slot's fair part of a budget: the middle tier's prices of the demo catalogue.
BUDGET_SHARES: Final[dict[Slot, float]] = {
    "foundation": 0.24, "blush": 0.18, "eyeshadow": 0.13, "eyeliner": 0.13, "mascara": 0.16,
    "lipstick": 0.17, "lip_gloss": 0.13, "lip_liner": 0.12,
}  # fmt: skip


class RulesError(ValueError):
    """Weights that make no score."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each part of the score weighs; they sum to 1. settings.KIT_WEIGHTS may replace them."""

    color: float = 0.55
    finish: float = 0.15
    coverage: float = 0.10
    price: float = 0.08
    brand: float = 0.02
    availability: float = 0.10

    def __post_init__(self) -> None:
        parts = astuple(self)
        if min(parts) < 0 or self.color <= 0 or abs(sum(parts) - 1) > 1e-9:
            raise RulesError(f"weights must not be negative and must sum to 1, got {parts}")


def best_limit(slot: Slot) -> float:
    """Return the CIEDE2000 distance beyond which nothing matches the target."""
    return BEST_LIMIT_SKIN if slot in SKIN_MATCHED else BEST_LIMIT


def dupe_limit(category: str) -> float:
    """Return the CIEDE2000 distance beyond which nothing is a dupe of the best."""
    return DUPE_LIMIT_SKIN if category in SKIN_MATCHED else DUPE_LIMIT
