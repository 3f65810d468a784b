"""What a cart costs after promotions: integer cents in, integer cents and a trace out.

Rules, in this order:
1. A promotion is a candidate for its own merchant's lines only, inside its time, channel, creator
   and usage cap, where its scope finds a line and its minimum is met by their list prices.
2. Stackable promotions apply together, higher priority first, each on what the ones before left.
   A promotion that does not stack applies alone. The way that saves most wins; a tie goes to the
   higher priority, then to the lower id.
3. Percentages round half a cent up on each line. A fixed amount, or a cap below the sum of a
   percentage, is shared by the lines in proportion to what they cost, largest remainder first.

Lines of the same SKU and price are one line, and everything is sorted before it is computed, so the
order of items and promotions changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

Kind = Literal[
    "FLASH_SALE", "PERCENT_OFF", "AMOUNT_OFF", "MULTI_BUY_DISCOUNT", "BUY_X_GET_Y", "FREE_SHIPPING"
]  # fmt: skip
Scope = Literal["all", "products", "categories", "brands"]
Code = Literal[
    "APPLIED", "NOT_STARTED", "ENDED", "OTHER_CHANNEL", "OTHER_CREATOR", "USAGE_CAP_REACHED",
    "NO_ELIGIBLE_ITEM", "BELOW_MIN_SUBTOTAL", "NOT_ENOUGH_ITEMS", "NOTHING_LEFT",
    "BETTER_EXCLUSIVE", "BETTER_COMBINATION", "OTHER_MERCHANT",
]  # fmt: skip
FULL_BP: Final = 10_000  # hundredths of a percent
MAX_CENTS: Final = 10_000_000  # no list price is higher: the database refuses it


class PricingInputError(ValueError):
    """A cart or promotion that no caller should have built."""


@dataclass(frozen=True, slots=True)
class Line:
    """One SKU in a cart."""

    sku: str
    merchant_id: int
    product_id: int
    brand_id: int
    category: str
    unit_cents: int
    quantity: int = 1

    @property
    def list_cents(self) -> int:
        return self.unit_cents * self.quantity


@dataclass(frozen=True, slots=True)
class Promotion:
    """The terms of one promotion; the database's constraints say which fields a kind needs."""

    id: int
    merchant_id: int
    name: str
    kind: Kind
    starts_at: datetime
    ends_at: datetime | None = None
    scope: Scope = "all"
    targets: frozenset[int | str] = frozenset()  # product ids, category codes or brand ids
    percent_bp: int = 0
    amount_cents: int = 0
    buy_quantity: int = 0
    get_quantity: int = 0
    min_subtotal_cents: int = 0
    max_discount_cents: int | None = None
    channels: frozenset[str] = frozenset()
    creators: frozenset[str] = frozenset()
    priority: int = 0
    stackable: bool = True
    uses_left: int | None = None


@dataclass(frozen=True, slots=True)
class Occasion:
    """When and through whom somebody buys."""

    at: datetime
    channel: str = "web"
    creator: str | None = None


@dataclass(frozen=True, slots=True)
class PricedLine:
    """A line after promotions; discounts names each promotion and its cents."""

    line: Line
    total_cents: int
    discounts: tuple[tuple[int, int], ...]

    @property
    def discount_cents(self) -> int:
        return self.line.list_cents - self.total_cents


@dataclass(frozen=True, slots=True)
class TraceEntry:
    """What became of one candidate: APPLIED and its cents, or why not."""

    promotion_id: int
    code: Code
    cents: int = 0


@dataclass(frozen=True, slots=True)
class PricedCart:
    lines: tuple[PricedLine, ...]
    list_cents: int
    total_cents: int
    free_shipping: tuple[int, ...]  # merchants that ship for free
    trace: tuple[TraceEntry, ...]


def price_cart(
    lines: Iterable[Line], promotions: Iterable[Promotion], occasion: Occasion
) -> PricedCart:
    """Return the cart after promotions. Raises PricingInputError for quantity or price below 1."""
    cart = _merged(lines)
    ordered = sorted(promotions, key=_rank)
    priced: list[PricedLine] = []
    trace: dict[int, TraceEntry] = {
        each.id: TraceEntry(each.id, "OTHER_MERCHANT") for each in ordered
    }
    shipping = []
    for merchant in sorted({line.merchant_id for line in cart}):
        mine = [line for line in cart if line.merchant_id == merchant]
        own = [each for each in ordered if each.merchant_id == merchant]
        best = _price_merchant(mine, own, occasion)
        priced += best.lines
        trace |= best.trace
        if best.free_shipping:
            shipping.append(merchant)
    return PricedCart(
        lines=tuple(priced),
        list_cents=sum(line.list_cents for line in cart),
        total_cents=sum(each.total_cents for each in priced),
        free_shipping=tuple(shipping),
        trace=tuple(trace[each.id] for each in ordered),
    )


def _rank(promotion: Promotion) -> tuple[int, int]:
    return -promotion.priority, promotion.id


def _merged(lines: Iterable[Line]) -> list[Line]:
    found: dict[tuple[str, int, int], Line] = {}
    for line in lines:
        if line.quantity < 1 or line.unit_cents < 1:
            raise PricingInputError(
                f"{line.sku}: quantity {line.quantity}, cents {line.unit_cents}"
            )
        key = (line.sku, line.merchant_id, line.unit_cents)
        known = found.get(key)
        found[key] = replace(line, quantity=line.quantity + known.quantity) if known else line
    return [found[key] for key in sorted(found)]


@dataclass(frozen=True, slots=True)
class _Outcome:
    """One way to price the lines of one merchant."""

    lines: tuple[PricedLine, ...]
    trace: Mapping[int, TraceEntry]
    free_shipping: bool
    rank: tuple[int, int]

    @property
    def total_cents(self) -> int:
        return sum(each.total_cents for each in self.lines)


def _price_merchant(
    lines: Sequence[Line], promotions: Sequence[Promotion], occasion: Occasion
) -> _Outcome:
    refused = {
        each.id: TraceEntry(each.id, code)
        for each in promotions
        if (code := _refusal(each, lines, occasion))
    }
    open_ones = [each for each in promotions if each.id not in refused]
    together = [each for each in open_ones if each.stackable]
    alone = [[each] for each in open_ones if not each.stackable]
    outcomes = [_apply(lines, group) for group in ([together] if together else []) + alone]
    best = min(
        outcomes or [_apply(lines, [])],
        key=lambda one: (one.total_cents, not one.free_shipping, one.rank),
    )
    beaten: Code = (
        "BETTER_COMBINATION" if best.rank in {_rank(p) for p in together} else "BETTER_EXCLUSIVE"
    )
    losers = {
        each.id: TraceEntry(each.id, beaten) for each in open_ones if each.id not in best.trace
    }
    return replace(best, trace={**refused, **losers, **best.trace})


def _refusal(promotion: Promotion, lines: Sequence[Line], occasion: Occasion) -> Code | None:
    if occasion.at < promotion.starts_at:
        return "NOT_STARTED"
    if promotion.ends_at is not None and occasion.at >= promotion.ends_at:
        return "ENDED"
    if promotion.channels and occasion.channel not in promotion.channels:
        return "OTHER_CHANNEL"
    if promotion.creators and occasion.creator not in promotion.creators:
        return "OTHER_CREATOR"
    if promotion.uses_left is not None and promotion.uses_left < 1:
        return "USAGE_CAP_REACHED"
    return _refusal_of_cart(promotion, [line for line in lines if in_scope(promotion, line)])


def _refusal_of_cart(promotion: Promotion, eligible: Sequence[Line]) -> Code | None:
    if not eligible:
        return "NO_ELIGIBLE_ITEM"
    if sum(line.list_cents for line in eligible) < promotion.min_subtotal_cents:
        return "BELOW_MIN_SUBTOTAL"
    needed = promotion.buy_quantity + promotion.get_quantity
    if sum(line.quantity for line in eligible) < needed:
        return "NOT_ENOUGH_ITEMS"
    return None


def in_scope(promotion: Promotion, line: Line) -> bool:
    """Whether the promotion's scope names this line."""
    if promotion.scope == "all":
        return True
    named: dict[str, int | str] = {
        "products": line.product_id, "categories": line.category, "brands": line.brand_id,
    }  # fmt: skip
    return named[promotion.scope] in promotion.targets


def _apply(lines: Sequence[Line], promotions: Sequence[Promotion]) -> _Outcome:
    left = [line.list_cents for line in lines]
    given: list[list[tuple[int, int]]] = [[] for _ in lines]
    trace: dict[int, TraceEntry] = {}
    for promotion in promotions:
        cuts = _cuts(promotion, lines, left)
        for index, cents in enumerate(cuts):
            if cents:
                left[index] -= cents
                given[index].append((promotion.id, cents))
        worked = sum(cuts) > 0 or promotion.kind == "FREE_SHIPPING"
        trace[promotion.id] = TraceEntry(
            promotion.id, "APPLIED" if worked else "NOTHING_LEFT", sum(cuts)
        )
    priced = (
        PricedLine(line, cents, tuple(parts))
        for line, cents, parts in zip(lines, left, given, strict=True)
    )
    return _Outcome(
        tuple(priced),
        trace,
        any(each.kind == "FREE_SHIPPING" for each in promotions),
        min((_rank(each) for each in promotions), default=(0, 0)),
    )


def _cuts(promotion: Promotion, lines: Sequence[Line], left: Sequence[int]) -> list[int]:
    """Return the cents off each line; none exceeds what is left of it, nor their sum the cap."""
    eligible = [
        cents if in_scope(promotion, line) else 0 for line, cents in zip(lines, left, strict=True)
    ]
    if promotion.kind == "FREE_SHIPPING":
        return [0] * len(lines)
    if promotion.kind == "AMOUNT_OFF":
        cuts = share(min(promotion.amount_cents, sum(eligible)), eligible)
    elif promotion.kind == "BUY_X_GET_Y":
        cuts = [
            _percent(cents * free // line.quantity, promotion.percent_bp)
            for line, cents, free in zip(
                lines, eligible, _free_units(promotion, lines), strict=True
            )
        ]
    else:
        cuts = [_percent(cents, promotion.percent_bp) for cents in eligible]
    cap = promotion.max_discount_cents
    return cuts if cap is None or sum(cuts) <= cap else share(cap, cuts)


def _percent(cents: int, percent_bp: int) -> int:
    return (cents * percent_bp + FULL_BP // 2) // FULL_BP


def _free_units(promotion: Promotion, lines: Sequence[Line]) -> list[int]:
    """Return how many units of each line are the cheap ones of their group of X + Y.

    Units go by list price, dearest first, then by SKU; the last Y of each full group are meant.
    """
    group = promotion.buy_quantity + promotion.get_quantity
    order = sorted(range(len(lines)), key=lambda i: (-lines[i].unit_cents, lines[i].sku))
    total = sum(line.quantity for line in lines if in_scope(promotion, line))
    counts, position = [0] * len(lines), 0
    last = total - total % group
    for index in order:
        if not in_scope(promotion, lines[index]):
            continue
        end = position + lines[index].quantity
        counts[index] = _cheap_before(min(end, last), promotion) - _cheap_before(
            min(position, last), promotion
        )
        position = end
    return counts


def _cheap_before(position: int, promotion: Promotion) -> int:
    """Return how many of the first units are cheap ones of their group."""
    group = promotion.buy_quantity + promotion.get_quantity
    full, rest = divmod(position, group)
    return full * promotion.get_quantity + max(rest - promotion.buy_quantity, 0)


def list_price_cap(effective_cents: int, promotions: Iterable[Promotion]) -> int:
    """Return a list price above which no single piece can cost effective_cents or less.

    As if every promotion applied to it at once; never too low, so it may narrow a search.
    """
    left_bp, off = FULL_BP**2, 0
    for promotion in promotions:
        if promotion.kind == "AMOUNT_OFF":
            off += promotion.amount_cents
        elif promotion.kind != "FREE_SHIPPING":
            left_bp = left_bp * (FULL_BP - promotion.percent_bp) // FULL_BP
            off += 1  # each percentage rounds by at most half a cent
    if left_bp == 0:
        return MAX_CENTS
    return min((effective_cents + off) * FULL_BP**2 // left_bp + 1, MAX_CENTS)


def share(cents: int, weights: Sequence[int]) -> list[int]:
    """Share cents in proportion to weights, largest remainder first, then in order.

    No part exceeds its weight where cents is at most their sum.
    """
    total = sum(weights)
    if total == 0:
        return [0] * len(weights)
    parts = [cents * weight // total for weight in weights]
    rests = sorted(range(len(weights)), key=lambda i: (-(cents * weights[i] % total), i))
    for index in rests[: cents - sum(parts)]:
        parts[index] += 1
    return parts
