"""How the face lies in the frame: cut off by the border, near it, too small, too large."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from layer1.engine import points as at
from layer1.engine.types import FaceMesh


@dataclass(frozen=True, slots=True)
class Framing:
    """outside: part of the outline outside the photo, 0 to 1. width_px: widest part of the face.
    width_share: that over the photo's width. eye_gap, mouth_gap: from the parts to the nearest
    border, in face widths, negative where they lie outside."""

    outside: float
    width_px: float
    width_share: float
    eye_gap: float
    mouth_gap: float


def measure_framing(mesh: FaceMesh, *, width: int, height: int) -> Framing:
    """Return how the face lies in a photo of width and height pixels."""
    outline = mesh.points[list(at.FACE_OVAL), :2].astype(np.float32)
    face_width = max(float(np.ptp(outline[:, 0])), 1e-6)
    whole = max(float(cv2.contourArea(outline)), 1e-6)
    frame = np.array(((0, 0), (width, 0), (width, height), (0, height)), np.float32)
    inside, _ = cv2.intersectConvexConvex(cv2.convexHull(outline), frame)
    hull = max(float(cv2.contourArea(cv2.convexHull(outline))), whole)
    eyes = mesh.points[[i for ring in at.EYE_RINGS for i in ring], :2]
    mouth = mesh.points[list(at.LIPS_OUTER), :2]
    return Framing(
        outside=round(max(0.0, 1 - float(inside) / hull), 4),
        width_px=round(face_width, 1),
        width_share=round(face_width / width, 4),
        eye_gap=_gap(eyes, width, height, face_width),
        mouth_gap=_gap(mouth, width, height, face_width),
    )


def _gap(points: np.ndarray, width: int, height: int, face_width: float) -> float:  # type: ignore[type-arg]
    x, y = points[:, 0], points[:, 1]
    nearest = min(x.min(), y.min(), width - x.max(), height - y.max())
    return round(float(nearest) / face_width, 4)
