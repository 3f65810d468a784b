"""The engine reads back what was painted, on every depth of skin, in warm and cool light."""

from __future__ import annotations

from collections import defaultdict
from itertools import product

import cv2
import numpy as np
import pytest

from layer1.engine.pyramid import Pyramid
from layer1.services import read_face
from layer2.engine.canvas import face_canvas
from layer2.engine.skin import read_skin
from tests.layer2.painted import (
    BROWNS,
    CASTS,
    DEPTHS,
    SHADOWS,
    Face,
    Read,
    grid,
    look_of,
    of_depth,
    share,
)
from tests.layer2.painter import Makeup, paint


@pytest.fixture(scope="module")
def cases(portrait: Face) -> list[Read]:
    return list(grid(of_depth(portrait, depth) for depth in DEPTHS))


def test_the_grid_is_large_enough(cases: list[Read]) -> None:
    assert len(cases) >= 200
    assert {case.depth for case in cases} == set(DEPTHS)


def test_lip_colour_is_within_3_for_nine_of_ten(cases: list[Read]) -> None:
    assert share(case.lip_error <= 3.0 for case in cases) >= 0.9


def test_shadow_family_is_right_for_nine_of_ten(cases: list[Read]) -> None:
    assert share(case.found_shadow == case.shadow for case in cases) >= 0.9


def test_lip_family_is_right_for_nine_of_ten(cases: list[Read]) -> None:
    assert share(case.found_lip == case.lip for case in cases) >= 0.9


def test_no_depth_of_skin_is_read_worse(cases: list[Read]) -> None:
    errors = defaultdict(list)
    for case in cases:
        errors[case.depth].append(case.lip_error)
    middles = [sorted(values)[len(values) // 2] for values in errors.values()]
    assert max(middles) - min(middles) <= 1.0
    assert _spread(cases) <= 0.05


def _spread(cases: list[Read]) -> float:
    """Return how much more often shadow families are right on the best depth than on the worst."""
    rights = defaultdict(list)
    for case in cases:
        rights[case.depth].append(case.found_shadow == case.shadow)
    shares = [share(values) for values in rights.values()]
    return max(shares) - min(shares)


def test_no_depth_of_skin_is_refused_more_often(portrait: Face) -> None:
    """The gate over five depths, three lights and three exposures of the same face."""
    kept = defaultdict(list)
    for depth, cast, level in product(DEPTHS, CASTS, (0.7, 1.0, 1.2)):
        face = of_depth(portrait, depth)
        light = tuple(part * level for part in cast)
        rgb = paint(face.rgb, face.points, Makeup(cast=light))  # type: ignore[arg-type]
        around = cv2.copyMakeBorder(rgb, *(90,) * 4, cv2.BORDER_REPLICATE)
        reading = read_face(np.asarray(around, np.uint8), source="reference", locale="en")
        kept[depth].append(reading.profile is not None and reading.profile.quality.valid)
    shares = [share(held) for held in kept.values()]
    assert max(shares) - min(shares) <= 0.05, shares
    assert min(shares) > 0.5


def test_bare_photos_of_five_depths_are_read_back(bare_faces: list[Face]) -> None:
    cases = list(grid(bare_faces))
    assert share(case.lip_error <= 3.0 for case in cases) >= 0.9
    assert share(case.found_shadow == case.shadow for case in cases) >= 0.95
    assert _spread(cases) <= 0.05


@pytest.mark.parametrize("level", [0.8, 1.0, 1.3])
@pytest.mark.parametrize("shadow", ["neutral_brown", "black_smoky", "grey"])
def test_exposure_leaves_dark_shadows_on_deep_skin_as_they_are(
    portrait: Face, shadow: str, level: float
) -> None:
    face = of_depth(portrait, "deep")
    makeup = Makeup(
        shadow=SHADOWS[shadow] or BROWNS["deep"], shadow_opacity=0.95, cast=(level,) * 3
    )
    found = look_of(face, paint(face.rgb, face.points, makeup))
    assert found.eye.shadow_family == shadow


@pytest.mark.parametrize("depth", DEPTHS)
def test_a_bare_face_wears_nothing(portrait: Face, depth: str) -> None:
    face = of_depth(portrait, depth)
    found = look_of(face, face.rgb)
    assert found.eye.shadow_family == "none"
    assert found.eye.liner == "none"
    assert found.base.blush.intensity == "none"
    assert found.lip.color_family == "none"


@pytest.mark.parametrize("depth", DEPTHS)
def test_blush_is_seen_where_it_is_painted(portrait: Face, depth: str) -> None:
    face = of_depth(portrait, depth)
    colour = "#e0607a" if depth in ("fair", "light", "medium") else "#b83250"
    makeup = Makeup(blush=colour, blush_opacity=0.4)
    found = look_of(face, paint(face.rgb, face.points, makeup))
    assert found.base.blush.intensity != "none"
    assert found.base.blush.hue == "pink"
    assert found.eye.shadow_family == "none"


def test_gloss_makes_painted_lips_glossy(portrait: Face) -> None:
    plain = Makeup(lip="#b01c2e")
    shining = Makeup(lip="#b01c2e", gloss=0.5)
    assert look_of(portrait, paint(portrait.rgb, portrait.points, plain)).lip.finish != "glossy"
    assert look_of(portrait, paint(portrait.rgb, portrait.points, shining)).lip.finish == "glossy"


def test_more_product_is_never_less_coverage(portrait: Face) -> None:
    ladder = ["none", "sheer", "medium", "full"]
    steps = [
        ladder.index(
            look_of(
                portrait,
                paint(portrait.rgb, portrait.points, Makeup(lip="#b01c2e", lip_opacity=opacity)),
            ).lip.coverage
        )
        for opacity in (0.0, 0.4, 0.6, 0.8, 1.0)
    ]
    assert steps == sorted(steps)
    assert (steps[0], steps[-1]) == (0, 3)


def test_a_skin_is_painted_as_asked(portrait: Face) -> None:
    for depth, lab in DEPTHS.items():
        photo = Pyramid(of_depth(portrait, depth).rgb)
        skin = read_skin(face_canvas(photo, portrait.points))
        assert skin is not None
        assert abs(skin.lab - lab).max() < 3.0
