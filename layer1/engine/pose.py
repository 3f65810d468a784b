"""Head pose: the rotation that lays MediaPipe's canonical head over the mesh."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from layer1.engine.product import moved, product
from layer1.engine.types import FaceMesh, Pose

Floats = NDArray[np.float64]

# Points that expression hardly moves, in cm: x to the photo's right, y up, z toward the camera.
# From canonical_face_model.obj of MediaPipe (Apache 2.0), which looks straight ahead.
_RIGID: Final[dict[int, tuple[float, float, float]]] = {
    4: (0.0, -0.463170, 7.586580),
    6: (0.0, 2.473255, 5.788627),
    10: (0.0, 8.261778, 4.481535),
    168: (0.0, 3.271027, 5.236015),
    2: (0.0, -2.089024, 6.058267),
    33: (-4.445859, 2.663991, 3.173422),
    133: (-1.856432, 2.585245, 3.757904),
    362: (1.856432, 2.585245, 3.757904),
    263: (4.445859, 2.663991, 3.173422),
    127: (-7.743095, 2.364999, -2.005167),
    356: (7.743095, 2.364999, -2.005167),
    234: (-7.664182, 0.673132, -2.435867),
    454: (7.664182, 0.673132, -2.435867),
    54: (-6.279331, 6.615427, 1.425850),
    284: (6.279331, 6.615427, 1.425850),
}
_POINTS: Final = list(_RIGID)
_HEAD: Final[Floats] = np.array([_RIGID[i] for i in _POINTS], np.float64)
_HEAD_CENTRED: Final[Floats] = _HEAD - _HEAD.mean(axis=0)
_TO_HEAD_AXES: Final = np.array((1.0, -1.0, -1.0))  # y up and z toward the camera
# The mesh leans toward the frontal faces that it mostly saw in training: faces drawn at known
# angles (tests/layer1/turned.py) come back at 0.76, 0.72 and 0.69 of 10, 20 and 30 degrees of yaw,
# and at 0.84 of 10 degrees of pitch; roll comes back whole. The noses of three-quarter portraits,
# which cross the far cheek where it says 36, agree.
YAW_GAIN: Final = 1 / 0.73
PITCH_GAIN: Final = 1 / 0.84
POSE_DIGITS: Final = 1  # a tenth of a degree is far below the mesh's own noise


@dataclass(frozen=True, slots=True)
class HeadPose:
    """rotation turns head axes into photo axes (3, 3); both x right, y up, z toward the camera.

    It is the mesh's own; pose has the angles made whole (YAW_GAIN, PITCH_GAIN).
    """

    rotation: Any
    pose: Pose


def head_pose(mesh: FaceMesh) -> HeadPose:
    """Return the rotation that fits best (Umeyama, IEEE PAMI 13(4), 1991), and its angles."""
    seen = mesh.points.take(_POINTS, axis=0) * _TO_HEAD_AXES
    # The mean of the points seen cancels, because the head's is 0. OpenCV's decomposition of three
    # by three costs half of NumPy's.
    _, u, vt = cv2.SVDecomp(product(seen, _HEAD_CENTRED, turned=True))
    rotation = product(u, vt)
    if _is_mirror(rotation):  # turn the direction that the points show least
        rotation = product(u * (1.0, 1.0, -1.0), vt)
    (a, _, c), (d, _, f), (_, _, i) = rotation.tolist()
    return HeadPose(
        rotation=rotation,
        pose=Pose(
            yaw_deg=_degrees(math.atan2(c, i), YAW_GAIN, 90.0),
            pitch_deg=_degrees(math.asin(min(1.0, max(-1.0, f))), PITCH_GAIN, 90.0),
            roll_deg=_degrees(math.atan2(-d, a), 1.0, 180.0),
        ),
    )


def _is_mirror(rotation: Floats) -> bool:
    """Whether the determinant of (3, 3) is negative."""
    (a, b, c), (d, e, f), (g, h, i) = rotation.tolist()
    return bool(a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g) < 0)


def in_head_axes(mesh: FaceMesh, rotation: Floats) -> Floats:
    """Return (478, 3) points turned to face the camera: x right, y up, z forward, in pixels."""
    return moved(mesh.points, rotation.T * _TO_HEAD_AXES)


def _degrees(radians: float, gain: float, most: float) -> float:
    angle = math.degrees(radians) * gain
    return round(min(most, max(-most, angle)), POSE_DIGITS) + 0.0
