"""Why a look was read as it was: every field with what decided it. Never on the way to a result."""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import Final, Literal

import numpy as np

from config.colour import hex_from_lab
from layer1.engine.pyramid import Pyramid
from layer1.engine.types import (
    RGB,
    SOFT_REJECT_REASONS,
    FaceMesh,
    FaceProfile,
    FaceReading,
    Gate,
    Measure,
    Points,
)
from layer2.engine import cheeks
from layer2.engine.canvas import Canvas
from layer2.engine.corner import corners
from layer2.engine.eye_patch import EYE_WIDTH, MAPS, Side, eye_patch
from layer2.engine.judge import AREA_OF, Judgement, cause_of, judge
from layer2.engine.lids import PLACES, Eye, read_eyes
from layer2.engine.light import lab_of
from layer2.engine.measure import (
    IN_VIEW,
    SIDES,
    SMALLEST_EYE,
    TURNED,
    Measures,
    breadth,
    measure,
)
from layer2.engine.read import WIRE_FIELD, tell_look
from layer2.engine.types import Evidence, LookReading, LookSpec, Swatch
from layer2.engine.wing import Wing, find_wing

DIGITS: Final = 2
PICTURE_EYE: Final = 3 * EYE_WIDTH  # pixels between the corners in the picture of an eye

EyeState = Literal["read", "covered", "turned", "small", "cut", "unmeasured"]
DiscState = Literal["seen", "dark", "cut", "unmeasured"]


@dataclass(frozen=True, slots=True)
class FieldWhy:
    """One field of the look; cause is why it is unknown, empty where it is not."""

    field: str
    value: str
    confidence: float
    evidence: tuple[Evidence, ...]
    cause: str


@dataclass(frozen=True, slots=True)
class PlaceShown:
    """One place about an eye: its color, and L*, a*, b* against the skin."""

    name: str
    hex: str
    shift: tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class EyeShown:
    """One eye of the photo, whether the look was read from it, and the line beside its corner.

    picture: the eye laid level, outer corner right, PICTURE_EYE pixels between the corners; the
    left one is mirrored. width: pixels of the photo between the corners. wing: None where no line
    could be seen.
    """

    side: Side
    state: EyeState
    picture: Canvas
    width: float
    wing: Wing | None
    places: tuple[PlaceShown, ...]


@dataclass(frozen=True, slots=True)
class DiscShown:
    """One disc on a cheek, at a landmark: its redness beyond shading where it was measured."""

    place: Literal["apple", "bone", "sweep"]
    side: Side
    landmark: int
    state: DiscState
    redness: float | None


@dataclass(frozen=True, slots=True)
class FaceWhy:
    """What was read of one face, and why; mesh in the photo's pixels."""

    mesh: FaceMesh
    reading: LookReading
    fields: tuple[FieldWhy, ...]
    swatches: dict[str, Swatch]
    eyes: tuple[EyeShown, ...]
    discs: tuple[DiscShown, ...]
    facts: tuple[tuple[str, str], ...]  # a key of the words, and numbers


@dataclass(frozen=True, slots=True)
class Explanation:
    """A photo (H, W, 3), the gate's word on it, what was doubted though not refused, and the look.

    face is None where the photo shows no face that a look could be read from.
    """

    rgb: RGB
    locale: str
    gate: Gate
    measures: tuple[Measure, ...]
    doubts: tuple[Measure, ...]
    face: FaceWhy | None

    @property
    def refused(self) -> bool:
        return self.gate.gate == "hard_reject"


def explain(photo: Pyramid, *, found: FaceReading, gate: Gate, locale: str) -> Explanation:
    """Read a face once more, and keep what a result does not; gate: its word on this photo."""
    face = None
    doubted: tuple[str, ...] = ()
    if found.mesh is not None and found.profile is not None:
        face = _face(photo, found.mesh, found.profile, locale)
        doubted = found.profile.quality.reject_reasons
    return Explanation(
        rgb=photo.rgb,
        locale=locale,
        gate=gate,
        measures=found.measures,
        doubts=tuple(
            each
            for each in found.measures
            if each.code in doubted and each.code in SOFT_REJECT_REASONS
        ),
        face=face,
    )


def _face(photo: Pyramid, mesh: FaceMesh, profile: FaceProfile, locale: str) -> FaceWhy:
    measures = measure(photo, mesh=mesh, profile=profile)
    found = judge(measures)
    reading = tell_look(measures, locale=locale)
    return FaceWhy(
        mesh=mesh,
        reading=reading,
        fields=tuple(_why(name, found, measures) for name in AREA_OF),
        swatches=_swatches(reading.look),
        eyes=_eyes(photo, mesh, profile, measures),
        discs=_discs(photo.rgb, mesh.points, measures),
        facts=_facts(measures),
    )


def _why(name: str, found: Judgement, measures: Measures) -> FieldWhy:
    finding = getattr(found, name)
    cause = cause_of(name, measures) if finding.value == "unknown" else ""
    return FieldWhy(WIRE_FIELD[name], finding.value, finding.confidence, finding.evidence, cause)


def _swatches(look: LookSpec) -> dict[str, Swatch]:
    """Return the colors that the look says, all of them, by place."""
    base, eye, lip = look.breakdown.base, look.breakdown.eye, look.breakdown.lip
    shadows = {f"shadow{index}": one for index, one in enumerate(eye.colors, 1)}
    said = {"skin": base.color, "blush": base.blush.color, "lip": lip.color}
    said |= {"liner": eye.liner_color} | shadows
    return {place: one for place, one in said.items() if one is not None}


def _eyes(
    photo: Pyramid, mesh: FaceMesh, profile: FaceProfile, measures: Measures
) -> tuple[EyeShown, ...]:
    """Return both eyes, each judged once more by the limits of measure()."""
    covered = profile.quality.occlusion_flags.eyes_occluded
    patches = {side: eye_patch(photo, mesh.points, side) for side in SIDES}
    spans = {side: breadth(patch, MAPS[side]) for side, patch in patches.items()}
    shown = []
    for side, patch in patches.items():
        eye, wing, skin = None, None, measures.skin
        state: EyeState = "unmeasured"
        if skin is not None:
            beside = corners([(patch, MAPS[side])], skin)
            wing = find_wing(beside.depth[0])
            eye = read_eyes([(patch, MAPS[side])], beside, skin)[0]
            turned = spans[side] < TURNED * max(spans.values())
            state = _state(eye, covered, turned)
        shown.append(
            EyeShown(
                side=side,
                state=state,
                picture=eye_patch(photo, mesh.points, side, width=PICTURE_EYE),
                width=EYE_WIDTH / patch.scale,
                wing=wing,
                places=_places(eye) if eye is not None and state == "read" else (),
            )
        )
    return tuple(shown)


def _state(eye: Eye, covered: bool, turned: bool) -> EyeState:
    if covered:
        return "covered"
    if turned:
        return "turned"
    if eye.inside < IN_VIEW:
        return "cut"
    return "small" if eye.width < SMALLEST_EYE else "read"


def _places(eye: Eye) -> tuple[PlaceShown, ...]:
    labs = np.asarray(lab_of(eye.light), np.float64)
    return tuple(
        PlaceShown(name, hex_from_lab(lab), (float(shift[0]), float(shift[1]), float(shift[2])))
        for name, lab, shift in zip(PLACES, labs, eye.shifts, strict=True)
    )


def _discs(rgb: RGB, points: Points, measures: Measures) -> tuple[DiscShown, ...]:
    """Return the six discs; one that was not measured lies beyond the photo, or is too dark."""
    found = measures.cheeks
    discs = []
    for place, pair in (("apple", cheeks.APPLE), ("bone", cheeks.BONE), ("sweep", cheeks.SWEEP)):
        for side, landmark in zip(SIDES, pair, strict=True):
            redness = None if found is None else float(getattr(getattr(found, place), side))
            state: DiscState = "seen" if redness is not None else "unmeasured"
            if redness is not None and isnan(redness):
                redness = None
                inside = _share_inside(rgb, points, landmark)
                state = "dark" if inside >= cheeks.SHOWN else "cut"
            discs.append(DiscShown(place, side, landmark, state, redness))  # type: ignore[arg-type]
    return tuple(discs)


def _share_inside(rgb: RGB, points: Points, landmark: int) -> float:
    """Return the part of a disc that lies in the photo."""
    radius = cheeks.disc_radius(points[:, :2])
    x, y = points[landmark, :2]
    steps = np.linspace(-radius, radius, 41)
    across, down = np.meshgrid(x + steps, y + steps)
    disc = np.hypot(across - x, down - y) <= radius
    height, width = rgb.shape[:2]
    within = (across >= 0) & (across < width) & (down >= 0) & (down < height)
    return float((disc & within).sum() / max(int(disc.sum()), 1))


def _facts(measures: Measures) -> tuple[tuple[str, str], ...]:
    """Return measures that no field's evidence names."""
    facts: list[tuple[str, str]] = []
    if measures.skin is not None:
        facts.append(("skin_lab", _numbers(*measures.skin.lab)))
    if measures.lips is not None:
        lips = measures.lips
        facts += [
            ("lip_lab", _numbers(*lips.lab)),
            ("lip_ratios", _numbers(lips.red, lips.blue, lips.dark)),
            ("lip_pixels", str(lips.pixels)),
        ]
    if measures.cast is not None:
        facts.append(("cast", _numbers(measures.cast.a, measures.cast.b)))
    return tuple(facts)


def _numbers(*values: float) -> str:
    return ", ".join(f"{float(value):.{DIGITS}f}" for value in values)
