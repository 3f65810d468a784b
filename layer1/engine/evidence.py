"""Which of the things that models call a face is one: agreement of independent signs.

A mesh alone proves nothing: it fits onto handbags and hands with a presence of 0.99. What counts
is a region that carries a mesh, and that the first detector is sure of, or that a second detector,
trained apart, sees too; such a doubted region must also show a mouth (reading.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2

from layer1.engine.types import FaceBox, FaceMesh, FacesFound

# The first detector says 0.90 or more on sharp faces of every depth of skin that are not in
# profile, and at most 0.76 on all but one of 874 tiles without a face (docs/layer1.md).
SURE_SCORE: Final = 0.85
# Half of the detectors' usual agreement on one face (0.7 to 0.95).
SAME_FACE_IOU: Final = 0.35
# A face of less than a quarter of the main face's width is a passer-by, not who wears the look.
BYSTANDER_SHARE: Final = 0.25


@dataclass(frozen=True, slots=True)
class Face:
    """A region and the mesh in it that agree on one face."""

    box: FaceBox
    mesh: FaceMesh


def is_sure(box: FaceBox) -> bool:
    """Whether the first detector alone is enough."""
    return box.score >= SURE_SCORE


def needs_second_opinion(boxes: tuple[FaceBox, ...]) -> bool:
    """Whether the first detector leaves a doubt: it found nothing, or is not sure of something."""
    return not all(is_sure(box) for box in boxes) or not boxes


def believed(
    boxes: tuple[FaceBox, ...], second_boxes: tuple[FaceBox, ...] | None
) -> tuple[FaceBox, ...]:
    """Return the boxes that the first detector is sure of or the second one sees too."""
    return tuple(box for box in boxes if is_sure(box) or is_among(box, second_boxes or ()))


def confirmed_faces(found: FacesFound) -> tuple[Face, ...]:
    """Return the faces that independent signs agree on, largest first, without bystanders."""
    faces, fits = [], [(mesh, mesh_box(mesh)) for mesh in found.meshes]
    for box in believed(found.boxes, found.second_boxes):
        mesh, shared = None, 0.0
        for one, place in fits:
            if (common := overlap(box, place)) > shared:
                mesh, shared = one, common
        if mesh is not None and shared >= SAME_FACE_IOU:
            faces.append(Face(box=box, mesh=mesh))
    faces.sort(key=lambda face: (-width(face.box), face.box.x0, face.box.y0))
    return tuple(f for f in faces if width(f.box) >= BYSTANDER_SHARE * width(faces[0].box))


def width(box: FaceBox) -> float:
    return box.x1 - box.x0


def overlap(one: FaceBox, other: FaceBox) -> float:
    """Return the intersection over the union of two boxes, 0 to 1."""
    across = min(one.x1, other.x1) - max(one.x0, other.x0)
    down = min(one.y1, other.y1) - max(one.y0, other.y0)
    if across <= 0 or down <= 0:
        return 0.0
    shared = across * down
    return shared / (_area(one) + _area(other) - shared)


def mesh_box(mesh: FaceMesh) -> FaceBox:
    """Return the box around a mesh; it has no score of its own."""
    (x0, y0, _), (x1, y1, _) = (
        cv2.reduce(mesh.points, 0, how)[0].tolist() for how in (cv2.REDUCE_MIN, cv2.REDUCE_MAX)
    )
    return FaceBox(x0=x0, y0=y0, x1=x1, y1=y1, score=0.0)


def is_among(box: FaceBox, others: tuple[FaceBox, ...]) -> bool:
    """Whether one of the others is the same face."""
    return any(overlap(box, other) >= SAME_FACE_IOU for other in others)


def _area(box: FaceBox) -> float:
    return max(0.0, box.x1 - box.x0) * max(0.0, box.y1 - box.y0)
