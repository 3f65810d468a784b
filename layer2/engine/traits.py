"""Layer 1 traits and the areas that each may touch.

The law that this table keeps: crossing the cut-off of one trait changes at least one step of its
areas and none outside. The card linter refuses a card that asks for a trait of another area.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal, get_args

from config.records import made_often
from layer1.engine.compatibility.deltas import GEOMETRY_LIMITS
from layer1.engine.types import (
    EyeType,
    FaceProfile,
    FaceShape,
    Geometry,
    ImpactArea,
    Layer1Bundle,
    LipType,
    SkinType,
)

Side = Literal["more", "less", "close", "unknown"]
RATIO_DIGITS: Final = 4  # profiles are sent rounded; finer than this is noise of the float


@dataclass(frozen=True, slots=True)
class TypeTrait:
    """A type of the wearer's own face; its cut-offs are Layer 1's, which names the type."""

    key: str
    field: str  # of FaceProfile.categorical
    values: tuple[str, ...]
    area: ImpactArea


@dataclass(frozen=True, slots=True)
class DeltaTrait:
    """A difference, wearer minus reference. Beyond the cut-off (not at it) it is more or less."""

    key: str
    field: str  # of FaceProfile.geometry
    unit: Literal["ratio", "deg"]
    area: ImpactArea

    @property
    def cutoff(self) -> float:
        """The soft limit of Layer 1, where its severity leaves zero."""
        return GEOMETRY_LIMITS[self.field][0]


TYPE_TRAITS: Final = (
    TypeTrait("user.faceShape", "face_shape", get_args(FaceShape), "base"),
    TypeTrait("user.skinType", "skin_type", get_args(SkinType), "base"),
    TypeTrait("user.eyeType", "eye_type", get_args(EyeType), "eye"),
    TypeTrait("user.lipType", "lip_type", get_args(LipType), "lip"),
)
DELTA_TRAITS: Final = (
    DeltaTrait("delta.faceAspect", "face_aspect", "ratio", "base"),
    DeltaTrait("delta.jawToCheekRatio", "jaw_to_cheek_ratio", "ratio", "base"),
    DeltaTrait("delta.chinLengthRatio", "chin_length_ratio", "ratio", "base"),
    DeltaTrait("delta.midfaceRatio", "midface_ratio", "ratio", "base"),
    DeltaTrait("delta.eyeSpacingRatio", "eye_spacing_ratio", "ratio", "eye"),
    DeltaTrait("delta.eyeTiltDeg", "eye_tilt_deg", "deg", "eye"),
    DeltaTrait("delta.eyeOpennessRatio", "eye_openness_ratio", "ratio", "eye"),
    DeltaTrait("delta.lipFullnessRatio", "lip_fullness_ratio", "ratio", "lip"),
)
SIDES: Final[tuple[str, ...]] = get_args(Side)
TRAIT_AREAS: Final[dict[str, ImpactArea]] = {
    trait.key: trait.area for trait in (*TYPE_TRAITS, *DELTA_TRAITS)
}


@made_often
class TraitReading:
    """A trait's value, and for a difference the two numbers that it comes from."""

    value: str
    mine: float | None = None
    theirs: float | None = None


def read_traits(bundle: Layer1Bundle | None) -> dict[str, TraitReading]:
    """Return every trait of the table; "unknown" without a trustworthy profile of the wearer."""
    user = bundle.user_face_profile if bundle else None
    found: dict[str, TraitReading] = {}
    for kind in TYPE_TRAITS:
        seen = user is not None and _shows(user, kind.area)
        value = getattr(user.categorical, kind.field) if user and seen else None
        found[kind.key] = TraitReading(value or "unknown")
    for delta in DELTA_TRAITS:
        ref = bundle.ref_face_profile if bundle else None
        if user and ref and _shows(user, delta.area) and _shows(ref, delta.area):
            found[delta.key] = compare(delta, user.geometry, ref.geometry)
        else:
            found[delta.key] = TraitReading("unknown")
    return found


def compare(trait: DeltaTrait, mine: Geometry, theirs: Geometry) -> TraitReading:
    """Return which side of its cut-off the difference is on; at the cut-off it is still close."""
    one, other = float(getattr(mine, trait.field)), float(getattr(theirs, trait.field))
    difference = round(one - other, RATIO_DIGITS)
    side = "close"
    if abs(difference) > trait.cutoff:
        side = "more" if difference > 0 else "less"
    return TraitReading(side, round(one, RATIO_DIGITS), round(other, RATIO_DIGITS))


def _shows(profile: FaceProfile, area: ImpactArea) -> bool:
    """Whether the profile can be trusted about an area: valid, and the area was not covered."""
    flags = profile.quality.occlusion_flags
    covered = {
        "base": flags.face_border_cutoff,
        "eye": flags.eyes_occluded,
        "lip": flags.mouth_occluded,
    }
    return profile.quality.valid and not covered[area]


def named_by_layer1(bundle: Layer1Bundle | None, area: ImpactArea) -> tuple[str, ...]:
    """Return the traits of an area that Layer 1's adjustment for it rests on, in table order."""
    if bundle is None:
        return ()
    named = {
        entry.removeprefix("delta:").rsplit(".", 1)[-1]
        for adjustment in bundle.similarity_report.adjustments
        if adjustment.impact_area == area
        for entry in adjustment.evidence
        if entry.startswith("delta:")
    }
    keys = [key for key, where in TRAIT_AREAS.items() if where == area]
    return tuple(key for key in keys if key.rsplit(".", 1)[-1] in named)
