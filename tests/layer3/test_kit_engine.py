"""Score, budget, dupes and differences, on values."""

from __future__ import annotations

from typing import Any
from zlib import crc32

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.colour import lab_from_hex
from layer2.engine.types import Slot
from layer3.engine.budget import choose
from layer3.engine.candidates import Candidate, Scored, rank
from layer3.engine.differences import color_direction, differences
from layer3.engine.dupes import is_dupe, rank_dupes
from layer3.engine.rules import DUPE_LIMIT, DUPE_LIMIT_SKIN, RulesError, Weights
from layer3.engine.slots import SlotPlan
from layer3.engine.types import Target
from tests.factories import swatch


def make_candidate(sku: str = "a", **overrides: Any) -> Candidate:
    fields: dict[str, Any] = {
        "product_id": crc32(sku.encode()), "brand_id": 1, "merchant_id": 1,
        "category": "lipstick", "finish": "matte", "coverage": "full",
        "availability": "in_stock", "price_cents": 2000, "effective_cents": 2000,
        "size": (3.5, "g"), "lab": lab_from_hex("#a11f33"), "delta_e": 1.0,
    }  # fmt: skip
    return Candidate(sku=sku, **(fields | overrides))


ALL_SLOTS: tuple[Slot, ...] = (
    "foundation", "blush", "eyeshadow", "eyeliner", "mascara", "lipstick", "lip_liner",
)  # fmt: skip
PLAN = SlotPlan("lipstick", "lip", True, Target(swatch("#a11f33"), "matte", "full"))


def _ranked(*candidates: Candidate, **overrides: Any) -> list[Scored]:
    return rank(PLAN, candidates, **({"weights": Weights()} | overrides))


@given(
    delta_e=st.floats(0, 12),
    finish=st.sampled_from(["matte", "satin", "glossy", "unknown"]),
    coverage=st.sampled_from(["sheer", "medium", "full", "unknown"]),
    stock=st.sampled_from(["in_stock", "out_of_stock", "unknown"]),
    budget=st.none() | st.integers(1, 20000),
)
def test_parts_sum_to_a_score_from_0_to_100(
    delta_e: float, finish: str, coverage: str, stock: str, budget: int | None
) -> None:
    one = make_candidate(delta_e=delta_e, finish=finish, coverage=coverage, availability=stock)
    scored = _ranked(one, budget_cents=budget)[0]
    assert sum(scored.parts.values()) == pytest.approx(scored.score, abs=1e-6)
    assert all(0 <= part <= 100 for part in (*scored.parts.values(), scored.score))


def test_a_perfect_answer_scores_100() -> None:
    assert _ranked(make_candidate(delta_e=0.0))[0].score == 100


@pytest.mark.parametrize(
    "worse",
    [
        {"delta_e": 2.0}, {"finish": "satin"}, {"finish": "unknown"}, {"coverage": "medium"},
        {"coverage": "unknown"}, {"availability": "unknown"}, {"availability": "out_of_stock"},
        {"brand_known": False},
    ],
)  # fmt: skip
def test_each_part_counts(worse: dict[str, Any]) -> None:
    good, bad = make_candidate("b"), make_candidate("a", **worse)
    assert [one.candidate.sku for one in _ranked(bad, good)] == ["b", "a"]


def test_a_tie_goes_by_sku() -> None:
    assert [one.candidate.sku for one in _ranked(make_candidate("b"), make_candidate("a"))] == [
        "a",
        "b",
    ]


def test_weights_must_sum_to_one() -> None:
    with pytest.raises(RulesError):
        Weights(color=0.9)


def _flat(candidates: Any) -> int:
    return sum(one.effective_cents for one in candidates)


def _scored(slot: str, *pairs: tuple[int, float]) -> list[Scored]:
    return [
        Scored(make_candidate(f"{slot}{i}", effective_cents=cents), score, ())
        for i, (cents, score) in enumerate(pairs)
    ]


def test_without_a_budget_the_best_is_chosen() -> None:
    choice = choose({"blush": _scored("b", (5000, 90), (100, 80))}, budget_cents=None, total=_flat)
    assert choice.chosen["blush"].candidate.effective_cents == 5000


def test_a_budget_takes_the_swap_that_loses_least_score_a_cent() -> None:
    ranked: dict[Slot, list[Scored]] = {
        "blush": _scored("b", (3000, 90), (1000, 50)),
        "lipstick": _scored("l", (3000, 90), (1000, 85)),
    }
    choice = choose(ranked, budget_cents=4000, total=_flat)
    assert {slot: one.score for slot, one in choice.chosen.items()} == {"blush": 90, "lipstick": 85}
    assert choice.over_budget == ()


def test_a_tight_budget_leaves_out_lip_liner_then_blush_then_mascara() -> None:
    ranked = {slot: _scored(slot, (1000, 90)) for slot in ALL_SLOTS}
    left_out = [
        choose(ranked, budget_cents=cents, total=_flat).over_budget
        for cents in (7000, 6000, 5000, 4000)
    ]
    assert left_out == [
        (), ("lip_liner",), ("lip_liner", "blush"), ("lip_liner", "blush", "mascara"),
    ]  # fmt: skip


@given(
    st.lists(st.lists(st.tuples(st.integers(1, 5000), st.floats(0, 100)), max_size=5), max_size=7),
    st.integers(0, 12000),
)
def test_the_cart_is_never_over_the_budget(rows: Any, budget: int) -> None:
    ranked = {
        slot: sorted(_scored(slot, *pairs), key=lambda one: -one.score)
        for slot, pairs in zip(ALL_SLOTS, rows, strict=False)
    }
    choice = choose(ranked, budget_cents=budget, total=_flat)
    assert _flat([one.candidate for one in choice.chosen.values()]) <= budget
    filled = {slot for slot, options in ranked.items() if options}
    assert filled == set(choice.chosen) | set(choice.over_budget)


ORIGINAL = make_candidate("original", effective_cents=3000)


@pytest.mark.parametrize(
    ("change", "delta_e", "expected"),
    [
        ({}, 1.0, True),
        ({}, DUPE_LIMIT, True),
        ({}, DUPE_LIMIT + 0.0001, False),
        ({}, None, False),
        ({"effective_cents": 3000}, 1.0, False),
        ({"size": (1.0, "g")}, 1.0, False),  # cheaper, but dearer a gram
        ({"size": None}, 1.0, True),
        ({"size": (1.0, "ml")}, 1.0, True),
        ({"finish": "satin"}, 1.0, False),
        ({"finish": "unknown"}, 1.0, False),
        ({"category": "lip_gloss"}, 1.0, False),
        ({"product_id": ORIGINAL.product_id}, 1.0, False),
    ],
)
def test_what_is_a_dupe(change: dict[str, Any], delta_e: float | None, expected: bool) -> None:
    other = make_candidate("other", **({"effective_cents": 2000} | change))
    assert is_dupe(ORIGINAL, other, delta_e) is expected


def test_two_unstated_finishes_are_not_the_same() -> None:
    original = make_candidate("original", effective_cents=3000, finish="unknown")
    assert not is_dupe(original, make_candidate("other", finish="unknown"), 0.0)


def test_a_foundation_has_the_tighter_limit() -> None:
    original = make_candidate("original", category="foundation", effective_cents=3000)
    other = make_candidate("other", category="foundation")
    assert is_dupe(original, other, DUPE_LIMIT_SKIN)
    assert not is_dupe(original, other, DUPE_LIMIT_SKIN + 0.01)


def test_a_mascara_dupe_has_the_same_stated_effect() -> None:
    original = make_candidate(
        "original", category="mascara", coverage="dramatic", effective_cents=3000
    )
    same = make_candidate("same", category="mascara", coverage="dramatic")
    other = make_candidate("other", category="mascara", coverage="defined")
    assert [
        match.candidate.sku for match in rank_dupes(original, [(same, None), (other, None)])
    ] == ["same"]


def test_dupes_weigh_nearness_and_saving_and_put_what_is_out_of_stock_last() -> None:
    near = make_candidate("near", effective_cents=2900)
    cheap = make_candidate("cheap", effective_cents=1000)
    gone = make_candidate("gone", effective_cents=500, availability="out_of_stock")
    ranked = rank_dupes(ORIGINAL, [(gone, 0.1), (near, 1.0), (cheap, 1.2)])
    assert [match.candidate.sku for match in ranked] == ["cheap", "near", "gone"]
    assert ranked[0].saving_cents == 2000


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        ((50.0, 20.0, 10.0), ""),
        ((51.0, 20.0, 10.0), "a little lighter"),
        ((47.0, 20.0, 10.0), "darker"),
        ((40.0, 20.0, 10.0), "much darker"),
        ((49.0, 20.0, 12.0), "a little warmer and darker"),
        ((50.0, 20.0, 8.0), "a little cooler"),
        ((50.0, 30.0, 10.0), "redder"),
    ],
)
def test_the_direction_of_a_colour(of: tuple[float, float, float], expected: str) -> None:
    assert color_direction(of, (50.0, 20.0, 10.0), language="en") == expected


def test_differences_in_spanish() -> None:
    other = make_candidate(
        "o", lab=(60.0, 50.0, 20.0), finish="satin", coverage="unknown", size=None
    )
    one = make_candidate("a", lab=(57.0, 50.0, 20.0))
    assert differences(one, other, 2.6, language="es") == (
        "Color: más oscuro (CIEDE2000 2.6).",
        "Acabado: mate en lugar de satinado.",
        "Cobertura: sin medir.",
        "Tamaño: sin medir.",
    )


def test_differences_are_never_empty() -> None:
    one = make_candidate("a")
    assert differences(one, make_candidate("b"), 0.0, language="en") == (
        "Color: no visible difference (CIEDE2000 0.0).",
    )
