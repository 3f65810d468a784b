"""What an area says of its fields lets a reader decide them again."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from math import nan

import pytest

from layer1.engine.types import IMPACT_AREAS
from layer2.engine import blush, brows, eye_rules, lip_rules, shadow
from layer2.engine.cheeks import Cheek, Cheeks
from layer2.engine.finding import Finding
from layer2.engine.judge import judge
from layer2.engine.lip_rules import family_of
from layer2.engine.look_texts import Teller
from layer2.engine.measure import Measures
from layer2.engine.types import Evidence
from layer2.engine.wing import Wing
from layer2.evaluation.made_up import made_up

NUMBER = r"-?[\d.]+"
RANGE = re.compile(
    rf"bare lips (?:from ({NUMBER}) )?to ({NUMBER}), "
    rf"product from ({NUMBER})(?: or below ({NUMBER}))?:"
)


@pytest.fixture(scope="module")
def measured() -> list[Measures]:
    return [case.measures for case in made_up(200)]


def place(piece: Evidence) -> str:
    """Return where a sign lies by its own words: with bare lips, with product, or between."""
    found = RANGE.match(piece.rule)
    assert found, piece.rule
    value, low, high = float(piece.value or 0), float(found[1] or "-inf"), float(found[2])
    if value >= float(found[3]) or value <= float(found[4] or "-inf"):
        return "product"
    return "bare" if low <= value <= high else "between"


def test_product_on_lips_is_told_by_signs_that_lie_where_they_say(measured: list[Measures]) -> None:
    seen: defaultdict[str, set[str]] = defaultdict(set)
    for measures in measured:
        if measures.lips is None or measures.skin is None:
            continue
        found = lip_rules.coverage(measures.lips, measures.skin)
        signs = [piece for piece in found.evidence if piece.rule.startswith("bare lips")]
        places = [place(piece) for piece in signs]
        if found.value == "none":
            assert places == ["bare"] * 5
        elif found.value == "unknown":
            assert set(places) == {"between"}
        else:
            assert places == ["product"]
        seen[found.value] |= {piece.metric for piece in signs}
    assert len(seen["unknown"]) >= 3
    assert len(set().union(*(seen[worn] for worn in ("sheer", "medium", "full")))) >= 3


@pytest.mark.parametrize(
    ("apple", "bone", "worn"),
    [
        (Cheek(0.2, 0.15), Cheek(0.2, 0.1), "medium"),
        (Cheek(0.4, 0.02), Cheek(0.4, -0.03), "unknown"),  # the light of one side
        (Cheek(0.4, nan), Cheek(0.4, nan), "unknown"),  # who sees one cheek sees no agreement
        (Cheek(0.0, nan), Cheek(0.0, nan), "none"),
    ],
)
def test_blush_is_on_both_cheeks(apple: Cheek, bone: Cheek, worn: str) -> None:
    cheeks = Cheeks(apple=apple, bone=bone, sweep=Cheek(nan, nan), blue=0.0, light=None)
    assert blush.intensity(cheeks).value == worn


@pytest.mark.parametrize(
    ("colour", "family", "bounds"),
    [
        ((30, 20, 0), "plum", {"L": "below 34", "h": "below 8"}),
        ((56, 60, 35), "coral",
         {"L": "from 50", "C": "from 42 to 73", "h": "from 30 to 42"}),
        ((60, 20, 25), "nude", {"L": "from 52 to 66", "C": "below 34", "h": "from 18 to 32"}),
    ],
)  # fmt: skip
def test_a_lip_family_names_the_bounds_around_the_colour(
    colour: tuple[float, float, float], family: str, bounds: dict[str, str]
) -> None:
    assert family_of(*colour) == (family, bounds)


def test_parts_of_blush_add_up_to_its_redness(measured: list[Measures]) -> None:
    for cheeks in (one.cheeks for one in measured if one.cheeks is not None):
        told = blush.intensity(cheeks).evidence[:4]
        whole, *parts = (float(piece.value or 0) for piece in told)
        assert whole == pytest.approx(sum(parts), abs=0.002)
        assert whole == pytest.approx(blush.amount(cheeks), abs=0.001)


def test_small_eyes_tell_neither_shadow_nor_lines(measured: list[Measures]) -> None:
    small = [one for one in measured if one.eyes and not one.fine_lines]
    assert small
    for found in map(judge, small):
        for field in (found.shadow, found.shadow_family, found.eye_finish, found.liner):
            assert field.value == "unknown"
            assert field.evidence[0].metric == "eye.width"


@pytest.mark.parametrize(("lash", "liner"), [(0.2, "thin"), (0.28, "thin"), (0.29, "none")])
def test_a_line_beside_the_eye_is_liner_where_it_goes_on_along_the_lashes(
    measured: list[Measures], lash: float, liner: str
) -> None:
    bare = next(one.eyes for one in measured if len(one.eyes) == 2)
    eyes = [replace(eye, corner=0.4, lash_outer=lash) for eye in bare]
    line = Wing(angle=20.0, length=0.3, thickness=0.05, darkness=0.15)
    assert eye_rules.liner(eyes, [line, line], "none").value == liner
    pale = replace(line, darkness=0.25)
    assert eye_rules.liner(eyes, [pale, pale], "none").value == "none"


@pytest.mark.parametrize(
    ("blue", "hue"),
    [(0.06, "pink"), (0.03, "unknown"), (0.0, "unknown"), (-0.05, "unknown"), (-0.1, "peach")],
)
def test_a_hue_between_its_limits_is_unknown(blue: float, hue: str) -> None:
    cheek = Cheek(0.2, nan)
    cheeks = Cheeks(apple=cheek, bone=cheek, sweep=cheek, blue=blue, light=None)
    assert blush.hue(cheeks, "soft").value == hue
    assert blush.hue(cheeks, "none").value == "none"


def test_a_shadow_without_a_family_has_every_sign_below_its_limit(
    measured: list[Measures],
) -> None:
    for lids in (one.lids for one in measured if one.lids is not None):
        found = shadow.family(lids)
        told = {piece.metric: float(piece.value or 0) for piece in found.evidence}
        signs = ("lids.colored", "lids.warm", "lids.outer_loss", "lids.together")
        limits = (shadow.COLOURED, shadow.WARM, shadow.DEEP_OUTER, shadow.TOGETHER)
        over = [told[sign] >= limit for sign, limit in zip(signs, limits, strict=True)]
        if found.value == "none":
            assert not any(over)


def unknown_answers() -> Iterator[Finding[str]]:
    yield brows.brow([None, None])
    short = Wing(angle=0.0, length=0.1, thickness=0.05, darkness=0.2)
    for wings in ([None, None], [short, None], [short, replace(short, length=0.15)]):
        yield eye_rules.direction(wings, "thin")


def test_an_unknown_answer_says_what_left_it_unknown() -> None:
    for found in unknown_answers():
        assert found.value == "unknown"
        assert found.evidence
        assert all(re.search(r"needs .*\d|needs one", piece.rule) for piece in found.evidence)


@pytest.mark.parametrize("locale", ["en", "es-US"])
def test_no_word_stands_for_what_is_unknown(measured: list[Measures], locale: str) -> None:
    """A look of which nothing is known claims nothing, though all of it was measured."""
    whole = next(one for one in measured if one.lips is not None and one.eyes)
    found = judge(whole)
    nothing = {name: Finding("unknown", 0.1, ()) for name in found.__slots__}
    teller = Teller(replace(found, **nothing), whole, {}, locale)  # type: ignore[arg-type]
    intents = [teller.intent(area) for area in IMPACT_AREAS]
    said = " ".join([teller.title(("eye", "lip")), *intents])
    claims = (
        "bare|natural|no shadow|no blush|no liner|warm|made-up|tinted|sin sombra|sin rubor|"
        "sin delineado|cálid|could not be read|pudo leer"
    )
    assert not re.search(claims, said.lower()), said
    assert teller.tags() == ()
