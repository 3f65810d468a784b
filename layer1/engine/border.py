"""How the face lies in the frame: cut off by the border, near it, too small, too large."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from layer1.engine import points as at
from layer1.engine.types import FaceMesh, Points

_OUTLINE: Final = np.array(at.FACE_OVAL)
_EYES: Final = np.array(at.EYE_RINGS).ravel()
_MOUTH: Final = np.array(at.LIPS_OUTER)


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
    hull = cv2.convexHull(mesh.points.take(_OUTLINE, axis=0)[:, :2].astype(np.float32))
    area = max(cv2.contourArea(hull), 1e-6)
    frame = np.array(((0, 0), (width, 0), (width, height), (0, height)), np.float32)
    inside, _ = cv2.intersectConvexConvex(hull, frame)
    across = hull[:, 0, 0].tolist()
    face_width = max(max(across) - min(across), 1e-6)
    return Framing(
        outside=round(max(0.0, 1 - inside / area), 4),
        width_px=round(face_width, 1),
        width_share=round(face_width / width, 4),
        eye_gap=round(_gap(mesh.points.take(_EYES, axis=0), width, height) / face_width, 4),
        mouth_gap=round(_gap(mesh.points.take(_MOUTH, axis=0), width, height) / face_width, 4),
    )


def _gap(points: Points, width: int, height: int) -> float:
    """Return the pixels between (N, 3) points and the nearest border of the photo."""
    x, y, _ = points.T.tolist()
    return float(min(min(x), min(y), width - max(x), height - max(y)))
