"""Reads of the catalogue that several callers share: colour search, prices, swatches.

The colour search is exact. Nearest in L*a*b* is not nearest by CIEDE2000, and an approximate index
may miss rows, so it takes two steps, both in SQL: a probe reads a few rows from ranges of colour
cells, nearest ranges first (pgvector orders within a range), which bounds the k-th best distance
from above; then every cell whose proven lower bound is within that distance is read. Several
searches share the two queries.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

import numpy as np
from django.db import connection
from numpy.typing import NDArray

from catalog.engine.cells import cover_ranges, probe_ranges
from catalog.engine.intake import UNKNOWN_BRAND
from catalog.engine.taxonomy import Category
from catalog.models import Shade
from config.colour import Floats, ciede2000

Lab = tuple[float, float, float]
PROBE_ROWS: Final = 2  # a probe stops at this many times the wanted rows


class Hit(NamedTuple):
    """One row of the search, as the index holds it."""

    id: int
    sku: str
    product_id: int
    brand_id: int
    merchant_id: int
    finish: str
    coverage: str
    availability: str
    price_cents: int
    size_amount: float | None
    size_unit: str
    lab_l: float | None
    lab_a: float | None
    lab_b: float | None

    @property
    def lab(self) -> Lab | None:
        if self.lab_l is None or self.lab_a is None or self.lab_b is None:
            return None
        return self.lab_l, self.lab_a, self.lab_b


@dataclass(frozen=True, slots=True)
class Filters:
    """What a row must be beside sellable; an empty tuple asks for nothing."""

    category: Category
    finishes: tuple[str, ...] = ()
    max_price_cents: int | None = None
    # (merchant, cents): where promotions lower prices, the list price to stay below instead
    merchant_price_caps: tuple[tuple[int, int], ...] = ()
    in_stock_only: bool = False
    excluded_brands: tuple[int, ...] = ()
    brands: tuple[int, ...] = ()
    excluded_products: tuple[int, ...] = ()
    excluded_merchants: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ColourQuery:
    """The limit nearest rows to target by CIEDE2000, none beyond max_delta_e."""

    target: Lab
    filters: Filters
    limit: int
    max_delta_e: float = field(default=float("inf"))


@dataclass(frozen=True, slots=True)
class Match:
    """A hit and its CIEDE2000 distance to the target; None where no colour was asked for."""

    hit: Hit
    delta_e: float | None


def search_colours(queries: Sequence[ColourQuery]) -> list[list[Match]]:
    """Return the matches of each query, nearest first, ties by SKU. Two SQL queries in all."""
    if not queries:
        return []
    radii = _probe(queries)
    rows = _read(queries, radii)
    return [
        _nearest(query, [Hit(*row[1:]) for row in rows if row[0] == number])
        for number, query in enumerate(queries)
    ]


def list_plain(filters: Filters, *, coverages: Sequence[str], limit: int) -> list[Match]:
    """Return rows that are not matched by colour: of each coverage the cheapest, ties by SKU."""
    where, values = _where(filters)
    sql = (
        "SELECT x.* FROM unnest(%s::text[]) AS c(coverage), LATERAL ("
        f"SELECT {_COLUMNS} FROM catalog_shade_us s WHERE {where} AND s.coverage = c.coverage "
        "ORDER BY s.price_cents, s.sku LIMIT %s) x"
    )
    hits = [Hit(*row) for row in _fetch(sql, [list(coverages), *values, limit])]
    return [Match(hit, None) for hit in hits]


def any_within(queries: Sequence[ColourQuery]) -> list[bool]:
    """Return for each query whether a row lies within its max_delta_e; one SQL query."""
    if not queries:
        return []
    rows = _read(queries, [query.max_delta_e for query in queries])
    return [
        bool(_nearest(query, [Hit(*row[1:]) for row in rows if row[0] == number]))
        for number, query in enumerate(queries)
    ]


@dataclass(frozen=True, slots=True)
class Context:
    """What holds for a whole answer: the catalogue's version, closed merchants, brands."""

    version: str
    inactive_merchants: tuple[int, ...]
    brands: dict[str, int]  # by key, of those asked for
    worn_brand: int | None = None  # of the SKU asked for
    unknown_brand: int | None = None  # of products that name none


def read_context(brand_keys: Sequence[str] = (), *, worn_sku: str = "") -> Context:
    """Return the context of one answer; one query."""
    sql = (
        "SELECT (SELECT coalesce(sum(changes), 0) FROM catalog_change_us), "
        "(SELECT coalesce(array_agg(id), '{}') FROM catalog_merchant_us WHERE NOT is_active), "
        "(SELECT coalesce(jsonb_object_agg(key, id), '{}') FROM catalog_brand_us "
        "WHERE key = ANY(%s)), "
        "(SELECT brand_id FROM catalog_shade_us WHERE sku = %s), "
        "(SELECT id FROM catalog_brand_us WHERE key = %s)"
    )
    values = [list(brand_keys), worn_sku, brand_key(UNKNOWN_BRAND)]
    ((total, inactive, brands, worn, unknown),) = _fetch(sql, values)
    known = json.loads(brands) if isinstance(brands, str) else brands
    return Context(f"us-{total}", tuple(inactive), known, worn, unknown)


def brand_key(name: str) -> str:
    """Return what a brand's spellings share: lower case, single spaces."""
    return " ".join(name.casefold().split())


def foundation_swatch(sku_id: str) -> Shade | None:
    """Return the foundation or concealer that somebody says they wear, or None."""
    return (
        Shade.objects.filter(sku=sku_id, category__in=("foundation", "concealer"))
        .exclude(lab_l=None)
        .select_related("brand", "product")
        .first()
    )


_COLUMNS: Final = ", ".join(f"s.{name}" for name in Hit._fields)
_FINISHES: Final = "unnest(%s::text[]) AS f(finish), "
_CAPPED_PRICE: Final = (
    "s.price_cents <= coalesce((SELECT c.cents FROM unnest(%s::bigint[], %s::bigint[]) "
    "AS c(merchant, cents) WHERE c.merchant = s.merchant_id), %s)"
)
_SELLABLE: Final = (
    "s.is_active AND s.product_active AND s.currency = 'USD' AND s.price_cents IS NOT NULL"
)


def _probe(queries: Sequence[ColourQuery]) -> list[float]:
    """Return an upper bound of each k-th best distance; max_delta_e where there are fewer rows."""
    parts, values = [], []
    for number, query in enumerate(queries):
        where, filter_values = _where(query.filters, by_finish=True)
        first, last = probe_ranges(query.target, query.max_delta_e)
        parts.append(
            f"(SELECT {number}, x.* FROM unnest(%s::int[], %s::int[]) AS r(lo, hi), "
            f"{_FINISHES if query.filters.finishes else ''}LATERAL ("
            f"SELECT s.lab_l, s.lab_a, s.lab_b FROM catalog_shade_us s WHERE {where} "
            "AND s.colour_cell BETWEEN r.lo AND r.hi ORDER BY s.lab <-> %s::vector LIMIT %s) x "
            "LIMIT %s)"
        )
        vector = str(list(query.target))
        rows = query.limit * PROBE_ROWS
        ranges = [_array(first), _array(last), *_finishes(query.filters)]
        values += [*ranges, *filter_values, vector, query.limit, rows]
    found = _fetch(" UNION ALL ".join(parts), values)
    return [
        _kth_best(query, [row[1:] for row in found if row[0] == number])
        for number, query in enumerate(queries)
    ]


def _kth_best(query: ColourQuery, labs: list[Any]) -> float:
    if len(labs) < query.limit:
        return query.max_delta_e  # the probe read everything there is
    distances = np.sort(ciede2000(query.target, np.array(labs)))
    return min(float(distances[query.limit - 1]), query.max_delta_e)


def _read(queries: Sequence[ColourQuery], radii: Sequence[float]) -> list[Any]:
    parts, values = [], []
    for number, (query, radius) in enumerate(zip(queries, radii, strict=True)):
        where, filter_values = _where(query.filters, by_finish=True)
        first, last = cover_ranges(query.target, radius)
        parts.append(
            f"SELECT {number}, x.* FROM unnest(%s::int[], %s::int[]) AS r(lo, hi), "
            f"{_FINISHES if query.filters.finishes else ''}LATERAL ("
            f"SELECT {_COLUMNS} FROM catalog_shade_us s WHERE {where} "
            "AND s.colour_cell BETWEEN r.lo AND r.hi OFFSET 0) x"  # OFFSET: one index range each
        )
        values += [_array(first), _array(last), *_finishes(query.filters), *filter_values]
    return _fetch(" UNION ALL ".join(parts), values)


def _array(numbers: NDArray[np.int64]) -> str:
    """Return an array literal; quoting hundreds of numbers one by one outlasts the query."""
    return f"{{{','.join(map(str, numbers.tolist()))}}}"


def _nearest(query: ColourQuery, hits: list[Hit]) -> list[Match]:
    if not hits:
        return []
    distances: Floats = ciede2000(query.target, np.array([hit[-3:] for hit in hits], np.float64))
    ranked = sorted(
        zip(distances.tolist(), hits, strict=True), key=lambda pair: (pair[0], pair[1].sku)
    )
    return [Match(hit, far) for far, hit in ranked[: query.limit] if far <= query.max_delta_e]


def _finishes(filters: Filters) -> list[Any]:
    """Return the value of _FINISHES, where it is used."""
    return [list(filters.finishes)] if filters.finishes else []


def _where(filters: Filters, *, by_finish: bool = False) -> tuple[str, list[Any]]:
    """Return the condition on the alias s, and its values in order.

    by_finish: the finish is f.finish of _FINISHES, so that each is a range of its own index.
    """
    parts, values = [f"{_SELLABLE} AND s.category_id = %s"], [filters.category]
    named = bool(filters.finishes)
    optional: tuple[tuple[bool, str, list[Any]], ...] = (
        (named and by_finish, "s.finish = f.finish", []),
        (named and not by_finish, "s.finish = ANY(%s)", [list(filters.finishes)]),
        (
            filters.max_price_cents is not None and not filters.merchant_price_caps,
            "s.price_cents <= %s",
            [filters.max_price_cents],
        ),
        (
            filters.max_price_cents is not None and bool(filters.merchant_price_caps),
            _CAPPED_PRICE,
            [
                [merchant for merchant, _ in filters.merchant_price_caps],
                [cents for _, cents in filters.merchant_price_caps],
                filters.max_price_cents,
            ],
        ),
        (filters.in_stock_only, "s.availability = 'in_stock'", []),
        (bool(filters.excluded_brands), "s.brand_id <> ALL(%s)", [list(filters.excluded_brands)]),
        (bool(filters.brands), "s.brand_id = ANY(%s)", [list(filters.brands)]),
        (
            bool(filters.excluded_products),
            "s.product_id <> ALL(%s)",
            [list(filters.excluded_products)],
        ),
        (
            bool(filters.excluded_merchants),
            "s.merchant_id <> ALL(%s)",
            [list(filters.excluded_merchants)],
        ),
    )
    for asked, condition, given in optional:
        if asked:
            parts.append(condition)
            values += given
    return " AND ".join(parts), values


def _fetch(sql: str, values: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
