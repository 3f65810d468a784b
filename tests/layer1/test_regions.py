"""What the models look at: of a photo and its mirror image the same pixels."""

from __future__ import annotations

import numpy as np
import pytest

from layer1.engine.points import (
    CHIN_BOTTOM,
    EYE_RINGS,
    FACE_OVAL,
    FOREHEAD_TOP,
    IRISES,
    NOSE_TIP,
    TWINS,
)
from layer1.engine.pyramid import Pyramid
from layer1.engine.regions import around_face, mirror_mesh, mirror_region


def _photo(height: int, width: int) -> np.ndarray:  # type: ignore[type-arg]
    noise = np.random.default_rng(7).integers(0, 256, (height, width, 3))
    return noise.astype(np.uint8)


@pytest.mark.parametrize("width", [256, 511, 514, 1021, 1027])
def test_a_mirrored_photo_reduces_to_the_mirrored_picture(width: int) -> None:
    rgb = _photo(300, width)
    one, other = Pyramid(rgb), Pyramid(np.ascontiguousarray(rgb[:, ::-1]))
    for times in range(5):
        seen, mirror = one.halved(times, one.whole), other.halved(times, other.whole)
        assert np.array_equal(mirror.mirrored(), seen.rgb)
        assert seen.x0 + seen.rgb.shape[1] * seen.factor + mirror.x0 == width


def test_halving_means_blocks_of_pixels() -> None:
    rgb = np.zeros((8, 8, 3), np.uint8)
    rgb[:4, :4] = 200
    photo = Pyramid(rgb)
    small = photo.halved(2, photo.whole)
    assert small.factor == 4
    assert small.rgb[..., 0].tolist() == [[200, 0], [0, 0]]


def test_halving_stops_where_nothing_would_be_left() -> None:
    photo = Pyramid(_photo(3, 900))
    assert photo.halved(9, photo.whole).rgb.shape == (1, 450, 3)


@pytest.mark.parametrize("window", [(70, 30, 201, 99), (0, 0, 1, 1), (299, 199, 300, 200)])
def test_a_window_holds_every_pixel_that_it_touches(window: tuple[int, int, int, int]) -> None:
    photo = Pyramid(_photo(200, 300))
    for times in range(4):
        part = photo.halved(times, window)
        height, width = (side * part.factor for side in part.rgb.shape[:2])
        whole = photo.halved(times, photo.whole).rgb
        assert part.x0 <= window[0]
        assert part.y0 <= window[1]
        # What does not fill a block at the far edges belongs to no half.
        assert part.x0 + width >= min(window[2], whole.shape[1] * part.factor)
        assert part.y0 + height >= min(window[3], whole.shape[0] * part.factor)
        assert part.x0 + width - window[2] < part.factor
        x, y = part.x0 // part.factor, part.y0 // part.factor
        assert np.array_equal(part.rgb, whole[y:, x:][: part.rgb.shape[0], : part.rgb.shape[1]])


def test_a_window_beyond_the_photo_is_its_nearest_pixel() -> None:
    photo = Pyramid(_photo(20, 30))
    assert photo.halved(1, (500, 500, 600, 600)).rgb.shape == (1, 1, 3)
    assert photo.halved(1, (-60, -60, -50, -50)).rgb.shape == (1, 1, 3)


def test_the_square_around_a_mirrored_face_is_the_mirrored_square() -> None:
    points = np.random.default_rng(3).uniform(100, 300, (478, 3))
    points[33, :2], points[263, :2] = (150, 180), (250, 160)
    region = around_face(points)
    reflected = around_face(mirror_mesh(points, 640.0))
    expected = mirror_region(region, 640.0)
    for name in ("x0", "y0", "x1", "y1"):
        assert getattr(reflected.box, name) == pytest.approx(getattr(expected.box, name))
    assert reflected.eyes == pytest.approx(expected.eyes)


def test_the_square_around_a_face_turns_grows_and_moves_with_it() -> None:
    points = np.random.default_rng(3).uniform(-50, 50, (478, 3))
    region = around_face(points)
    turn = np.array(((0.8, -0.6), (0.6, 0.8)))
    moved = np.column_stack((3 * points[:, :2] @ turn.T + (400, 300), points[:, 2]))
    other = around_face(moved)
    assert other.mesh_side == pytest.approx(3 * region.mesh_side)
    assert other.angle - region.angle == pytest.approx(np.arctan2(0.6, 0.8))
    assert other.centre == pytest.approx(tuple(3 * turn @ region.centre + (400, 300)))


def test_twins_are_the_other_side_of_the_face() -> None:
    assert [TWINS[TWINS[i]] for i in range(478)] == list(range(478))
    assert [TWINS[i] for i in EYE_RINGS[0]] == list(EYE_RINGS[1])
    assert [TWINS[i] for i in IRISES[0]] == [473, 476, 475, 474, 477]
    assert {TWINS[i] for i in FACE_OVAL} == set(FACE_OVAL)
    assert all(TWINS[i] == i for i in (FOREHEAD_TOP, NOSE_TIP, CHIN_BOTTOM))
