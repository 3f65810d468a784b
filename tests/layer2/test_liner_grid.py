"""Liner up, straight and down is recalled, on either eye and on a head turned up to 15 degrees."""

from __future__ import annotations

import pytest

from tests.layer2.liners import ANGLES, Lined, lined, read_lined
from tests.layer2.painted import Face, share
from tests.layer2.painter import Makeup

RECALL = 0.85


@pytest.fixture(scope="module")
def cases(portrait: Face) -> list[Lined]:
    return list(lined([portrait]))


@pytest.fixture(scope="module")
def bare_cases(bare_faces: list[Face]) -> list[Lined]:
    return list(lined(bare_faces, yaws=(-12.0, 0.0, 12.0)))


def recall(cases: list[Lined], wanted: str, eye: str = "found") -> float:
    return share(getattr(case, eye) == wanted for case in cases if case.wanted == wanted)


def test_each_direction_is_painted_equally_often(cases: list[Lined]) -> None:
    counts = {wanted: sum(case.wanted == wanted for case in cases) for wanted in ANGLES}
    assert set(counts.values()) == {len(cases) // 3}


@pytest.mark.parametrize("wanted", ANGLES)
def test_each_direction_is_recalled(cases: list[Lined], wanted: str) -> None:
    assert recall(cases, wanted) >= RECALL


@pytest.mark.parametrize("eye", ["left", "right"])
@pytest.mark.parametrize("wanted", ANGLES)
def test_each_eye_alone_shows_its_direction(cases: list[Lined], wanted: str, eye: str) -> None:
    assert recall(cases, wanted, eye) >= RECALL


@pytest.mark.parametrize("wanted", ANGLES)
def test_bare_photos_of_five_depths_show_their_liner(bare_cases: list[Lined], wanted: str) -> None:
    assert recall(bare_cases, wanted) >= RECALL


def test_a_bare_face_that_is_turned_shows_no_drawn_line(
    portrait: Face, bare_faces: list[Face]
) -> None:
    for face in (portrait, *bare_faces):
        for yaw in (-15.0, 0.0, 15.0):
            assert not read_lined(face, Makeup(), "none", yaw).drawn, (face.depth, yaw)
