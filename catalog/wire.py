"""Rows of a merchant as /api/merchant shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from catalog.engine.pricing import Line, Occasion
from catalog.models import Product, Promotion, Redemption, Shade
from catalog.promotions import Pricer, running_promotions
from catalog.services.preview import Preview, PreviewItem
from catalog.services.promotions import state_of
from catalog.was_prices import was_prices
from config.contracts import money_of

Wire = dict[str, Any]


def promotion_wire(row: Promotion, *, now: datetime) -> Wire:
    """Return a promotion that came with its lists (services.promotions.with_lists)."""
    return {
        "promotionId": row.pk,
        "merchantId": row.merchant.slug,
        "name": row.name,
        "type": row.kind,
        "status": row.status,
        "state": state_of(row, now),
        "scope": row.scope,
        "productIds": sorted(each.external_id for each in row.products.all()),
        "categories": sorted(each.code for each in row.categories.all()),
        "brands": sorted(each.name for each in row.brands.all()),
        "percentOff": None if row.percent_bp is None else row.percent_bp / 100,
        "amountOff": _money(row.amount_cents),
        "buyQuantity": row.buy_quantity,
        "getQuantity": row.get_quantity,
        "minSubtotal": _money(row.min_subtotal_cents or None),
        "maxDiscount": _money(row.max_discount_cents),
        "startsAt": stamp(row.starts_at),
        "endsAt": stamp(row.ends_at) if row.ends_at else None,
        "channels": sorted(row.channels),
        "creatorIds": sorted(each.handle for each in row.creators.all()),
        "priority": row.priority,
        "stackable": row.stackable,
        "usageCap": row.usage_cap,
        "usedCount": row.used_count,
        "createdAt": stamp(row.created_at),
        "updatedAt": stamp(row.updated_at),
    }


def products_wire(rows: Sequence[Product], *, now: datetime) -> list[Wire]:
    """Return products with what each shade costs now; two queries for all of them."""
    pricer = Pricer(running_promotions(at=now), Occasion(now))
    pays = {
        shade.pk: pricer.single(_line(shade))[0]
        for row in rows
        for shade in _shown(row)
        if shade.currency == "USD" and shade.price_cents
    }
    was = was_prices(pays, now=now)
    return [_product(row, pays, was) for row in rows]


def _product(row: Product, pays: Mapping[int, int], was: Mapping[int, int]) -> Wire:
    return {
        "productId": row.external_id,
        "merchantId": row.merchant.slug,
        "name": row.name,
        "brand": row.brand.name,
        "category": row.category_id,
        "description": row.description,
        "tags": row.tags,
        "imageUrl": row.image_url or None,
        "productUrl": row.product_url or None,
        "active": row.is_active,
        "shades": [_shade(each, row.merchant.slug, pays, was) for each in _shown(row)],
        "createdAt": stamp(row.created_at),
        "updatedAt": stamp(row.updated_at),
    }


def _shade(row: Shade, slug: str, pays: Mapping[int, int], was: Mapping[int, int]) -> Wire:
    is_usd = row.currency == "USD"
    return {
        "skuId": row.sku,
        "sku": row.sku.removeprefix(f"{slug}:"),
        "name": row.name,
        "hex": row.hex,
        "finish": row.finish,
        "coverage": row.coverage,
        "undertone": row.undertone,
        "size": {"amount": row.size_amount, "unit": row.size_unit} if row.size_unit else None,
        "price": _money(row.price_cents) if is_usd else None,
        "currency": row.currency or None,
        "effectivePrice": _money(pays.get(row.pk)),
        "wasPrice": _money(was.get(row.pk)),
        "cost": _money(row.cost_cents),
        "availability": row.availability,
        "active": row.is_active,
    }


def preview_wire(found: Preview) -> Wire:
    """Return a preview."""
    return {
        "at": stamp(found.at),
        "marginFloorPercent": found.floor_bp / 100,
        "inScope": found.in_scope,
        "affected": found.affected,
        "belowFloor": found.below_floor,
        "costUnknown": found.cost_unknown,
        "freeShipping": found.free_shipping,
        "notAffected": dict(sorted(found.not_affected.items())),
        "items": [_preview_item(each, found) for each in found.items],
        "breaches": [_preview_item(each, found) for each in found.breaches],
    }


def _preview_item(item: PreviewItem, found: Preview) -> Wire:
    return {
        "skuId": item.sku,
        "name": found.names.get(item.shade_id, ""),
        "quantity": item.quantity,
        "price": _money(item.price_cents),
        "before": _money(item.before_cents),
        "after": _money(item.after_cents),
        "discount": _money(item.before_cents - item.after_cents),
        "marginPercent": None if item.margin_bp is None else item.margin_bp / 100,
        "belowFloor": item.below_floor,
        "wasPrice": _money(found.was.get(item.shade_id)),
    }


def redemption_wire(row: Redemption, promotion: Promotion) -> Wire:
    """Return a redemption and what is left of the cap."""
    cap = promotion.usage_cap
    return {
        "promotionId": promotion.pk,
        "orderRef": row.order_ref,
        "discount": _money(row.discount_cents),
        "redeemedAt": stamp(row.redeemed_at),
        "usesLeft": None if cap is None else cap - promotion.used_count,
    }


def _shown(row: Product) -> list[Shade]:
    """Return the shades that services.products read along."""
    found: list[Shade] = row.shown  # type: ignore[attr-defined]
    return found


def stamp(moment: datetime) -> str:
    """Return a time as the contracts write it."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _money(cents: int | None) -> dict[str, str] | None:
    return None if cents is None else money_of(cents)


def _line(row: Shade) -> Line:
    return Line(
        row.sku, row.merchant_id, row.product_id, row.brand_id, row.category_id,
        row.price_cents or 0,
    )  # fmt: skip
