"""Faces for tests of the look: a drawn mesh, and a profile with fixed values."""

from __future__ import annotations

from typing import Any

import numpy as np

from layer1.engine.types import (
    Categorical,
    Derived,
    FaceMesh,
    FaceProfile,
    Geometry,
    OcclusionFlags,
    Pose,
    Quality,
)
from layer2.engine import regions

GEOMETRY = (1.35, 0.85, 0.2, 0.33, 0.3, 4.0, 0.3, 0.35)


def make_mesh(centre: tuple[float, float] = (200.0, 200.0), width: float = 200.0) -> FaceMesh:
    """A face drawn as ellipses: enough for polygons, not for a likeness."""
    points = np.zeros((478, 3))
    points[:, :2] = centre
    _ring(points, regions.FACE_OVAL, (0.0, 0.0), (0.5, 0.65), centre, width)
    _ring(points, regions.LIPS_OUTER, (0.0, 0.35), (0.2, 0.09), centre, width, start=np.pi)
    _ring(points, regions.LIPS_INNER, (0.0, 0.35), (0.16, 0.015), centre, width, start=np.pi)
    _ring(points, regions.EYE_LEFT, (-0.22, -0.1), (0.11, 0.045), centre, width, start=np.pi)
    _ring(points, regions.EYE_RIGHT, (0.22, -0.1), (-0.11, 0.045), centre, width, start=np.pi)
    for polygon, middle in (
        (regions.FOREHEAD, (0.0, -0.4)), (regions.CHIN, (0.0, 0.54)),
        (regions.CHEEK_LEFT, (-0.28, 0.1)), (regions.CHEEK_RIGHT, (0.28, 0.1)),
        (regions.LOWER_CHEEK_LEFT, (-0.26, 0.36)), (regions.LOWER_CHEEK_RIGHT, (0.26, 0.36)),
        (regions.NOSE_BRIDGE, (0.0, 0.05)),
    ):  # fmt: skip
        _ring(points, polygon, middle, (0.08, 0.06), centre, width)
    return FaceMesh(points=points)


def _ring(
    points: Any,
    polygon: tuple[int, ...],
    middle: tuple[float, float],
    radii: tuple[float, float],
    centre: tuple[float, float],
    width: float,
    start: float = -np.pi / 2,
) -> None:
    turns = start - np.linspace(0, 2 * np.pi, len(polygon), endpoint=False)
    points[list(polygon), 0] = centre[0] + width * (middle[0] + radii[0] * np.cos(turns))
    points[list(polygon), 1] = centre[1] + width * (middle[1] - radii[1] * np.sin(turns))


def make_profile(**quality: Any) -> FaceProfile:
    """A good reference face; keywords replace parts of its quality."""
    values: dict[str, Any] = {
        "valid": True, "score": 90.0, "lighting_score": 90.0, "sharpness_score": 90.0,
        "face_count": 1, "pose": Pose(0.0, 0.0, 0.0),
        "occlusion_flags": OcclusionFlags(False, False, False), "reject_reasons": (),
    }  # fmt: skip
    return FaceProfile(
        version="v0", market="US", source="reference", locale="en-US",
        quality=Quality(**(values | quality)), geometry=Geometry(*GEOMETRY),
        categorical=Categorical("oval", "almond", "balanced"),
        derived=Derived(GEOMETRY, "geom-v0"),
    )  # fmt: skip
