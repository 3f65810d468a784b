"""A face turned by a known angle: its photo laid on its mesh, the mesh rotated and drawn again."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from mediapipe.python.solutions.face_mesh_connections import FACEMESH_TESSELATION

from layer1.engine.types import RGB, FaceMesh


def turned(rgb: RGB, mesh: FaceMesh, *, yaw_deg: float = 0.0, pitch_deg: float = 0.0) -> RGB:
    """Return rgb (H, W, 3) with its face turned to the photo's right and upward.

    The mesh's own depth is taken as it is, so the angle of the drawing is exact only in as far as
    that depth is. Drawn from the back to the front, on a blur of the photo: the outline of the
    face as it was would say that nothing moved.
    """
    points = mesh.points[:468]
    centre = points.mean(axis=0)
    moved = (points - centre) @ _rotation(yaw_deg, pitch_deg).T + centre
    blur = 0.25 * float(np.ptp(points[:, 0]))
    canvas = np.asarray(cv2.GaussianBlur(rgb, (0, 0), blur), np.uint8)
    for triangle in sorted(_triangles(), key=lambda t: -moved[list(t), 2].mean()):
        _draw(canvas, rgb, points[list(triangle), :2], moved[list(triangle), :2])
    return canvas


def _rotation(yaw_deg: float, pitch_deg: float) -> Any:
    """Return the rotation for x right, y down, z toward the back."""
    y, p = np.radians(yaw_deg), np.radians(pitch_deg)
    # The nose (z < 0) goes to +x with yaw and to -y (up) with pitch.
    turn = np.array(((np.cos(y), 0, -np.sin(y)), (0, 1, 0), (np.sin(y), 0, np.cos(y))))
    nod = np.array(((1, 0, 0), (0, np.cos(p), np.sin(p)), (0, -np.sin(p), np.cos(p))))
    return turn @ nod


def _triangles() -> set[tuple[int, int, int]]:
    edges = {frozenset(edge) for edge in FACEMESH_TESSELATION}
    near: dict[int, set[int]] = {}
    for one, other in FACEMESH_TESSELATION:
        near.setdefault(one, set()).add(other)
        near.setdefault(other, set()).add(one)
    found = set()
    for edge in edges:
        one, other = edge
        for third in near[one] & near[other]:
            corners = sorted((one, other, third))
            found.add((corners[0], corners[1], corners[2]))
    return found


def _draw(canvas: RGB, source: RGB, old: Any, new: Any) -> None:
    area = np.cross(new[1] - new[0], new[2] - new[0]) * np.cross(old[1] - old[0], old[2] - old[0])
    if area <= 0:  # turned away from the camera
        return
    x0, y0 = np.floor(new.min(axis=0)).astype(int) - 1
    x1, y1 = np.ceil(new.max(axis=0)).astype(int) + 2
    x0, y0 = max(0, x0), max(0, y0)
    x1, y1 = min(canvas.shape[1], x1), min(canvas.shape[0], y1)
    if x1 <= x0 or y1 <= y0:
        return
    offset = np.array((x0, y0))
    warp = cv2.getAffineTransform(old.astype(np.float32), (new - offset).astype(np.float32))
    piece = cv2.warpAffine(source, warp, (int(x1 - x0), int(y1 - y0)))
    mask = np.zeros(piece.shape[:2], np.uint8)
    cv2.fillConvexPoly(mask, np.rint(new - offset).astype(np.int32), (1,))
    canvas[y0:y1, x0:x1][mask > 0] = piece[mask > 0]
