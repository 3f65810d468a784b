"""Blush is measured on skin alone: what lies behind a turned face is none."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from layer1.engine.pyramid import Pyramid
from layer1.engine.types import RGB
from layer2.engine import blush
from layer2.engine.canvas import face_canvas
from layer2.engine.cheeks import APPLE, BONE, SWEEP, Cheeks, read_cheeks
from layer2.engine.skin import read_skin
from tests.layer2.painted import DEPTHS, Face, look_of, of_depth
from tests.layer2.painter import Makeup, paint

LEFT, RIGHT = 0, 1
WALL = (128, 150, 150)  # less red than any skin


def cheeks_of(face: Face, rgb: RGB) -> Cheeks:
    canvas = face_canvas(Pyramid(rgb), face.points)
    skin = read_skin(canvas)
    assert skin is not None
    found = read_cheeks(canvas, skin)
    assert found is not None
    return found


def walled(face: Face, rgb: RGB, side: int) -> RGB:
    """Return the photo with a wall in the place of apple and bone of one cheek."""
    reach = round(0.08 * float(np.linalg.norm(face.points[234] - face.points[454])))
    hidden = rgb.copy()
    for place in (APPLE[side], BONE[side]):
        x, y = face.points[place, :2].round().astype(int)
        hidden[y - reach : y + reach, x - reach : x + reach] = WALL
    return hidden


@pytest.mark.parametrize("side", [LEFT, RIGHT])
@pytest.mark.parametrize("depth", DEPTHS)
def test_a_wall_in_the_place_of_a_cheek_is_no_skin(portrait: Face, depth: str, side: int) -> None:
    face = of_depth(portrait, depth)
    found = cheeks_of(face, walled(face, face.rgb, side))
    for place in (found.apple, found.bone):
        hidden, shown = (place.left, place.right)[:: 1 if side == LEFT else -1]
        assert math.isnan(hidden)
        assert not math.isnan(shown)


def test_one_cheek_alone_says_less_than_both(portrait: Face) -> None:
    blushed = paint(portrait.rgb, portrait.points, Makeup(blush="#e0607a", blush_opacity=0.5))
    both = blush.intensity(cheeks_of(portrait, blushed))
    one = blush.intensity(cheeks_of(portrait, walled(portrait, blushed, LEFT)))
    assert both.value != "none"
    assert one.value != "none"
    assert one.confidence <= both.confidence / 2 + 0.01


def test_a_cheek_that_is_seen_edge_on_is_left_out(portrait: Face) -> None:
    points = portrait.points.copy()
    for place in (APPLE[LEFT], BONE[LEFT], SWEEP[LEFT]):
        points[place, 0] = points[234, 0]  # all in one line: what a half-profile shows of it
    found = cheeks_of(replace(portrait, points=points), portrait.rgb)
    assert all(math.isnan(place.left) for place in (found.apple, found.bone, found.sweep))
    assert not math.isnan(found.apple.right)


def test_no_blush_has_no_colour(portrait: Face) -> None:
    bare = look_of(portrait, portrait.rgb).base.blush
    assert (bare.intensity, bare.color) == ("none", None)
    worn = look_of(
        portrait,
        paint(portrait.rgb, portrait.points, Makeup(blush="#e0607a", blush_opacity=0.5)),
    ).base.blush
    assert worn.color is not None
