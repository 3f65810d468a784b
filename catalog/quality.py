"""How complete the catalogue is, by merchant and field, and which SKUs no kit can use and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection

from catalog.engine.taxonomy import COLOUR_MATCHED, SKIN_MATCHED

SEARCHED: Final = (*COLOUR_MATCHED, "mascara")

# Field, and when a shade has it. Undertone counts complexion shades only.
FIELDS: Final = {
    "brand": "b.key <> 'unknown brand'",
    "color": "s.lab_l IS NOT NULL",
    "finish": "s.finish <> 'unknown'",
    "coverage": "s.coverage <> 'unknown'",
    "undertone": "s.undertone <> 'unknown' OR s.category_id <> ALL(%(skin)s)",
    "size": "s.size_unit <> ''",
    "price": "s.price_cents IS NOT NULL",
    "currency": "s.currency <> ''",
    "availability": "s.availability <> 'unknown'",
    "image": "p.image_url <> ''",
    "link": "p.product_url <> ''",
}
# Why a SKU can never be in a kit; the first that holds is given.
REASONS: Final = {
    "INACTIVE": "NOT (s.is_active AND s.product_active AND m.is_active)",
    "CATEGORY_NOT_MATCHED": "s.category_id <> ALL(%(searched)s)",
    "PRICE_UNKNOWN": "s.price_cents IS NULL",
    "CURRENCY_UNKNOWN": "s.currency = ''",
    "CURRENCY_NOT_USD": "s.currency <> 'USD'",
}
_TABLES: Final = (
    "catalog_shade_us s JOIN catalog_product_us p ON p.id = s.product_id "
    "JOIN catalog_brand_us b ON b.id = s.brand_id "
    "JOIN catalog_merchant_us m ON m.id = s.merchant_id"
)
_REASON: Final = "CASE {} END".format(
    " ".join(f"WHEN {condition} THEN '{reason}'" for reason, condition in REASONS.items())
)
_VALUES: Final[dict[str, Any]] = {"skin": list(SKIN_MATCHED), "searched": list(SEARCHED)}


@dataclass(frozen=True, slots=True)
class Completeness:
    """One merchant: its shades, how many have each field, how many no kit can use and why."""

    merchant: str
    shades: int
    known: dict[str, float]
    unmatched: dict[str, int]


def measure(merchant: str = "") -> list[Completeness]:
    """Return the completeness of each merchant's catalogue, or of one; two queries."""
    shares = ", ".join(f"avg(CASE WHEN {each} THEN 1.0 ELSE 0.0 END)" for each in FIELDS.values())
    where = "WHERE m.slug = %(merchant)s" if merchant else ""
    values = _VALUES | {"merchant": merchant}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT m.slug, count(*), {shares} FROM {_TABLES} {where} GROUP BY m.slug "
            "ORDER BY m.slug",
            values,
        )
        rows = cursor.fetchall()
        cursor.execute(
            f"SELECT slug, reason, count(*) FROM (SELECT m.slug, {_REASON} AS reason "
            f"FROM {_TABLES} {where}) AS judged WHERE reason IS NOT NULL GROUP BY slug, reason",
            values,
        )
        reasons: dict[str, dict[str, int]] = {}
        for slug, reason, count in cursor.fetchall():
            reasons.setdefault(slug, {})[reason] = count
    return [
        Completeness(
            slug,
            count,
            {name: round(float(each), 4) for name, each in zip(FIELDS, known, strict=True)},
            {name: reasons[slug][name] for name in REASONS if name in reasons.get(slug, {})},
        )
        for slug, count, *known in rows
    ]


def unmatched(merchant: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield (merchant, SKU, reason) of every shade that no kit can use."""
    where = "WHERE m.slug = %(merchant)s" if merchant else ""
    sql = (
        f"SELECT slug, sku, reason FROM (SELECT m.slug, s.sku, {_REASON} AS reason "
        f"FROM {_TABLES} {where}) AS judged WHERE reason IS NOT NULL ORDER BY slug, sku"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, _VALUES | {"merchant": merchant})
        yield from iter(cursor)
