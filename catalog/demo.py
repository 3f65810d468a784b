"""Stores the demo catalogue of engine/demo.py."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Final

from django.db import connection, transaction

from catalog.engine import demo
from catalog.engine.demo import DemoShade
from catalog.models import (
    Brand,
    Category,
    ImportRun,
    Merchant,
    PriceHistory,
    Product,
    Promotion,
    Shade,
)

SITE: Final = "https://example.com/demo"
PROMOTED_FROM: Final = datetime(2026, 1, 1, tzinfo=UTC)


def is_complete() -> bool:
    """Return whether this version of the demo catalogue is stored; one query."""
    return ImportRun.objects.filter(source="demo", digest=demo.VERSION).exists()


@transaction.atomic
def write(*, now: datetime) -> int:
    """Replace the demo catalogue by this version's and return its number of shades."""
    old = Merchant.objects.filter(is_demo=True)
    Shade.objects.filter(merchant__in=old).delete()
    Product.objects.filter(merchant__in=old).delete()
    old.delete()
    rows = _rows()
    products = _products(rows)
    Shade.objects.bulk_create(_shade(row, products[row.product_id]) for row in rows)
    with connection.cursor() as cursor:  # what follows, and searches, are planned by these figures
        cursor.execute("ANALYZE catalog_product_us, catalog_shade_us, catalog_price_history_us")
    PriceHistory.objects.filter(shade__product__is_demo=True).update(started_at=PROMOTED_FROM)
    _promote()
    ImportRun.objects.filter(source="demo").delete()
    ImportRun.objects.create(
        source="demo", file_name="engine/demo.py", digest=demo.VERSION, rows=len(rows),
        created=len(rows), updated=0, unchanged=0, refused=0, finished_at=now,
    )  # fmt: skip
    return len(rows)


@cache
def _rows() -> list[DemoShade]:
    return list(demo.demo_shades())


def _products(rows: list[DemoShade]) -> dict[str, Product]:
    merchants = {
        slug: Merchant.objects.create(slug=slug, name=name, website=SITE, is_demo=True)
        for slug, name in demo.MERCHANTS
    }
    names = {row.brand for row in rows}
    Brand.objects.bulk_create(
        (Brand(key=name.casefold(), name=name) for name in sorted(names)), ignore_conflicts=True
    )
    brands = {brand.name: brand for brand in Brand.objects.filter(name__in=names)}
    firsts = {row.product_id: row for row in reversed(rows)}
    made = Product.objects.bulk_create(
        Product(
            merchant=merchants[row.merchant],
            brand=brands[row.brand],
            category_id=row.category,
            external_id=row.product_id,
            name=row.product,
            description="Demo data: a fictional product.",
            product_url=f"{SITE}/{row.product_id}",
            provenance=dict.fromkeys(("category", "finish", "coverage"), "stated"),
            is_demo=True,
        )
        for row in firsts.values()
    )
    return {product.external_id: product for product in made}


def _shade(row: DemoShade, product: Product) -> Shade:
    return Shade(
        sku=f"{row.merchant}:{row.sku}",
        product=product,
        merchant_id=product.merchant_id,
        brand_id=product.brand_id,
        category_id=row.category,
        name=row.name,
        hex=row.hex,
        lab_l=row.lab[0],
        lab_a=row.lab[1],
        lab_b=row.lab[2],
        finish=row.finish,
        coverage=row.coverage,
        undertone=row.undertone,
        size_amount=row.size[0],
        size_unit=row.size[1],
        price_cents=row.price_cents,
        currency="USD",
        currency_source="stated",
        availability=row.availability,
        provenance=dict.fromkeys(("color", "finish", "coverage", "size", "price"), "stated"),
    )


def _promote() -> None:
    """Start one promotion a merchant, so that a kit shows prices before and after."""
    hall, corner, atelier = (Merchant.objects.get(slug=slug) for slug, _ in demo.MERCHANTS)
    lips = Promotion.objects.create(
        merchant=corner, name="15 % off lipstick", kind="PERCENT_OFF", status="published",
        scope="categories", percent_bp=1500, starts_at=PROMOTED_FROM,
    )  # fmt: skip
    lips.categories.set([Category.objects.get(code="lipstick")])
    Promotion.objects.create(
        merchant=atelier, name="10 % off three or more", kind="MULTI_BUY_DISCOUNT",
        status="published", percent_bp=1000, buy_quantity=3, starts_at=PROMOTED_FROM,
    )  # fmt: skip
    Promotion.objects.create(
        merchant=hall, name="Free shipping from $35", kind="FREE_SHIPPING", status="published",
        min_subtotal_cents=3500, starts_at=PROMOTED_FROM,
    )  # fmt: skip
