"""The values of Layer 2: LookSpecV0 and StepsV0 as dataclasses; wire names are in camelCase."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final, Literal, get_args

from config.records import made_often
from layer1.engine.types import ImpactArea

Lab = tuple[float, float, float]  # CIE L*a*b* under D65

BaseFinish = Literal["matte", "natural", "dewy", "unknown"]
BaseCoverage = Literal["bare", "light", "medium", "full", "unknown"]
BlushIntensity = Literal["none", "soft", "medium", "strong", "unknown"]
BlushHue = Literal["pink", "peach", "red", "bronze", "none", "unknown"]
EyeFinish = Literal["matte", "satin", "shimmer", "none", "unknown"]
EyeCoverage = Literal["none", "soft", "medium", "strong", "unknown"]
ShadowFamily = Literal[
    "none", "neutral_brown", "black_smoky", "pink", "purple", "blue", "green", "gold_bronze",
    "orange", "red", "grey", "multicolor", "unknown",
]  # fmt: skip
Liner = Literal["none", "thin", "defined", "bold", "unknown"]
LinerDirection = Literal["up", "straight", "down", "none", "unknown"]
Lashes = Literal["natural", "defined", "dramatic", "unknown"]
Brow = Literal["natural", "defined", "bold", "unknown"]
LipFinish = Literal["matte", "satin", "glossy", "unknown"]
LipCoverage = Literal["none", "sheer", "medium", "full", "unknown"]
LipFamily = Literal[
    "red", "pink", "coral", "orange", "berry", "plum", "mauve", "nude", "brown", "none", "unknown"
]
WearerSource = Literal["selfie", "stated", "foundation", "none"]
# Why a selfie's skin is less sure, or is not said.
WearerReason = Literal[
    "LOW_LIGHT", "COLOR_CAST", "LIGHT_UNKNOWN", "TURNED", "SELFIE_INVALID", "SKIN_NOT_VISIBLE",
    "NO_COLOR",
]  # fmt: skip
Difficulty = Literal["easy", "medium", "advanced"]
Slot = Literal[
    "foundation", "blush", "eyeshadow", "eyeliner", "mascara", "lipstick", "lip_gloss", "lip_liner"
]
SLOTS: Final[tuple[Slot, ...]] = get_args(Slot)


@made_often
class Swatch:
    """One colour: sRGB hex, CIE L*a*b* (D65), and a name in the locale's language."""

    hex: str
    lab: Lab
    name: str


@dataclass(frozen=True, slots=True)
class StorySwatch:
    """A colour of the look's story; share is its part of all coloured area, 0 to 1."""

    hex: str
    lab: Lab
    name: str
    area: ImpactArea
    share: float


@made_often
class Evidence:
    """Enough to see why a field has its value: what was measured, where, and by which rule."""

    metric: str
    value: float | str | None
    unit: str
    region: str
    rule: str


@dataclass(frozen=True, slots=True)
class Blush:
    intensity: BlushIntensity
    hue: BlushHue
    color: Swatch | None


@dataclass(frozen=True, slots=True)
class BaseLook:
    intent: str
    finish: BaseFinish
    coverage: BaseCoverage
    color: Swatch | None  # the worn complexion, never what is sold
    blush: Blush
    key_notes: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class EyeLook:
    intent: str
    finish: EyeFinish
    coverage: EyeCoverage
    shadow_family: ShadowFamily
    colors: tuple[Swatch, ...]
    liner: Liner
    liner_direction: LinerDirection
    liner_color: Swatch | None
    lashes: Lashes
    brow: Brow
    key_notes: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class LipLook:
    intent: str
    finish: LipFinish
    coverage: LipCoverage
    color_family: LipFamily
    color: Swatch | None
    key_notes: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Breakdown:
    base: BaseLook
    eye: EyeLook
    lip: LipLook


@dataclass(frozen=True, slots=True)
class LookSpec:
    schema_version: str
    market: str
    locale: str
    engine_version: str
    look_title: str
    style_tags: tuple[str, ...]
    color_story: tuple[StorySwatch, ...]
    emphasis_areas: tuple[ImpactArea, ...]
    warnings: tuple[str, ...]
    breakdown: Breakdown


@dataclass(frozen=True, slots=True)
class Degraded:
    """A field that could not be answered, and the code of its cause."""

    field: str
    cause: str


@dataclass(frozen=True, slots=True)
class LookReading:
    """A look and what was lost on the way to it."""

    look: LookSpec
    degraded: tuple[Degraded, ...]


@dataclass(frozen=True, slots=True)
class Wearer:
    """The skin that the kit is for. skin is None and source "none" where nobody said.

    reasons: of a selfie, why it is not surer, or why its skin is not the one.
    """

    skin: Swatch | None
    confidence: float
    source: WearerSource
    reasons: tuple[WearerReason, ...] = ()


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the wearer asked for; it changes steps and kit, never the look."""

    finish: Literal["matte", "natural", "dewy"] | None = field(
        default=None, metadata={"omit_none": True}
    )
    skin_hex: str | None = field(default=None, metadata={"omit_none": True})
    foundation_sku_id: str | None = field(default=None, metadata={"omit_none": True})


# StepsV0
@made_often
class Step:
    step_id: str
    order: int
    title: str
    instruction: str
    tips: tuple[str, ...]
    cautions: tuple[str, ...]
    fit_conditions: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    zone: str
    tool: str
    product_slot: Slot | None
    difficulty: Difficulty


@dataclass(frozen=True, slots=True)
class Section:
    impact_area: ImpactArea
    title: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    sections: tuple[Section, ...]
