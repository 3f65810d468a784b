"""Painted faces and what the engine reads on them: cases, their truth, shares read right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from config.colour import ciede2000, lab_from_rgb
from layer1.engine.pyramid import Pyramid
from layer1.engine.types import RGB, FaceMesh, FaceProfile, Points
from layer2.engine import read
from layer2.engine.canvas import face_canvas
from layer2.engine.skin import read_skin
from layer2.engine.types import Breakdown
from tests.layer2.painter import (
    Makeup,
    paint,
    painted_lip_lab,
    shadow_mask,
    with_skin,
)

# Skins as foundation ranges call them; L*a*b* near the middle of each.
DEPTHS = {
    "fair": (84.0, 7.0, 12.0), "light": (76.0, 10.0, 17.0), "medium": (66.0, 13.0, 21.0),
    "tan": (54.0, 15.0, 23.0), "deep": (37.0, 13.0, 17.0),
}  # fmt: skip
LIPS = {
    "red": "#b01c2e", "pink": "#e8798a", "coral": "#f0705c", "orange": "#e8602c",
    "berry": "#7d1f3f", "plum": "#4f1535",
}  # fmt: skip
SHADOWS: dict[str, str | None] = {
    "none": None, "neutral_brown": "", "black_smoky": "#231f20", "pink": "#d9799a",
    "purple": "#6b3fa0", "blue": "#2f55a8", "green": "#3f7d52", "gold_bronze": "#b08a3c",
    "orange": "#d9692e", "red": "#a82a2a", "grey": "#7d7f82",
}  # fmt: skip
# A brown that shows is darker than the lid it is worn on.
BROWNS = {
    "fair": "#7a5238", "light": "#7a5238", "medium": "#5f3d28", "tan": "#4a2d1d",
    "deep": "#2c1a13",
}  # fmt: skip
OPACITIES = (0.65, 0.8, 0.95)
CASTS = ((1.0, 1.0, 1.0), (1.1, 1.0, 0.88), (0.93, 1.0, 1.12))  # daylight, warm, cool
VISIBLE = 8.0  # CIEDE2000 that a shadow must change the lid by: a paint nobody sees is no truth


@dataclass(frozen=True)
class Face:
    """A photo of one face, its mesh's points (478, 3), and the depth of its skin."""

    rgb: RGB
    points: Points
    profile: FaceProfile
    depth: str


@dataclass(frozen=True)
class Read:
    """One painted case: what was painted, and how it was read."""

    depth: str
    shadow: str
    found_shadow: str
    lip: str
    found_lip: str
    lip_error: float


def cropped(face: Face, margin: int = 70) -> Face:
    """Return the face with a margin around its mesh, so that painting it costs little."""
    low = np.maximum(np.floor(face.points[:, :2].min(0)).astype(int) - margin, 0)
    high = np.ceil(face.points[:, :2].max(0)).astype(int) + margin
    points = face.points.copy()
    points[:, :2] -= low
    rgb = np.ascontiguousarray(face.rgb[low[1] : high[1], low[0] : high[0]])
    return replace(face, rgb=rgb, points=points)


def of_depth(face: Face, depth: str) -> Face:
    """Return the same face on a skin of another depth."""
    skin = read_skin(face_canvas(Pyramid(face.rgb), face.points))
    assert skin is not None
    rgb = with_skin(face.rgb, face.points, skin.lab, DEPTHS[depth])
    return replace(face, rgb=rgb, depth=depth)


def look_of(face: Face, rgb: RGB) -> Breakdown:
    """Return what the engine reads on a painted copy of a face."""
    mesh = FaceMesh(points=face.points)
    return read.read(Pyramid(rgb), mesh=mesh, profile=face.profile, locale="en").look.breakdown


def grid(faces: Iterable[Face]) -> Iterator[Read]:
    """Read every shadow in three opacities and three lights; each lip colour meets each light."""
    lips = list(LIPS.items())
    for face in faces:
        lids = shadow_mask(face.rgb, face.points) > 0.5
        bare = {cast: _lab(paint(face.rgb, face.points, Makeup(cast=cast))[lids]) for cast in CASTS}
        for turn, ((shadow, shade), opacity) in enumerate(product(SHADOWS.items(), OPACITIES)):
            for step, cast in enumerate(CASTS):
                lip, colour = lips[(turn + step) % len(lips)]
                makeup = Makeup(
                    lip=colour, shadow=BROWNS[face.depth] if shade == "" else shade,
                    shadow_opacity=opacity, cast=cast,
                )  # fmt: skip
                rgb = paint(face.rgb, face.points, makeup)
                change = ciede2000(bare[cast], _lab(rgb[lids]))
                if shade is None or np.median(change) >= VISIBLE:
                    yield _case(face, rgb, shadow, lip)


def _case(face: Face, rgb: RGB, shadow: str, lip: str) -> Read:
    found = look_of(face, rgb)
    assert found.lip.color is not None
    error = float(ciede2000(painted_lip_lab(rgb, face.points), found.lip.color.lab))
    return Read(face.depth, shadow, found.eye.shadow_family, lip, found.lip.color_family, error)


def _lab(pixels: Any) -> NDArray[np.float64]:
    return np.asarray(lab_from_rgb(pixels), np.float64)


def share(cases: Iterable[bool]) -> float:
    """Return the part of the cases that hold."""
    held = list(cases)
    return sum(held) / len(held)
