"""What a promotion would do to each SKU of its merchant, before anybody sees it. Saves nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from django.db.models import Q

from catalog.engine import pricing
from catalog.engine.pricing import Line, Occasion, in_scope
from catalog.models import Merchant, Promotion, Shade
from catalog.promotions import running_promotions, terms, with_targets
from catalog.was_prices import was_prices

SHOWN: Final = 100
CHUNK: Final = 5000
DRAFT_ID: Final = 2**62  # an unsaved promotion's place among ties: after those that are there
_FIELDS: Final = (
    "id", "sku", "product_id", "brand_id", "category_id", "price_cents", "cost_cents",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PreviewItem:
    """One SKU; cents of `quantity` pieces before and after. margin_bp None: cost unknown."""

    shade_id: int
    sku: str
    quantity: int
    price_cents: int
    before_cents: int
    after_cents: int
    margin_bp: int | None
    below_floor: bool


@dataclass(slots=True)
class Preview:
    """Counts over every SKU in scope; items and breaches are the first SHOWN by SKU."""

    at: datetime
    floor_bp: int
    free_shipping: bool = False
    in_scope: int = 0
    affected: int = 0
    below_floor: int = 0
    cost_unknown: int = 0
    not_affected: Counter[str] = field(default_factory=Counter)
    items: list[PreviewItem] = field(default_factory=list)
    breaches: list[PreviewItem] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)
    was: dict[int, int] = field(default_factory=dict)


def preview(merchant: Merchant, draft: pricing.Promotion, *, now: datetime) -> Preview:
    """Return what a promotion does as soon as it may run, beside those that run then.

    Each SKU is priced alone, in the quantity that the promotion asks for. draft: as terms_of()
    gives it. Prices are those of its start, or of now where it has begun.
    """
    at = max(now, draft.starts_at)
    others = [
        each
        for each in running_promotions(at=at)
        if each.merchant_id == merchant.pk and each.id != draft.id
    ]
    creator = min(draft.creators, default=None)
    occasion = Occasion(at, min(draft.channels, default="web"), creator)
    found = Preview(at, merchant.margin_floor_bp, draft.kind == "FREE_SHIPPING")
    judge = _Judge(draft, others, occasion)
    for row in _rows(merchant, draft):
        _count(found, judge, row)
    _name(found, now=at)
    return found


def terms_of(row: Promotion) -> pricing.Promotion:
    """Return a promotion, saved or only drafted, as the engine takes it, as if it ran."""
    drafted: dict[str, Sequence[object]] = getattr(row, "drafted", {})
    if row.pk:
        stored = with_targets(Promotion.objects.filter(pk=row.pk)).get()
        names = ("product_targets", "category_targets", "brand_targets", "creator_handles")
        for name in names:
            setattr(row, name, getattr(stored, name))
    for relation, name in (
        ("products", "product_targets"), ("categories", "category_targets"),
        ("brands", "brand_targets"), ("creators", "creator_handles"),
    ):  # fmt: skip
        if relation in drafted or not row.pk:
            key = "handle" if relation == "creators" else "pk"
            rows = drafted.get(relation, ())
            setattr(row, name, [getattr(each, key, each) for each in rows])
    given = terms(row)
    return replace(given, id=row.pk or DRAFT_ID)


@dataclass(frozen=True, slots=True)
class _Row:
    id: int
    sku: str
    product_id: int
    brand_id: int
    category: str
    cents: int
    cost: int | None


class _Judge:
    """Prices a row with and without the promotion; rows that no promotion tells apart, once."""

    def __init__(
        self, draft: pricing.Promotion, others: Sequence[pricing.Promotion], occasion: Occasion
    ) -> None:
        self._draft, self._others, self._occasion = draft, others, occasion
        self._known: dict[tuple[object, ...], tuple[int, int, int, str]] = {}

    def price(self, row: _Row) -> tuple[int, int, int, str]:
        """Return quantity, cents before, cents after, and the engine's word on the promotion."""
        line = Line(
            "", self._draft.merchant_id, row.product_id, row.brand_id, row.category, row.cents,
            self._quantity(row.cents),
        )  # fmt: skip
        key = (line.unit_cents, *(in_scope(each, line) for each in self._others))
        if key not in self._known:
            before = pricing.price_cart([line], self._others, self._occasion)
            after = pricing.price_cart([line], [*self._others, self._draft], self._occasion)
            code = next(e.code for e in after.trace if e.promotion_id == self._draft.id)
            self._known[key] = line.quantity, before.total_cents, after.total_cents, code
        return self._known[key]

    def _quantity(self, cents: int) -> int:
        """Return how many pieces the promotion asks for: its group, and its least subtotal."""
        draft = self._draft
        group = draft.buy_quantity + draft.get_quantity
        return max(group, -(-draft.min_subtotal_cents // cents), 1)


def _rows(merchant: Merchant, draft: pricing.Promotion) -> Iterator[_Row]:
    """Yield what the promotion's scope names and can be sold, by SKU."""
    scopes = {
        "all": Q(),
        "products": Q(product__in=draft.targets),
        "categories": Q(category__in=draft.targets),
        "brands": Q(brand__in=draft.targets),
    }
    rows = Shade.objects.sellable().filter(scopes[draft.scope], merchant=merchant)
    found: Iterable[tuple[object, ...]] = rows.order_by("sku").values_list(*_FIELDS)
    for values in found.iterator(chunk_size=CHUNK):  # type: ignore[attr-defined]
        yield _Row(*values)


def _count(found: Preview, judge: _Judge, row: _Row) -> None:
    found.in_scope += 1
    quantity, before, after, code = judge.price(row)
    if before == after:
        found.not_affected[code] += 1
        return
    margin = None
    if row.cost is None:
        found.cost_unknown += 1
    else:
        # In hundredths of a percent of what is paid; nothing paid is as low as a margin gets.
        margin = (after - row.cost * quantity) * 10_000 // after if after else -10_000
    below = margin is not None and margin < found.floor_bp
    item = PreviewItem(row.id, row.sku, quantity, row.cents, before, after, margin, below)
    found.affected += 1
    found.below_floor += below
    if len(found.items) < SHOWN:
        found.items.append(item)
    if below and len(found.breaches) < SHOWN:
        found.breaches.append(item)


def _name(found: Preview, *, now: datetime) -> None:
    shown = {each.shade_id: each for each in (*found.items, *found.breaches)}
    shades = Shade.objects.filter(pk__in=shown).select_related("product")
    found.names = {each.pk: f"{each.product.name} {each.name}".strip() for each in shades}
    pays = {key: -(-each.after_cents // each.quantity) for key, each in shown.items()}
    found.was = was_prices(pays, now=now)
