"""Looks that nobody wears, and the shoppers who want them: what a kit is asked for."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, Literal, get_args

import numpy as np

from catalog.engine.demo import demo_shades
from config.colour import hex_from_lab, lab_from_hex
from layer2.engine.types import (
    BaseCoverage,
    BaseFinish,
    BaseLook,
    Blush,
    BlushHue,
    BlushIntensity,
    Breakdown,
    EyeCoverage,
    EyeFinish,
    EyeLook,
    Lashes,
    Liner,
    LipCoverage,
    LipFamily,
    LipFinish,
    LipLook,
    LookSpec,
    Preferences,
    ShadowFamily,
    Swatch,
    Wearer,
)
from layer3.engine.types import Constraints

SEED: Final = 20260101
CASES: Final = 120
MOMENT: Final = datetime(2026, 6, 1, 12, tzinfo=UTC)
FINISHES: Final[tuple[Literal["matte", "natural", "dewy"] | None, ...]] = (
    None, None, "matte", "natural", "dewy",
)  # fmt: skip
SKINS: Final = (  # L*, a*, b* from light to dark, and how far each may lie from its line
    (88.0, 5.0, 14.0), (75.0, 10.0, 20.0), (62.0, 13.0, 24.0),
    (48.0, 14.0, 24.0), (34.0, 11.0, 16.0),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """One kit to build."""

    name: str
    look: LookSpec
    wearer: Wearer
    preferences: Preferences
    constraints: Constraints


def made_up(count: int = CASES, seed: int = SEED) -> Iterator[Case]:
    """Yield count cases; the same seed always gives the same ones.

    Colors lie near sold shades, so most slots find something, and some find nothing.
    """
    chance = random.Random(seed)  # noqa: S311  (repeatable on purpose)
    sold: dict[str, list[tuple[float, float, float]]] = {}
    brands = set()
    for row in demo_shades():
        sold.setdefault(row.category, []).append(row.lab)
        brands.add(row.brand)
    for index in range(count):
        maker = _Maker(chance, sold)
        yield Case(
            f"case {index}", maker.look(), maker.wearer(), maker.preferences(),
            maker.constraints(sorted(brands)),
        )  # fmt: skip


class _Maker:
    def __init__(
        self, chance: random.Random, sold: dict[str, list[tuple[float, float, float]]]
    ) -> None:
        self._chance, self._sold = chance, sold

    def one(self, vocabulary: Any) -> Any:
        return self._chance.choice(get_args(vocabulary))

    def color(self, category: str, spread: float = 4.0) -> Swatch | None:
        if self._chance.random() < 0.1:
            return None  # it could not be measured
        lab = np.array(self._chance.choice(self._sold[category]))
        moved = lab + [self._chance.gauss(0, spread) for _ in range(3)]
        text = hex_from_lab(np.clip(moved, (0, -90, -90), (100, 90, 90)))
        return Swatch(text, lab_from_hex(text), "color")

    def look(self) -> LookSpec:
        shared: dict[str, Any] = {
            "intent": "made up", "key_notes": (), "evidence": (), "confidence": 0.5,
        }  # fmt: skip
        shadow = self.color("eyeshadow")
        lips = self._chance.choice(("lipstick", "lip_gloss"))
        return LookSpec(
            schema_version="v0", market="US", locale="en", engine_version="made up",
            look_title="A look", style_tags=(), color_story=(), emphasis_areas=("lip",),
            warnings=(),
            breakdown=Breakdown(
                base=BaseLook(
                    finish=self.one(BaseFinish), coverage=self.one(BaseCoverage), color=None,
                    blush=Blush(
                        self.one(BlushIntensity), self.one(BlushHue), self.color("blush")
                    ),
                    **shared,
                ),
                eye=EyeLook(
                    finish=self.one(EyeFinish), coverage=self.one(EyeCoverage),
                    shadow_family=self.one(ShadowFamily), colors=(shadow,) if shadow else (),
                    liner=self.one(Liner), liner_direction="up",
                    liner_color=self.color("eyeliner"), lashes=self.one(Lashes), brow="natural",
                    **shared,
                ),
                lip=LipLook(
                    finish=self.one(LipFinish), coverage=self.one(LipCoverage),
                    color_family=self.one(LipFamily), color=self.color(lips), **shared,
                ),
            ),
        )  # fmt: skip

    def wearer(self) -> Wearer:
        if self._chance.random() < 0.15:
            return Wearer(None, 0.0, "none")
        lab = np.array(self._chance.choice(SKINS))
        text = hex_from_lab(lab + [self._chance.gauss(0, 3) for _ in range(3)])
        return Wearer(Swatch(text, lab_from_hex(text), "skin"), 0.9, "stated")

    def preferences(self) -> Preferences:
        return Preferences(finish=self._chance.choice(FINISHES))

    def constraints(self, brands: list[str]) -> Constraints:
        budget = self._chance.choice((None, None, 1500, 4000, 9000, 20000))
        excluded = tuple(self._chance.sample(brands, self._chance.choice((0, 0, 1, 3))))
        return Constraints(budget, excluded, self._chance.random() < 0.4)
