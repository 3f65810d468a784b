"""Promotions as the pricing engine takes them, and the price of one piece."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet

from catalog.engine import pricing
from catalog.engine.pricing import Line, Occasion, list_price_cap
from catalog.models import Promotion


def running_promotions(*, at: datetime) -> list[pricing.Promotion]:
    """Return the published promotions that run at a time and have uses left; one query."""
    rows = Promotion.objects.existing().filter(
        Q(ends_at=None) | Q(ends_at__gt=at),
        Q(usage_cap=None) | Q(used_count__lt=F("usage_cap")),
        status="published",
        starts_at__lte=at,
        merchant__is_active=True,
    )
    return [terms(row) for row in with_targets(rows)]


def with_targets(rows: QuerySet[Promotion]) -> QuerySet[Promotion]:
    """Add what the scope names, so that terms() needs no further query."""
    return rows.annotate(
        product_targets=ArraySubquery(_targets("products", "product_id")),
        category_targets=ArraySubquery(_targets("categories", "category_id")),
        brand_targets=ArraySubquery(_targets("brands", "brand_id")),
        creator_handles=ArraySubquery(
            Promotion.creators.through.objects.filter(promotion_id=OuterRef("pk"))
            .order_by("creator__handle")
            .values("creator__handle")
        ),
    ).order_by("pk")


def _targets(relation: str, column: str) -> QuerySet[Any]:
    through = getattr(Promotion, relation).through
    rows: QuerySet[Any] = through.objects.filter(promotion_id=OuterRef("pk"))
    return rows.order_by(column).values(column)


def terms(row: Promotion) -> pricing.Promotion:
    """Return the engine's value of a row that came through with_targets()."""
    named = {
        "all": [],
        "products": row.product_targets,  # type: ignore[attr-defined]
        "categories": row.category_targets,  # type: ignore[attr-defined]
        "brands": row.brand_targets,  # type: ignore[attr-defined]
    }
    return pricing.Promotion(
        id=row.pk,
        merchant_id=row.merchant_id,
        name=row.name,
        kind=row.kind,  # type: ignore[arg-type]
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        scope=row.scope,  # type: ignore[arg-type]
        targets=frozenset(named[row.scope]),
        percent_bp=row.percent_bp or 0,
        amount_cents=row.amount_cents or 0,
        buy_quantity=row.buy_quantity or 0,
        get_quantity=row.get_quantity or 0,
        min_subtotal_cents=row.min_subtotal_cents,
        max_discount_cents=row.max_discount_cents,
        channels=frozenset(row.channels),
        creators=frozenset(row.creator_handles),  # type: ignore[attr-defined]
        priority=row.priority,
        stackable=row.stackable,
        uses_left=None if row.usage_cap is None else row.usage_cap - row.used_count,
    )


class Pricer:
    """Prices carts and single pieces of one occasion; remembers single prices."""

    def __init__(self, promotions: Sequence[pricing.Promotion], occasion: Occasion) -> None:
        self.occasion = occasion
        self._by_merchant: dict[int, list[pricing.Promotion]] = {}
        for promotion in promotions:
            self._by_merchant.setdefault(promotion.merchant_id, []).append(promotion)
        self._single: dict[Line, tuple[int, str | None]] = {}

    def list_price_caps(self, effective_cents: int) -> tuple[tuple[int, int], ...]:
        """Return, for each merchant with promotions, the list price above which no piece of it
        can cost effective_cents or less: what its promotions could take off at most, all together.
        """
        return tuple(
            (merchant, list_price_cap(effective_cents, self._by_merchant[merchant]))
            for merchant in sorted(self._by_merchant)
        )

    def cart(self, lines: Iterable[Line]) -> pricing.PricedCart:
        """Return the cart after promotions."""
        given = list(lines)
        merchants = {line.merchant_id for line in given}
        mine = [each for one in sorted(merchants) for each in self._by_merchant.get(one, [])]
        return pricing.price_cart(given, mine, self.occasion)

    def single(self, line: Line) -> tuple[int, str | None]:
        """Return the cents of one piece alone, and the names of what lowered it."""
        if line.merchant_id not in self._by_merchant:
            return line.unit_cents, None
        key = Line(
            "", line.merchant_id, line.product_id, line.brand_id, line.category, line.unit_cents
        )
        if key not in self._single:
            cart = self.cart([key])
            names = {each.id: each.name for each in self._by_merchant[line.merchant_id]}
            applied = [names[entry.promotion_id] for entry in cart.trace if entry.cents]
            self._single[key] = cart.total_cents, ", ".join(applied) or None
        return self._single[key]
