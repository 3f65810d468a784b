"""Looks, profiles and bundles with fixed values, for the tests of steps and face charts."""

from __future__ import annotations

from typing import Any, Final

from config.colour import lab_from_hex
from layer1.engine.types import (
    Adjustment,
    Categorical,
    Derived,
    FaceProfile,
    Geometry,
    Layer1Bundle,
    OcclusionFlags,
    Pose,
    Quality,
    ScoreBreakdown,
    SimilarityReport,
    UserControls,
)
from layer2.engine.types import (
    BaseLook,
    Blush,
    Breakdown,
    EyeLook,
    LipLook,
    LookSpec,
    Step,
    Steps,
    Swatch,
)


def swatch(hex_: str, name: str = "rose") -> Swatch:
    return Swatch(hex_, lab_from_hex(hex_), name)


# One field a key, as the cards name them; every area wears something.
WORN: Final[dict[str, str]] = {
    "base.finish": "natural", "base.coverage": "medium",
    "blush.intensity": "soft", "blush.hue": "pink",
    "eye.finish": "satin", "eye.coverage": "medium", "eye.shadowFamily": "neutral_brown",
    "eye.liner": "defined", "eye.linerDirection": "up", "eye.lashes": "defined",
    "eye.brow": "defined",
    "lip.finish": "satin", "lip.coverage": "full", "lip.colorFamily": "red",
}  # fmt: skip


def make_look(
    fields: dict[str, str] | None = None,
    *,
    eye_colors: tuple[Swatch, ...] = (),
    blush_color: Swatch | None = None,
    liner_color: Swatch | None = None,
    lip_color: Swatch | None = None,
    emphasis: tuple[Any, ...] = ("eye", "lip", "base"),
    locale: str = "en",
) -> LookSpec:
    """Return a look with these fields; the rest as in WORN."""
    v: dict[str, Any] = {**WORN, **(fields or {})}
    common: dict[str, Any] = {"intent": "", "key_notes": (), "evidence": (), "confidence": 0.8}
    return LookSpec(
        "v0", "US", locale, "layer2-test", "A test look", (), (), emphasis, (),
        Breakdown(
            BaseLook(
                finish=v["base.finish"], coverage=v["base.coverage"], color=swatch("#c89a80"),
                blush=Blush(v["blush.intensity"], v["blush.hue"], blush_color), **common,
            ),
            EyeLook(
                finish=v["eye.finish"], coverage=v["eye.coverage"],
                shadow_family=v["eye.shadowFamily"], colors=eye_colors, liner=v["eye.liner"],
                liner_direction=v["eye.linerDirection"], liner_color=liner_color,
                lashes=v["eye.lashes"], brow=v["eye.brow"], **common,
            ),
            LipLook(
                finish=v["lip.finish"], coverage=v["lip.coverage"],
                color_family=v["lip.colorFamily"], color=lip_color, **common,
            ),
        ),
    )  # fmt: skip


GEOMETRY: Final = Geometry(1.3, 0.8, 0.24, 0.38, 0.3, 6.0, 0.3, 0.25)
TYPES: Final = Categorical("oval", "almond", "balanced", "normal")


def make_profile(
    source: Any = "selfie",
    geometry: Geometry = GEOMETRY,
    types: Categorical = TYPES,
    *,
    valid: bool = True,
    hidden: str = "",
) -> FaceProfile:
    """Return a good profile; hidden names one of the three occlusion flags."""
    names = ("eyes_occluded", "mouth_occluded", "face_border_cutoff")
    flags = OcclusionFlags(**{name: name == hidden for name in names})
    quality = Quality(valid, 90.0, 85.0, 90.0, 1, Pose(0.0, 0.0, 0.0), flags, ())
    vector = tuple(float(getattr(geometry, name)) for name in Geometry.__dataclass_fields__)
    derived = Derived(vector, "geom-v0")
    return FaceProfile("v0", "US", source, "en", quality, geometry, types, derived)


def make_bundle(
    user: FaceProfile | None,
    ref: FaceProfile | None = None,
    adjustments: tuple[Adjustment, ...] = (),
) -> Layer1Bundle:
    report = SimilarityReport(
        "v0", "v0", "compat-us-1.0.0", "US", "structure", "high", 90,
        ScoreBreakdown(60.0, 0.0, 15.0), (), (), adjustments, UserControls(()),
    )  # fmt: skip
    ref = ref or make_profile("reference")
    return Layer1Bundle("v0", "US", "en", "structure", "2025-01-01T00:00:00Z", user, ref, report)


def flat(steps: Steps) -> list[Step]:
    return [step for section in steps.sections for step in section.steps]


def words(step: Step) -> tuple[Any, ...]:
    """Return what a person reads of a step."""
    return (step.title, step.instruction, step.tips, step.cautions, step.fit_conditions)
