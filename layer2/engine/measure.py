"""All measurements of one face, and why a part of it could not be measured."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from layer1.engine.pyramid import Pyramid
from layer1.engine.types import FaceMesh, FaceProfile, ImpactArea
from layer2.engine.brows import read_brow
from layer2.engine.canvas import Canvas, face_canvas
from layer2.engine.cast import Cast, read_cast
from layer2.engine.cheeks import Cheeks, read_cheeks
from layer2.engine.corner import Depths, corners
from layer2.engine.eye_patch import MAPS, EyeMap, Side, eye_patch
from layer2.engine.lids import Eye, read_eyes
from layer2.engine.lips import Lips, read_lips
from layer2.engine.monochrome import is_colourless
from layer2.engine.shadow import Lids, both_lids
from layer2.engine.skin import Skin, read_skin
from layer2.engine.surface import Surface, read_surface
from layer2.engine.wing import Wing, find_wing

SIDES: Final[tuple[Side, Side]] = ("left", "right")
IN_VIEW: Final = 0.9  # of a lid that must lie in the photo
TURNED: Final = 0.72  # width of the narrower eye to the wider; below it the narrow one is not used
SMALLEST_EYE: Final = 10.0  # pixels of the photo between its corners: fewer show no lid
# Fewer show no line and hardly a lid: shadow, liner and lashes stay unknown. Of sixteen pairs of
# bare eyes of 13 to 17 pixels four read as shadow.
SMALL_EYE: Final = 18.0


@dataclass(frozen=True, slots=True)
class Measures:
    """What one photo shows. A part that is None or empty has its cause under its area."""

    skin: Skin | None
    lips: Lips | None
    eyes: tuple[Eye, ...]
    lids: Lids | None
    wings: tuple[Wing | None, ...]
    brows: tuple[float | None, ...]
    cheeks: Cheeks | None
    surface: Surface | None
    cast: Cast | None
    colourless: bool
    causes: dict[ImpactArea, str] = field(default_factory=dict)

    @property
    def fine_lines(self) -> bool:
        """Whether the narrowest eye that was read is wide enough to tell shadow and lines."""
        return bool(self.eyes) and min(eye.width for eye in self.eyes) >= SMALL_EYE


def measure(photo: Pyramid, *, mesh: FaceMesh, profile: FaceProfile) -> Measures:
    """Measure a face; mesh in the photo's pixels."""
    canvas = face_canvas(photo, mesh.points)
    skin = read_skin(canvas)
    if skin is None:
        causes: dict[ImpactArea, str] = dict.fromkeys(("base", "eye", "lip"), "SKIN_NOT_VISIBLE")
        return Measures(None, None, (), None, (), (), None, None, None, False, causes)
    return _on_skin(photo, mesh, profile, canvas, skin)


def _on_skin(
    photo: Pyramid, mesh: FaceMesh, profile: FaceProfile, canvas: Canvas, skin: Skin
) -> Measures:
    covered = profile.quality.occlusion_flags
    causes: dict[ImpactArea, str] = {}
    lips = None if covered.mouth_occluded else read_lips(canvas, skin)
    if lips is None:
        causes["lip"] = "MOUTH_COVERED" if covered.mouth_occluded else "MOUTH_NOT_VISIBLE"
    patches = [(eye_patch(photo, mesh.points, side), MAPS[side]) for side in SIDES]
    read = [] if covered.eyes_occluded else _visible(patches, skin)
    if not read:
        causes["eye"] = "EYES_COVERED" if covered.eyes_occluded else "EYES_NOT_VISIBLE"
    seen = [patch for patch, _, _ in read]
    return Measures(
        skin=skin,
        lips=lips,
        eyes=tuple(eye for _, eye, _ in read),
        lids=both_lids([eye for _, eye, _ in read], skin) if read else None,
        wings=tuple(find_wing(beside) for _, _, beside in read),
        brows=tuple(read_brow(patch, eye, skin) for patch, eye in seen),
        cheeks=read_cheeks(canvas, skin),
        surface=read_surface(canvas, skin),
        cast=read_cast(seen),
        colourless=is_colourless(canvas),
        causes=causes,
    )


def _visible(
    patches: list[tuple[Canvas, EyeMap]], skin: Skin
) -> list[tuple[tuple[Canvas, EyeMap], Eye, Depths]]:
    """Return the eyes that face the camera, lie in the photo and are large enough, each with the
    lightness beside its outer corner."""
    widest = max(breadth(patch, eye) for patch, eye in patches)
    facing = [(p, e) for p, e in patches if breadth(p, e) >= TURNED * widest]
    beside = corners(facing, skin)
    eyes = read_eyes(facing, beside, skin)
    return [
        (seen, eye, depth)
        for seen, eye, depth in zip(facing, eyes, beside.depth, strict=True)
        if eye.inside >= IN_VIEW and eye.width >= SMALLEST_EYE
    ]


def breadth(patch: Canvas, eye: EyeMap) -> float:
    """Return the eye's width as the photo shows it, in pixels of the photo."""
    across = patch.points[eye.outer] - patch.points[eye.inner]
    return float((across**2).sum() ** 0.5) / patch.scale
