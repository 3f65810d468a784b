"""One photo read: from what the models saw to a FaceReading, every measure beside its limit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from layer1.engine import limits
from layer1.engine import points as at
from layer1.engine.border import Framing, measure_framing
from layer1.engine.categorical import classify
from layer1.engine.evidence import confirmed_faces
from layer1.engine.geometry import measure_geometry, vector
from layer1.engine.lighting import lighting_score
from layer1.engine.occlusion import find_occlusion
from layer1.engine.pose import head_pose, in_head_axes
from layer1.engine.sharpness import FACE_WIDTH_PX, sharpness_score
from layer1.engine.types import (
    HARD_REJECT_REASONS,
    RGB,
    SOFT_REJECT_REASONS,
    Derived,
    FaceMesh,
    FaceProfile,
    FaceReading,
    FacesFound,
    Geometry,
    Measure,
    Pose,
    Quality,
    Source,
)

MAX_FACE_COUNT: Final = 10  # the contract's
EMBEDDING_VERSION: Final = "geom-v0"


@dataclass(frozen=True, slots=True)
class Crop:
    """The face at a normal scale: (H, W, 3), its mask (H, W), and its width in pixels."""

    rgb: RGB
    inside: NDArray[np.bool_]
    face_width: float


def locate(found: FacesFound) -> FaceReading:
    """Return the largest face's place and how many there are; nothing of it is measured."""
    faces = confirmed_faces(found)
    count = min(len(faces), MAX_FACE_COUNT)
    counted = Measure("FACE_COUNT_NOT_ONE", float(count), 1.0, "faces")
    mesh = faces[0].mesh if faces else None
    return FaceReading(profile=None, mesh=mesh, face_count=count, measures=(counted,))


def read(rgb: RGB, found: FacesFound, *, source: Source, locale: str) -> FaceReading:
    """Return what rgb (H, W, 3) shows; profile and mesh are None without a confirmed face."""
    place = locate(found)
    mesh, count = place.mesh, place.face_count
    if mesh is None:
        return place
    pose, geometry = _pose_and_geometry(mesh)
    framing = measure_framing(mesh, width=rgb.shape[1], height=rgb.shape[0])
    crop = crop_face(rgb, mesh, framing)
    lighting = lighting_score(crop.rgb, crop.inside)
    sharpness = sharpness_score(crop.rgb, crop.face_width)
    measures = (*place.measures, *_measures(framing, pose, lighting, sharpness))
    reasons = _reasons(measures)
    quality = Quality(
        valid=count == 1 and not set(reasons) & set(HARD_REJECT_REASONS),
        score=_overall(lighting, sharpness, pose),
        lighting_score=lighting,
        sharpness_score=sharpness,
        face_count=count,
        pose=pose,
        occlusion_flags=find_occlusion(framing, cutoff_limit=limits.BORDER_OUTSIDE_MAX),
        reject_reasons=reasons,
    )
    profile = FaceProfile(
        version="v0",
        market="US",
        source=source,
        locale=locale,
        quality=quality,
        geometry=geometry,
        categorical=classify(geometry),
        derived=Derived(geometry_vector=vector(geometry), embedding_version=EMBEDDING_VERSION),
    )
    return FaceReading(profile=profile, mesh=mesh, face_count=count, measures=measures)


def crop_face(rgb: RGB, mesh: FaceMesh, framing: Framing) -> Crop:
    """Return the face's part of the photo, reduced to a face FACE_WIDTH_PX wide, never enlarged."""
    outline = mesh.points[list(at.FACE_OVAL), :2]
    x0, y0 = np.floor(np.clip(outline.min(axis=0), 0, None)).astype(int)
    x1, y1 = np.ceil(np.minimum(outline.max(axis=0), (rgb.shape[1], rgb.shape[0]))).astype(int)
    x1, y1 = max(x1, x0 + 2), max(y1, y0 + 2)
    part: Any = rgb[y0:y1, x0:x1]
    scale = min(1.0, FACE_WIDTH_PX / framing.width_px)
    if scale < 1:
        size = (max(2, round(part.shape[1] * scale)), max(2, round(part.shape[0] * scale)))
        part = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
    mask = np.zeros(part.shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.rint((outline - (x0, y0)) * scale).astype(np.int32)], (1,))
    return Crop(np.ascontiguousarray(part, np.uint8), mask > 0, framing.width_px * scale)


def _pose_and_geometry(mesh: FaceMesh) -> tuple[Pose, Geometry]:
    """Return both, averaged over the photo and its mirror image where there is one."""
    head = head_pose(mesh)
    geometry = measure_geometry(in_head_axes(mesh, head.rotation))
    if mesh.mirror_points is None:
        return head.pose, geometry
    twin = FaceMesh(points=mesh.mirror_points)
    other = head_pose(twin)
    reflected = measure_geometry(in_head_axes(twin, other.rotation))
    pose = Pose(
        yaw_deg=round((head.pose.yaw_deg - other.pose.yaw_deg) / 2, 1) + 0.0,
        pitch_deg=round((head.pose.pitch_deg + other.pose.pitch_deg) / 2, 1) + 0.0,
        roll_deg=round((head.pose.roll_deg - other.pose.roll_deg) / 2, 1) + 0.0,
    )
    pairs = zip(vector(geometry), vector(reflected), strict=True)
    return pose, Geometry(*(round((one + two) / 2, 4) + 0.0 for one, two in pairs))


def _measures(
    framing: Framing, pose: Pose, lighting: float, sharpness: float
) -> tuple[Measure, ...]:
    """Return each measure under the code of the reason that it may give, in contract order."""
    hard_pose = max(
        abs(pose.yaw_deg) / limits.YAW_HARD_DEG,
        abs(pose.pitch_deg) / limits.PITCH_HARD_DEG,
        abs(pose.roll_deg) / limits.ROLL_HARD_DEG,
    )
    soft = limits.POSE_SOFT_DEG
    return (
        Measure("FACE_BORDER_CUTOFF", framing.outside, limits.BORDER_OUTSIDE_MAX, "share"),
        Measure("LIGHTING_LOW_CONFIDENCE", lighting, limits.LIGHTING_MIN, "score"),
        Measure("SHARPNESS_LOW_CONFIDENCE", sharpness, limits.SHARPNESS_MIN, "score"),
        Measure("FACE_TOO_SMALL", framing.width_px, limits.FACE_MIN_PX, "px"),
        Measure("FACE_TOO_LARGE", framing.width_share, limits.FACE_MAX_SHARE, "share"),
        Measure("GEOMETRY_FAILED", round(hard_pose, 3), 1.0, "share"),
        Measure("POSE_YAW_TOO_LARGE", abs(pose.yaw_deg), soft, "deg"),
        Measure("POSE_PITCH_TOO_LARGE", abs(pose.pitch_deg), soft, "deg"),
        Measure("POSE_ROLL_TOO_LARGE", abs(pose.roll_deg), soft, "deg"),
        Measure("EYES_BORDER_RISK", framing.eye_gap, limits.BORDER_RISK_SHARE, "face widths"),
        Measure("MOUTH_BORDER_RISK", framing.mouth_gap, limits.BORDER_RISK_SHARE, "face widths"),
    )


_TOO_LOW: Final = frozenset(
    {
        "LIGHTING_LOW_CONFIDENCE",
        "SHARPNESS_LOW_CONFIDENCE",
        "FACE_TOO_SMALL",
        "EYES_BORDER_RISK",
        "MOUTH_BORDER_RISK",
    }
)


def fails(measure: Measure) -> bool:
    """Whether a measure is on the wrong side of its limit; the limit itself passes."""
    if measure.value is None or measure.limit is None:
        return False
    if measure.code in _TOO_LOW:
        return measure.value < measure.limit
    return measure.value > measure.limit


def _reasons(measures: tuple[Measure, ...]) -> tuple[str, ...]:
    known = (*HARD_REJECT_REASONS, *SOFT_REJECT_REASONS)
    return tuple(m.code for m in measures if m.code in known and fails(m))


def _overall(lighting: float, sharpness: float, pose: Pose) -> float:
    """Return 0 to 100: the mean of light and sharpness, less up to half for a turned head."""
    turned = max(
        abs(pose.yaw_deg) / limits.YAW_HARD_DEG,
        abs(pose.pitch_deg) / limits.PITCH_HARD_DEG,
        abs(pose.roll_deg) / limits.ROLL_HARD_DEG,
    )
    return round((lighting + sharpness) / 2 * (1 - 0.5 * min(1.0, turned**2)), 1)
