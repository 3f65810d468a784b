"""The cart engine: each kind by hand, and its laws over 10,000 random carts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Final, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.engine.pricing import (
    Kind,
    Line,
    Occasion,
    PricedCart,
    PricingInputError,
    Promotion,
    in_scope,
    list_price_cap,
    price_cart,
    share,
)

NOW = datetime(2026, 6, 1, tzinfo=UTC)
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
NOON = Occasion(NOW)


def line(sku: str = "a", cents: int = 1000, quantity: int = 1, **fields: Any) -> Line:
    given_fields: dict[str, Any] = {
        "merchant_id": 1, "product_id": 1, "brand_id": 1, "category": "lipstick",
    }  # fmt: skip
    return Line(sku, unit_cents=cents, quantity=quantity, **(given_fields | fields))


def promotion(kind: Any = "PERCENT_OFF", number: int = 1, **fields: Any) -> Promotion:
    return Promotion(
        id=number, merchant_id=1, name=f"p{number}", kind=kind,
        **({"starts_at": NOW - timedelta(1)} | fields),
    )  # fmt: skip


def codes(cart: PricedCart) -> list[tuple[str, int]]:
    return [(entry.code, entry.cents) for entry in cart.trace]


THREE = promotion("MULTI_BUY_DISCOUNT", percent_bp=1000, buy_quantity=3)
THIRD_FREE = promotion("BUY_X_GET_Y", percent_bp=10_000, buy_quantity=2, get_quantity=1)


@pytest.mark.parametrize(
    ("lines", "deal", "total"),
    [
        ([line()], promotion(percent_bp=2500), 750),
        ([line(cents=999)], promotion(percent_bp=1500), 849),  # 149.85 rounds to 150
        ([line()], promotion("FLASH_SALE", percent_bp=10_000, ends_at=NOW + timedelta(1)), 0),
        ([line(), line("b", 500)], promotion("AMOUNT_OFF", amount_cents=300), 1200),
        ([line(cents=200)], promotion("AMOUNT_OFF", amount_cents=300), 0),
        ([line(quantity=3)], THREE, 2700),
        ([line(quantity=2)], THREE, 2000),
        ([line(quantity=3)], THIRD_FREE, 2000),
        ([line(quantity=5)], THIRD_FREE, 4000),
        ([line(quantity=2), line("b", 400)],
         promotion("BUY_X_GET_Y", percent_bp=5000, buy_quantity=2, get_quantity=1), 2200),
        ([line()], promotion(percent_bp=5000, max_discount_cents=100), 900),
        ([line()], promotion("FREE_SHIPPING"), 1000),
    ],
)  # fmt: skip
def test_each_kind(lines: list[Line], deal: Promotion, total: int) -> None:
    assert price_cart(lines, [deal], NOON).total_cents == total


def test_the_cheapest_units_are_free_whatever_the_order() -> None:
    deal = promotion("BUY_X_GET_Y", percent_bp=10_000, buy_quantity=1, get_quantity=1)
    lines = [line("a", 100), line("b", 900), line("c", 500), line("d", 300)]
    # dearest first: 900, 500 | 300, 100; the second of each pair is free
    assert price_cart(lines, [deal], NOON).total_cents == 1200
    assert price_cart(lines[::-1], [deal], NOON).total_cents == 1200


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"starts_at": NOW + timedelta(1)}, "NOT_STARTED"),
        ({"ends_at": NOW}, "ENDED"),
        ({"channels": frozenset({"app"})}, "OTHER_CHANNEL"),
        ({"creators": frozenset({"ana"})}, "OTHER_CREATOR"),
        ({"uses_left": 0}, "USAGE_CAP_REACHED"),
        ({"scope": "brands", "targets": frozenset({2})}, "NO_ELIGIBLE_ITEM"),
        ({"min_subtotal_cents": 1001}, "BELOW_MIN_SUBTOTAL"),
        ({"merchant_id": 2}, "OTHER_MERCHANT"),
    ],
)
def test_a_promotion_that_does_not_apply_says_why(fields: dict[str, Any], code: str) -> None:
    deal = replace(promotion(percent_bp=5000), **fields)
    cart = price_cart([line()], [deal], NOON)
    assert (cart.total_cents, codes(cart)) == (1000, [(code, 0)])


def test_too_few_items_says_so() -> None:
    deal = promotion("MULTI_BUY_DISCOUNT", percent_bp=1000, buy_quantity=2)
    assert codes(price_cart([line()], [deal], NOON)) == [("NOT_ENOUGH_ITEMS", 0)]


@pytest.mark.parametrize(
    ("scope", "targets", "total"),
    [
        ("all", frozenset(), 1000),
        ("products", frozenset({7}), 1500),
        ("categories", frozenset({"blush"}), 1500),
        ("brands", frozenset({9}), 1500),
    ],
)
def test_scope(scope: Any, targets: Any, total: int) -> None:
    lines = [line(), line("b", product_id=7, brand_id=9, category="blush")]
    deal = promotion(percent_bp=5000, scope=scope, targets=targets)
    assert price_cart(lines, [deal], NOON).total_cents == total


def test_stackable_promotions_apply_to_what_is_left_by_priority() -> None:
    half, ten = promotion(percent_bp=5000), promotion("AMOUNT_OFF", 2, amount_cents=100, priority=5)
    cart = price_cart([line()], [half, ten], NOON)
    assert cart.total_cents == 450  # 100 off first, then half
    assert codes(cart) == [("APPLIED", 100), ("APPLIED", 450)]


def test_an_exclusive_promotion_applies_alone_where_it_saves_more() -> None:
    stack = [promotion(percent_bp=1000), promotion(number=2, percent_bp=1000)]
    alone = promotion(number=3, percent_bp=3000, stackable=False)
    cart = price_cart([line()], [*stack, alone], NOON)
    assert cart.total_cents == 700
    assert codes(cart) == [("BETTER_EXCLUSIVE", 0), ("BETTER_EXCLUSIVE", 0), ("APPLIED", 300)]
    weak = replace(alone, percent_bp=1500)
    assert codes(price_cart([line()], [*stack, weak], NOON)) == [
        ("APPLIED", 100), ("APPLIED", 90), ("BETTER_COMBINATION", 0),
    ]  # fmt: skip


def test_merchants_are_priced_apart() -> None:
    lines = [line(), line("b", merchant_id=2)]
    deals = [promotion(percent_bp=5000), promotion("FREE_SHIPPING", 2)]
    cart = price_cart(lines, deals, NOON)
    assert (cart.total_cents, cart.free_shipping) == (1500, (1,))


@pytest.mark.parametrize("bad", [line(quantity=0), line(cents=0)])
def test_a_cart_that_nobody_should_build(bad: Line) -> None:
    with pytest.raises(PricingInputError):
        price_cart([bad], [], NOON)


LINES = st.lists(
    st.builds(
        Line, sku=st.sampled_from("abcdef"), merchant_id=st.integers(1, 2),
        product_id=st.integers(1, 3), brand_id=st.integers(1, 3),
        category=st.sampled_from(["lipstick", "blush"]), unit_cents=st.integers(1, 9999),
        quantity=st.integers(1, 5),
    ),
    min_size=1, max_size=6, unique_by=lambda one: (one.sku, one.merchant_id, one.unit_cents),
)  # fmt: skip
PROMOTIONS = st.lists(
    st.builds(
        Promotion, id=st.integers(1, 50), merchant_id=st.integers(1, 2), name=st.just("p"),
        kind=st.sampled_from(KINDS),
        starts_at=st.sampled_from([NOW - timedelta(1), NOW, NOW + timedelta(1)]),
        ends_at=st.sampled_from([None, NOW, NOW + timedelta(1)]),
        scope=st.sampled_from(["all", "products", "categories", "brands"]),
        targets=st.frozensets(st.sampled_from([1, 2, 3, "lipstick", "blush"]), max_size=3),
        percent_bp=st.integers(1, 10_000), amount_cents=st.integers(1, 20_000),
        buy_quantity=st.integers(1, 3), get_quantity=st.integers(1, 2),
        min_subtotal_cents=st.sampled_from([0, 1000, 10_000]),
        max_discount_cents=st.none() | st.integers(0, 3000), priority=st.integers(-2, 2),
        stackable=st.booleans(), uses_left=st.none() | st.integers(0, 2),
    ),
    max_size=6, unique_by=lambda one: one.id,
)  # fmt: skip


def check_laws(lines: list[Line], deals: list[Promotion], chance: Random) -> None:
    cart = price_cart(lines, deals, NOON)
    # no line and no total below zero; lines sum to the total
    assert all(0 <= one.total_cents <= one.line.list_cents for one in cart.lines)
    assert sum(one.total_cents for one in cart.lines) == cart.total_cents >= 0
    # every candidate is in the trace once, and the trace accounts for every cent
    assert [entry.promotion_id for entry in cart.trace] == [
        one.id for one in sorted(deals, key=lambda p: (-p.priority, p.id))
    ]
    assert cart.list_cents - sum(entry.cents for entry in cart.trace) == cart.total_cents
    for entry in cart.trace:
        deal = next(one for one in deals if one.id == entry.promotion_id)
        # none above its cap, none outside its time, none on what it does not name
        if deal.max_discount_cents is not None:
            assert entry.cents <= deal.max_discount_cents
        running = deal.starts_at <= NOW and (deal.ends_at is None or deal.ends_at > NOW)
        assert running or (entry.code != "APPLIED" and entry.cents == 0)
        for one in cart.lines:
            if dict(one.discounts).get(deal.id):
                assert deal.merchant_id == one.line.merchant_id
                assert in_scope(deal, one.line)
    # the same for any order of items and promotions, and for a line split in two
    shuffled, deals_shuffled = lines[:], deals[:]
    chance.shuffle(shuffled)
    chance.shuffle(deals_shuffled)
    first = shuffled[0]
    if first.quantity > 1:
        shuffled = [
            replace(first, quantity=1),
            *shuffled[1:],
            replace(first, quantity=first.quantity - 1),
        ]
    assert price_cart(shuffled, deals_shuffled, NOON) == cart


@settings(max_examples=200)
@given(LINES, PROMOTIONS, st.integers(0, 999))
def test_laws_on_carts_that_hypothesis_can_shrink(
    lines: list[Line], deals: list[Promotion], seed: int
) -> None:
    check_laws(lines, deals, Random(seed))


@settings(max_examples=1000)
@given(st.integers(0, 2**48))
def test_laws_on_10_000_carts(seed: int) -> None:
    chance = Random(seed)
    for _ in range(10):
        check_laws(random_lines(chance), random_promotions(chance), chance)


def random_lines(chance: Random) -> list[Line]:
    """Return a cart; drawing each field through hypothesis takes a hundred times as long."""
    lines = [
        Line(
            sku=chance.choice("abcdef"), merchant_id=chance.randint(1, 2),
            product_id=chance.randint(1, 3), brand_id=chance.randint(1, 3),
            category=chance.choice(["lipstick", "blush"]), unit_cents=chance.randint(1, 9999),
            quantity=chance.randint(1, 5),
        )
        for _ in range(chance.randint(1, 6))
    ]  # fmt: skip
    return list({(one.sku, one.merchant_id, one.unit_cents): one for one in lines}.values())


def random_promotions(chance: Random) -> list[Promotion]:
    targets: list[int | str] = [1, 2, 3, "lipstick", "blush"]
    deals = [
        Promotion(
            id=chance.randint(1, 50), merchant_id=chance.randint(1, 2), name="p",
            kind=chance.choice(KINDS),
            starts_at=NOW + timedelta(chance.choice([-1, -1, -1, 0, 1])),
            ends_at=chance.choice([None, None, NOW, NOW + timedelta(1)]),
            scope=chance.choice(["all", "all", "products", "categories", "brands"]),
            targets=frozenset(chance.sample(targets, chance.randint(0, 4))),
            percent_bp=chance.randint(1, 10_000), amount_cents=chance.randint(1, 20_000),
            buy_quantity=chance.randint(1, 3), get_quantity=chance.randint(1, 2),
            min_subtotal_cents=chance.choice([0, 0, 1000, 10_000]),
            max_discount_cents=chance.choice([None, None, 0, 250, 3000]),
            priority=chance.randint(-2, 2), stackable=chance.random() < 0.7,
            uses_left=chance.choice([None, None, 0, 2]),
        )
        for _ in range(chance.randint(0, 6))
    ]  # fmt: skip
    return list({one.id: one for one in deals}.values())


@settings(max_examples=1000)
@given(st.integers(0, 2**48))
def test_the_cap_of_list_prices_never_hides_a_cheap_piece(seed: int) -> None:
    chance = Random(seed)
    one, deals = line(cents=chance.randint(1, 20_000)), random_promotions(chance)
    effective = price_cart([one], deals, NOON).total_cents
    assert one.unit_cents <= list_price_cap(effective, [d for d in deals if d.merchant_id == 1])


@given(st.integers(0, 10_000), st.lists(st.integers(0, 5000), min_size=1, max_size=8))
def test_shares_sum_and_fit(cents: int, weights: list[int]) -> None:
    cents = min(cents, sum(weights))
    parts = share(cents, weights)
    assert sum(parts) == cents
    assert all(0 <= part <= weight for part, weight in zip(parts, weights, strict=True))
