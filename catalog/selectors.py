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

from catalog.engine.cells import ROUNDING, covers, probe_ranges
from catalog.engine.intake import UNKNOWN_BRAND
from catalog.engine.taxonomy import Category
from catalog.models import Shade
from config.colour import Floats, ciede2000

Lab = tuple[float, float, float]
PROBE_ROWS: Final = 2  # a probe stops at this many times the wanted rows


class Hit(NamedTuple):
    """One row of the search: columns of the index alone, so that no row of the table is read."""

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
    found = _read(queries, _probe(queries))
    return [_nearest(query, rows) for query, rows in zip(queries, found, strict=True)]


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
    found = _read(queries, [query.max_delta_e for query in queries])
    return [bool(_nearest(query, rows)) for query, rows in zip(queries, found, strict=True)]


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
    limits = [query.max_delta_e for query in queries]
    ranges_of = probe_ranges([query.target for query in queries], limits)
    for number, (query, (first, last)) in enumerate(zip(queries, ranges_of, strict=True)):
        where, filter_values = _where(query.filters, by_finish=True)
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
    found = _fetch_parts(parts, values)
    return [_kth_best(query, rows) for query, rows in zip(queries, found, strict=True)]


def _kth_best(query: ColourQuery, rows: list[Any]) -> float:
    if len(rows) < query.limit:
        return query.max_delta_e  # the probe read everything there is
    kth = np.partition(_distances(query, rows), query.limit - 1)[query.limit - 1]
    return min(float(kth), query.max_delta_e)


def _distances(query: ColourQuery, rows: list[Any]) -> Floats:
    """Return the CIEDE2000 of rows that end with L*, a*, b*."""
    return ciede2000(query.target, np.array([row[-3:] for row in rows], np.float64))


# The row's own lower bound of CIEDE2000, squared: it spares sending and ranking most of a range.
_IN_REACH: Final = (
    "r.fl * (s.lab_l - %s) * (s.lab_l - %s) + r.fa * (s.lab_a - %s) * (s.lab_a - %s) "
    "+ r.fb * (s.lab_b - %s) * (s.lab_b - %s) <= %s"
)


def _read(queries: Sequence[ColourQuery], radii: Sequence[float]) -> list[list[Any]]:
    """Return of each query all rows that may lie within its radius; one SQL query."""
    parts: list[str] = []
    values: list[Any] = []
    covered_by = covers([query.target for query in queries], radii)
    for number, (query, radius, covered) in enumerate(zip(queries, radii, covered_by, strict=True)):
        where, filter_values = _where(query.filters, by_finish=True)
        parts.append(
            f"SELECT {number}, x.* FROM unnest(%s::int[], %s::int[], %s::float8[], %s::float8[], "
            f"%s::float8[]) AS r(lo, hi, fl, fa, fb), "
            f"{_FINISHES if query.filters.finishes else ''}LATERAL ("
            f"SELECT {_COLUMNS} FROM catalog_shade_us s WHERE {where} "
            f"AND s.colour_cell BETWEEN r.lo AND r.hi AND {_IN_REACH} "
            "OFFSET 0) x"  # OFFSET: one index range each
        )
        values += [_array(covered.first), _array(covered.last), *map(_array, covered.factors.T)]
        # Rounded, far below ROUNDING: PostgreSQL refuses the square of a number as small as 1e-200.
        reach = [round(part, 9) for part in query.target for _ in range(2)]
        values += [*_finishes(query.filters), *filter_values, *reach, (radius + ROUNDING) ** 2]
    return _fetch_parts(parts, values)


def _fetch_parts(parts: Sequence[str], values: list[Any]) -> list[list[Any]]:
    """Run numbered SELECTs as one query; return the rows of each, which begin with its number."""
    found: list[list[Any]] = [[] for _ in parts]
    for row in _fetch(" UNION ALL ".join(parts), values):
        found[row[0]].append(row)
    return found


def _array(numbers: NDArray[Any]) -> str:
    """Return an array literal; quoting hundreds of numbers one by one outlasts the query."""
    return f"{{{','.join(map(str, numbers.tolist()))}}}"


def _nearest(query: ColourQuery, rows: list[Any]) -> list[Match]:
    """Return the best of rows, which hold a number and the fields of Hit; ties by SKU."""
    if not rows:
        return []
    distances = _distances(query, rows)
    count = min(query.limit, len(rows))
    farthest = min(float(np.partition(distances, count - 1)[count - 1]), query.max_delta_e)
    hits = [(float(distances[n]), Hit(*rows[n][1:])) for n in np.flatnonzero(distances <= farthest)]
    hits.sort(key=lambda pair: (pair[0], pair[1].sku))
    return [Match(hit, far) for far, hit in hits[: query.limit]]


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
