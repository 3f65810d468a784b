"""Pose in degrees: sign and size against rotations that are known."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from layer1.engine.pose import PITCH_GAIN, YAW_GAIN, head_pose
from layer1.engine.pyramid import Pyramid
from layer1.engine.types import RGB, FaceMesh, Pose
from layer1.landmarks import get_finder
from tests.layer1.turned import turned


@pytest.fixture(scope="module")
def large(portrait: RGB) -> RGB:
    """(600, 600, 3): the portrait's face, 190 px wide."""
    return np.asarray(
        cv2.resize(portrait[:300, 80:380], None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC),
        np.uint8,
    )


def mesh_of(rgb: RGB) -> FaceMesh:
    (mesh,) = get_finder().find(Pyramid(np.ascontiguousarray(rgb))).meshes
    return mesh


def pose_of(rgb: RGB) -> Pose:
    return head_pose(mesh_of(rgb)).pose


def rotated(mesh: FaceMesh, axis: int, degrees: float) -> FaceMesh:
    """The mesh turned about x, y or z of the photo, by the right hand in x right, y up, z front."""
    turn = np.eye(3)
    a, b = [i for i in range(3) if i != axis]
    angle = np.radians(degrees) * (-1 if axis == 1 else 1)
    turn[a, a] = turn[b, b] = np.cos(angle)
    turn[a, b], turn[b, a] = -np.sin(angle), np.sin(angle)
    flip = np.array((1, -1, -1))
    return FaceMesh(points=(mesh.points * flip) @ turn.T * flip)


@pytest.mark.parametrize("degrees", [-20.0, -5.0, 5.0, 20.0])
def test_a_mesh_that_is_turned_gives_the_same_angle(large: RGB, degrees: float) -> None:
    mesh = mesh_of(large)
    before = head_pose(mesh).pose
    yaw = head_pose(rotated(mesh, 1, degrees)).pose.yaw_deg
    pitch = head_pose(rotated(mesh, 0, -degrees)).pose.pitch_deg
    roll = head_pose(rotated(mesh, 2, -degrees)).pose.roll_deg
    assert (yaw - before.yaw_deg) / YAW_GAIN == pytest.approx(degrees, abs=0.6)
    assert (pitch - before.pitch_deg) / PITCH_GAIN == pytest.approx(degrees, abs=0.6)
    assert roll - before.roll_deg == pytest.approx(degrees, abs=0.6)


@pytest.mark.parametrize("degrees", [-25.0, -10.0, 10.0, 25.0])
def test_roll_of_a_photo_that_is_rotated(large: RGB, degrees: float) -> None:
    centre = (large.shape[1] / 2, large.shape[0] / 2)
    clockwise = cv2.getRotationMatrix2D(centre, -degrees, 1.0)
    size = (large.shape[1], large.shape[0])
    picture = cv2.warpAffine(large, clockwise, size, borderMode=cv2.BORDER_REFLECT)
    change = pose_of(np.asarray(picture, np.uint8)).roll_deg - pose_of(large).roll_deg
    assert change == pytest.approx(degrees, abs=2.5)


@pytest.mark.parametrize("degrees", [-25.0, -15.0, 15.0, 25.0])
def test_yaw_of_a_face_that_is_drawn_turned(large: RGB, degrees: float) -> None:
    mesh, before = mesh_of(large), pose_of(large)
    after = pose_of(turned(large, mesh, yaw_deg=degrees))
    assert after.yaw_deg - before.yaw_deg == pytest.approx(degrees, abs=0.3 * abs(degrees))


@pytest.mark.parametrize("degrees", [-12.0, 12.0])
def test_pitch_of_a_face_that_is_drawn_nodding(large: RGB, degrees: float) -> None:
    mesh, before = mesh_of(large), pose_of(large)
    after = pose_of(turned(large, mesh, pitch_deg=degrees))
    assert after.pitch_deg - before.pitch_deg == pytest.approx(degrees, abs=0.35 * abs(degrees))


def test_a_mirror_image_turns_and_leans_the_other_way(large: RGB) -> None:
    one, other = pose_of(large), pose_of(large[:, ::-1])
    assert one.yaw_deg == pytest.approx(-other.yaw_deg, abs=0.5)
    assert one.roll_deg == pytest.approx(-other.roll_deg, abs=0.5)
    assert one.pitch_deg == pytest.approx(other.pitch_deg, abs=0.5)
