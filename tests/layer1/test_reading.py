"""Photos read: what is a face, what is none, and the same photo always gives the same bytes."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
import skimage.data

from config.contracts import to_wire
from layer1 import services
from layer1.engine.evidence import mesh_box
from layer1.engine.pyramid import Pyramid
from layer1.engine.reading import read
from layer1.engine.types import RGB, FaceMesh, FacesFound
from layer1.landmarks import get_finder
from layer1.serializers import FaceProfileV0


def test_a_portrait_gives_a_valid_profile(portrait: RGB) -> None:
    reading = services.read_face(portrait, source="reference", locale="en")
    assert reading.profile is not None
    assert reading.mesh is not None
    assert reading.mesh.points.shape == (478, 3)
    assert (reading.face_count, reading.profile.quality.valid) == (1, True)
    body = FaceProfileV0(data=to_wire(reading.profile))
    assert body.is_valid(), body.errors


@pytest.mark.parametrize("name", ["chelsea", "coffee", "rocket", "brick", "hubble_deep_field"])
def test_pictures_without_a_face_give_no_profile(name: str) -> None:
    picture = getattr(skimage.data, name)()
    rgb = np.ascontiguousarray(np.dstack([picture] * 3) if picture.ndim == 2 else picture)
    reading = services.read_face(rgb, source="reference", locale="en")
    assert (reading.profile, reading.mesh, reading.face_count) == (None, None, 0)


def test_two_faces_are_counted(close_portrait: RGB) -> None:
    both = np.ascontiguousarray(np.hstack([close_portrait, close_portrait[:, ::-1]]))
    reading = services.read_face(both, source="reference", locale="en")
    assert reading.face_count == 2
    assert reading.profile is not None
    assert not reading.profile.quality.valid


@pytest.mark.parametrize("side", ["top", "bottom", "left", "right"])
def test_a_face_that_the_photo_cuts_through_is_read_as_cut_off(portrait: RGB, side: str) -> None:
    (mesh,) = get_finder().find(Pyramid(portrait)).meshes
    x, y = (round(float(part)) for part in mesh.points[168, :2])  # between the eyes
    x0, y0, x1, y1 = {
        "top": (0, y + 20, 512, 512), "bottom": (0, 0, 512, y - 20),
        "left": (x, 0, 512, 512), "right": (0, 0, x, 512),
    }[side]  # fmt: skip
    moved = FaceMesh(mesh.points - (x0, y0, 0), mesh.presence)
    found = FacesFound(boxes=(replace(mesh_box(moved), score=0.95),), meshes=(moved,))
    photo = Pyramid(np.ascontiguousarray(portrait[y0:y1, x0:x1]))
    profile = read(photo, found, source="reference", locale="en").profile
    assert profile is not None
    assert profile.quality.occlusion_flags.face_border_cutoff


def test_the_same_photo_gives_the_same_bytes_whatever_came_before(portrait: RGB) -> None:
    def profile(rgb: RGB) -> str:
        reading = services.read_face(rgb, source="selfie", locale="en")
        return json.dumps(to_wire(reading.profile))

    first = profile(portrait)
    profile(portrait[:, ::-1])
    profile(np.zeros((64, 400, 3), np.uint8))
    assert profile(portrait) == first
