"""A real face that every checkout has, and bare faces of several depths where shared is there."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest
import skimage.data
from PIL import Image, ImageOps

from layer1.services import read_face
from tests.layer2.painted import Face, cropped

FACE_WIDTH = 280.0  # pixels; the figures ask for faces wider than 250
BARE_PHOTOS = {
    "dev_031.png": "fair", "dev_032.jpg": "light", "dev_008.jpg": "medium",
    "dev_023.jpg": "tan", "dev_006.jpg": "deep",
}  # fmt: skip


def _face(rgb: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], depth: str) -> Face:
    """Read a photo, then bring its face to FACE_WIDTH."""
    reading = read_face(rgb, source="reference", locale="en-US")
    assert reading.mesh is not None
    assert reading.profile is not None
    points = reading.mesh.points
    scale = FACE_WIDTH / float(np.linalg.norm(points[234] - points[454]))
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    sized = np.asarray(cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=way), np.uint8)
    return cropped(Face(sized, points * scale, reading.profile, depth))


@pytest.fixture(scope="session")
def portrait() -> Face:
    """The portrait that scikit-image ships: a light skin, hardly made up."""
    return _face(np.ascontiguousarray(skimage.data.astronaut()), "light")  # type: ignore[no-untyped-call]


@pytest.fixture(scope="session")
def bare_faces(shared: Path) -> list[Face]:
    """Bare faces of five depths from the shared photos."""
    faces = []
    for name, depth in BARE_PHOTOS.items():
        with Image.open(shared / "photos" / name) as image:
            rgb = np.ascontiguousarray(ImageOps.exif_transpose(image).convert("RGB"))
        faces.append(_face(rgb, depth))
    return faces
