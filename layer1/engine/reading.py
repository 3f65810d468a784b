"""One photo read: from what the models saw to a FaceReading, every measure beside its limit."""

from __future__ import annotations

from typing import Final

from layer1.engine import limits
from layer1.engine.border import Framing, measure_framing
from layer1.engine.categorical import classify
from layer1.engine.crop import crop_face
from layer1.engine.evidence import confirmed_faces
from layer1.engine.geometry import measure_geometry, vector
from layer1.engine.lighting import lighting_score
from layer1.engine.occlusion import EYE_CONTRAST_MIN, MOUTH_SIGNS_MIN, Cover, measure_cover
from layer1.engine.pose import head_pose, in_head_axes
from layer1.engine.sharpness import sharpness_score
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
    OcclusionFlags,
    Pose,
    Quality,
    Source,
)

MAX_FACE_COUNT: Final = 10  # the contract's
EMBEDDING_VERSION: Final = "geom-v0"


def read(rgb: RGB, found: FacesFound, *, source: Source, locale: str) -> FaceReading:
    """Return what rgb (H, W, 3) shows; profile and mesh are None without a confirmed face."""
    faces = confirmed_faces(found)
    count = min(len(faces), MAX_FACE_COUNT)
    counted = Measure("FACE_COUNT_NOT_ONE", float(count), 1.0, "faces")
    if not faces:
        return FaceReading(profile=None, mesh=None, face_count=0, measures=(counted,))
    mesh = faces[0].mesh
    pose, geometry = _pose_and_geometry(mesh)
    framing = measure_framing(mesh, width=rgb.shape[1], height=rgb.shape[0])
    crop = crop_face(rgb, mesh, framing.width_px)
    lighting, sharpness = lighting_score(crop), sharpness_score(crop)
    cover = measure_cover(crop, openness=geometry.eye_openness_ratio)
    measures = (counted, *_measures(framing, pose, lighting, sharpness), *_cover_measures(cover))
    reasons = _reasons(measures)
    quality = Quality(
        valid=count == 1 and not set(reasons) & set(HARD_REJECT_REASONS),
        score=_overall(lighting, sharpness, pose),
        lighting_score=lighting,
        sharpness_score=sharpness,
        face_count=count,
        pose=pose,
        occlusion_flags=OcclusionFlags(
            eyes_occluded=cover.eyes_covered or framing.eye_gap < 0,
            mouth_occluded=cover.mouth_covered or framing.mouth_gap < 0,
            face_border_cutoff=framing.outside > limits.BORDER_OUTSIDE_MAX,
        ),
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


def _cover_measures(cover: Cover) -> tuple[Measure, ...]:
    """Return what the occlusion flags come from; they give no reason of their own."""
    return (
        Measure("EYES_OCCLUDED", cover.eye_contrast, EYE_CONTRAST_MIN, "share"),
        Measure("MOUTH_OCCLUDED", cover.mouth_signs, MOUTH_SIGNS_MIN, "signs"),
    )


_TOO_LOW: Final = frozenset(
    {
        "LIGHTING_LOW_CONFIDENCE",
        "SHARPNESS_LOW_CONFIDENCE",
        "FACE_TOO_SMALL",
        "EYES_BORDER_RISK",
        "MOUTH_BORDER_RISK",
        "EYES_OCCLUDED",
        "MOUTH_OCCLUDED",
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
