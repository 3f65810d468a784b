"""One photo read: from what the models saw to a FaceReading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from layer1.engine import limits, measures
from layer1.engine.border import Framing, measure_framing
from layer1.engine.categorical import classify
from layer1.engine.crop import crop_face
from layer1.engine.evidence import Face, confirmed_faces, is_sure
from layer1.engine.geometry import measure_geometry, vector
from layer1.engine.lighting import lighting_score
from layer1.engine.occlusion import Cover, measure_cover
from layer1.engine.pose import head_pose, in_head_axes
from layer1.engine.pyramid import Pyramid
from layer1.engine.sharpness import sharpness_score
from layer1.engine.types import (
    HARD_REJECT_REASONS,
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
RATIO_DIGITS: Final = 4


@dataclass(frozen=True, slots=True)
class Seen:
    """All that is measured on one face."""

    mesh: FaceMesh
    pose: Pose
    geometry: Geometry
    framing: Framing
    cover: Cover
    lighting: float
    sharpness: float


def locate(photo: Pyramid, found: FacesFound) -> FaceReading:
    """Return the largest face's place and how many there are; what is measured is left out."""
    reading = read(photo, found, source="reference", locale="en")
    return FaceReading(None, reading.mesh, reading.face_count, reading.measures[:1])


def read(photo: Pyramid, found: FacesFound, *, source: Source, locale: str) -> FaceReading:
    """Return what a photo shows; profile and mesh are None without a confirmed face."""
    faces = confirmed_faces(found)
    main = _see(photo, faces[0]) if faces else None
    if main is None or _is_no_face(faces[0], main):
        return FaceReading(None, None, 0, (measures.face_count(0),))
    count = min(len(faces), MAX_FACE_COUNT)
    measured = (
        measures.face_count(count),
        *measures.all_measures(
            main.framing, main.pose, main.cover, lighting=main.lighting, sharpness=main.sharpness
        ),
    )
    profile = _profile(main, count, measured, source=source, locale=locale)
    return FaceReading(profile=profile, mesh=main.mesh, face_count=count, measures=measured)


def _is_no_face(face: Face, seen: Seen) -> bool:
    """Whether a doubted region shows no mouth either: two models can be wrong together.

    They fit an upright face into one that stands on its head; its mouth is then on the forehead.
    """
    return seen.cover.mouth_covered and not is_sure(face.box)


def _see(photo: Pyramid, face: Face) -> Seen:
    head = head_pose(face.mesh)
    geometry = measure_geometry(in_head_axes(face.mesh, head.rotation))
    framing = measure_framing(face.mesh, width=photo.rgb.shape[1], height=photo.rgb.shape[0])
    crop = crop_face(photo, face.mesh, framing.width_px)
    return Seen(
        mesh=face.mesh,
        pose=head.pose,
        geometry=geometry,
        framing=framing,
        cover=measure_cover(crop, openness=geometry.eye_openness_ratio),
        lighting=lighting_score(crop),
        sharpness=sharpness_score(crop),
    )


def _profile(
    main: Seen, count: int, measured: tuple[Measure, ...], *, source: Source, locale: str
) -> FaceProfile:
    reasons = measures.reasons(measured)
    framing, cover = main.framing, main.cover
    return FaceProfile(
        version="v0",
        market="US",
        source=source,
        locale=locale,
        quality=Quality(
            valid=count == 1 and not set(reasons) & set(HARD_REJECT_REASONS),
            score=measures.overall(main.pose, lighting=main.lighting, sharpness=main.sharpness),
            lighting_score=main.lighting,
            sharpness_score=main.sharpness,
            face_count=count,
            pose=main.pose,
            occlusion_flags=OcclusionFlags(
                eyes_occluded=cover.eyes_covered or framing.eye_gap < 0,
                mouth_occluded=cover.mouth_covered or framing.mouth_gap < 0,
                face_border_cutoff=framing.outside > limits.BORDER_OUTSIDE_MAX,
            ),
            reject_reasons=reasons,
        ),
        geometry=main.geometry,
        categorical=classify(main.geometry),
        derived=Derived(geometry_vector=vector(main.geometry), embedding_version=EMBEDDING_VERSION),
    )
