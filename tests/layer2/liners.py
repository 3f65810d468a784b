"""Painted liner on turned heads: what was drawn, what the engine says, what each eye shows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import cycle

import cv2
import numpy as np

from layer1.engine.pyramid import Pyramid
from layer1.engine.types import FaceMesh
from layer1.landmarks import get_finder
from layer2.engine.eye_rules import DOWN, UP, drawn_lines
from layer2.engine.judge import judge
from layer2.engine.measure import measure
from layer2.engine.wing import Wing
from tests.layer1.turned import turned
from tests.layer2.painted import Face
from tests.layer2.painter import Liner, Makeup, paint

ANGLES = {"up": (20, 30, 40), "straight": (-5, 0, 5), "down": (-20, -28, -38)}
YAWS = (-15.0, -8.0, 0.0, 8.0, 15.0)
LINES = ((0.05, 0.28), (0.08, 0.35))  # thickness and length in eye widths
BORDER = 60  # pixels around a cropped face, so that a turn stays in the picture


@dataclass(frozen=True)
class Lined:
    """One case; left and right are what the eyes on the photo's left and right say alone.

    drawn: whether a drawn line was found at all.
    """

    wanted: str
    yaw: float
    found: str
    drawn: bool
    left: str
    right: str


def lined(faces: Iterable[Face], yaws: tuple[float, ...] = YAWS) -> Iterator[Lined]:
    """Read every angle at every yaw, thin and broad lines taking turns."""
    for face in faces:
        lines = cycle(LINES)
        for wanted, angles in ANGLES.items():
            for angle in angles:
                for yaw in yaws:
                    thickness, length = next(lines)
                    line = Liner(angle=angle, thickness=thickness, length=length)
                    yield read_lined(face, Makeup(liner=line), wanted, yaw)


def read_lined(face: Face, makeup: Makeup, wanted: str, yaw: float) -> Lined:
    """Paint, turn, find the face anew in the turned picture, and read it."""
    painted = paint(face.rgb, face.points, makeup)
    around = cv2.copyMakeBorder(painted, *(BORDER,) * 4, cv2.BORDER_REPLICATE)
    points = face.points.copy()
    points[:, :2] += BORDER
    rgb = np.asarray(around, np.uint8)
    if yaw:
        rgb = turned(rgb, FaceMesh(points=points), yaw_deg=yaw)
    photo = Pyramid(np.ascontiguousarray(rgb))
    (mesh,) = get_finder().find(photo).meshes
    measures = measure(photo, mesh=mesh, profile=face.profile)
    left, right = (_alone(wing) for wing in measures.wings)
    found = judge(measures).liner_direction.value
    return Lined(wanted, yaw, found, bool(drawn_lines(measures.wings)), left, right)


def _alone(wing: Wing | None) -> str:
    if wing is None or not (wing.drawn or wing.faint):
        return "none"
    return "up" if wing.angle > UP else "down" if wing.angle < DOWN else "straight"
