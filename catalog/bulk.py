"""Writes many shades at once: COPY into a temporary table, then one upsert a table.

Only what differs is written, so a second import of the same rows changes none. All of it belongs
to one transaction, which the caller opens.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import numpy as np
from django.db import connection

from catalog.engine.intake import ShadeRow
from catalog.selectors import brand_key
from config.colour import LAB_DIGITS, lab_from_rgb

# Column of the stage, its type. The order is that of _staged().
STAGE: Final = (
    ("line", "int"), ("sku", "text"), ("external_id", "text"), ("first", "boolean"),
    ("product_name", "text"), ("brand_key", "text"), ("brand_name", "text"),
    ("category_id", "text"), ("description", "text"), ("tags", "text[]"), ("image_url", "text"),
    ("product_url", "text"), ("about", "jsonb"), ("name", "text"), ("hex", "text"),
    ("more_hexes", "text[]"), ("lab_l", "float8"), ("lab_a", "float8"), ("lab_b", "float8"),
    ("finish", "text"), ("coverage", "text"), ("undertone", "text"), ("size_amount", "float8"),
    ("size_unit", "text"), ("price_cents", "int"), ("cost_cents", "int"), ("currency", "text"),
    ("currency_source", "text"), ("availability", "text"), ("provenance", "jsonb"),
)  # fmt: skip
NAMES: Final = ", ".join(name for name, _ in STAGE)
PRODUCT_FIELDS: Final = ("brand_id", "category_id", "name", "description", "tags", "image_url",
                         "product_url", "provenance")  # fmt: skip
SHADE_FIELDS: Final = (
    "product_id", "name", "hex", "more_hexes", "lab_l", "lab_a", "lab_b", "finish", "coverage",
    "undertone", "size_amount", "size_unit", "price_cents", "cost_cents", "currency",
    "currency_source", "availability", "provenance",
)  # fmt: skip
# Batches after which products are analyzed. Checking a shade's foreign key has a plan that was made
# while there were few: it then reads all of a merchant's products for every shade.
ANALYZED: Final = (1, 8, 64)
PRODUCT_PROVENANCE: Final = ("brand", "category")


@dataclass(slots=True)
class Counts:
    """What became of the rows that were written."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0


class BulkWriter:
    """Writes the shades of one merchant in batches; call it inside a transaction."""

    def __init__(self, merchant_id: int) -> None:
        self._merchant_id = merchant_id
        self._products: set[int] = set()  # hashes of ids whose product this run has written
        self._batches = 0
        self.counts = Counts()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else a million checks wait for commit
            columns = ", ".join(f"{name} {kind}" for name, kind in STAGE)
            cursor.execute(
                f"CREATE TEMP TABLE IF NOT EXISTS catalog_stage ({columns}) ON COMMIT DROP"
            )

    def write(self, rows: Sequence[ShadeRow]) -> set[str]:
        """Store a batch; a row's product is written with the first row that names it.

        Returns the external ids of products of which anything was written.
        """
        if not rows:
            return set()
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE catalog_stage")
            with cursor.copy(f"COPY catalog_stage ({NAMES}) FROM STDIN") as copy:
                for values in self._staged(rows):
                    copy.write_row(values)
            cursor.execute(BRANDS)
            cursor.execute(PRODUCTS, [self._merchant_id])
            products = {row[0] for row in cursor.fetchall()}
            self._batches += 1
            if self._batches in ANALYZED:
                cursor.execute("ANALYZE catalog_product_us")
            cursor.execute(SHADES, [self._merchant_id])
            written = dict(cursor.fetchall())
        self._count(rows, written, products)
        return products | {row.external_id for row in rows if row.sku in written}

    def _count(
        self, rows: Sequence[ShadeRow], written: dict[str, bool], products: set[str]
    ) -> None:
        for row in rows:
            if row.sku in written:
                if written[row.sku]:
                    self.counts.created += 1
                else:
                    self.counts.updated += 1
            elif row.external_id in products:
                self.counts.updated += 1
            else:
                self.counts.unchanged += 1

    def _staged(self, rows: Sequence[ShadeRow]) -> list[tuple[Any, ...]]:
        labs = _labs(rows)
        return [self._values(row, lab) for row, lab in zip(rows, labs, strict=True)]

    def _values(self, row: ShadeRow, lab: tuple[float | None, ...]) -> tuple[Any, ...]:
        about, own = _split(tuple(row.provenance.items()))
        return (
            row.line, row.sku, row.external_id, self._first(row.external_id), row.product_name,
            brand_key(row.brand), row.brand, row.category, row.description, list(row.tags),
            row.image_url, row.product_url, about, row.shade_name,
            row.hexes[0] if row.hexes else None, list(row.hexes[1:]), *lab, row.finish,
            row.coverage, row.undertone, row.size[0] if row.size else None,
            row.size[1] if row.size else "", row.price_cents, row.cost_cents, row.currency,
            row.currency_source, row.availability, own,
        )  # fmt: skip

    def _first(self, external_id: str) -> bool:
        key = hash(external_id)
        if key in self._products:
            return False
        self._products.add(key)
        return True


@lru_cache(maxsize=1024)  # few combinations, a million rows
def _split(provenance: tuple[tuple[str, str], ...]) -> tuple[str, str]:
    """Return the provenance of the product's fields and of the shade's own, as JSON."""
    about = {name: how for name, how in provenance if name in PRODUCT_PROVENANCE}
    own = {name: how for name, how in provenance if name not in PRODUCT_PROVENANCE}
    return json.dumps(about), json.dumps(own)


def _labs(rows: Sequence[ShadeRow]) -> list[tuple[float | None, ...]]:
    """Return L*, a*, b* of each row's first hex; None three times where it has none."""
    hexes = [row.hexes[0] for row in rows if row.hexes]
    rgb = np.array([tuple(bytes.fromhex(text[1:])) for text in hexes], np.float64).reshape(-1, 3)
    found = iter((np.round(lab_from_rgb(rgb), LAB_DIGITS) + 0.0).tolist())
    return [tuple(next(found)) if row.hexes else (None, None, None) for row in rows]


def _upsert(fields: Sequence[str], keep: Sequence[str] = ()) -> str:
    """Return the DO UPDATE clause that writes only rows that differ.

    keep: fields whose stored value stays where the new row has none.
    """
    new = {name: f"excluded.{name}" for name in fields}
    new |= {name: f"coalesce(excluded.{name}, t.{name})" for name in keep}
    assigned = ", ".join(f"{name} = {value}" for name, value in new.items())
    old = ", ".join(f"t.{name}" for name in new)
    return (
        f"DO UPDATE SET {assigned}, updated_at = clock_timestamp() "
        f"WHERE ({old}) IS DISTINCT FROM ({', '.join(new.values())})"
    )


BRANDS: Final = """
INSERT INTO catalog_brand_us (market, key, name)
SELECT DISTINCT ON (brand_key) 'US', brand_key, brand_name FROM catalog_stage
ORDER BY brand_key, line ON CONFLICT (key) DO NOTHING
"""
PRODUCTS: Final = f"""
INSERT INTO catalog_product_us AS t (market, merchant_id, external_id, is_active, is_demo,
    created_at, updated_at, {", ".join(PRODUCT_FIELDS)})
SELECT 'US', %s, s.external_id, true, false, clock_timestamp(), clock_timestamp(), b.id,
    s.category_id, s.product_name, s.description, s.tags, s.image_url, s.product_url, s.about
FROM catalog_stage s JOIN catalog_brand_us b ON b.key = s.brand_key
WHERE s.first ORDER BY s.line
ON CONFLICT (merchant_id, external_id) {_upsert(PRODUCT_FIELDS)}
RETURNING external_id
"""
SHADES: Final = f"""
INSERT INTO catalog_shade_us AS t (market, sku, merchant_id, brand_id, category_id, product_active,
    is_active, created_at, updated_at, {", ".join(SHADE_FIELDS)})
SELECT 'US', s.sku, p.merchant_id, p.brand_id, p.category_id, p.is_active, true,
    clock_timestamp(), clock_timestamp(), p.id,
    {", ".join(f"s.{name}" for name in SHADE_FIELDS[1:])}
FROM catalog_stage s
JOIN catalog_product_us p ON p.merchant_id = %s AND p.external_id = s.external_id
ORDER BY s.line
ON CONFLICT (sku) {_upsert([n for n in SHADE_FIELDS if n != "cost_cents"], keep=["cost_cents"])}
RETURNING sku, (xmax = 0)
"""
