"""Colour search against brute force: the same question put to every row in memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from catalog.engine.taxonomy import COLOUR_MATCHED
from catalog.models import Shade
from catalog.selectors import ColourQuery, Filters, search_colours
from config.colour import Floats, ciede2000

SEED: Final = 7
TOGETHER: Final = 10  # searches that share their two SQL queries, as a kit's do
FINISHES: Final = ("matte", "natural", "satin", "dewy", "glossy", "shimmer")


@dataclass(frozen=True, slots=True)
class Column:
    """All sellable rows of a category in memory, by SKU: what brute force scans."""

    skus: list[str]
    labs: Floats
    finishes: Any
    prices: Any
    in_stock: Any
    brands: Any

    def scan(self, query: ColourQuery) -> list[tuple[float, str]]:
        """Return the nearest rows by CIEDE2000 to every row that the filters leave."""
        places = self._kept(query.filters)
        far = ciede2000(query.target, self.labs[places])
        near = far <= query.max_delta_e
        places, far = places[near], far[near]
        count = min(query.limit, places.size)
        if not count:
            return []
        kth = np.partition(far, count - 1)[count - 1]
        pairs = sorted((float(far[n]), self.skus[places[n]]) for n in np.flatnonzero(far <= kth))
        return pairs[:count]

    def _kept(self, asked: Filters) -> Any:
        kept = np.ones(len(self.skus), bool)
        if asked.finishes:
            kept &= np.isin(self.finishes, asked.finishes)
        if asked.max_price_cents is not None:
            kept &= self.prices <= asked.max_price_cents
        if asked.in_stock_only:
            kept &= self.in_stock
        if asked.excluded_brands:
            kept &= ~np.isin(self.brands, asked.excluded_brands)
        if asked.brands:
            kept &= np.isin(self.brands, asked.brands)
        return np.flatnonzero(kept)


Columns = Mapping[str, Column]


def read_columns() -> dict[str, Column]:
    """Read every colour-matched category into memory."""
    found: dict[str, Column] = {}
    fields = ("sku", "lab_l", "lab_a", "lab_b", "finish", "price_cents", "availability", "brand_id")
    for category in COLOUR_MATCHED:
        rows = Shade.objects.sellable().filter(category=category).order_by("sku")
        values = list(rows.values_list(*fields))
        if values:
            sku, light, a, b, finish, price, stock, brand = zip(*values, strict=True)
            found[category] = Column(
                list(sku), np.array([light, a, b], np.float64).T, np.array(finish),
                np.array(price), np.array(stock) == "in_stock", np.array(brand),
            )  # fmt: skip
    return found


def any_target(chance: np.random.Generator, columns: Columns) -> ColourQuery:
    """Return a search for the one nearest row of a category to any color at all."""
    category = str(chance.choice(sorted(columns)))
    a, b = chance.uniform(-110, 110, 2)
    target = (float(chance.uniform(0, 100)), float(a), float(b))
    if chance.random() < 0.5:
        target = near_sold(chance, columns[category], 4.0)
    return ColourQuery(target, Filters(category), 1)  # type: ignore[arg-type]  # of the taxonomy


def any_filters(chance: np.random.Generator, columns: Columns) -> ColourQuery:
    """Return a search with any of the filters, limits and distances that there are."""
    question = any_target(chance, columns)
    filters = random_filters(chance, columns, question.filters.category)
    limit = int(chance.choice([1, 3, 10, 100]))
    farthest = float(chance.uniform(1, 30)) if chance.random() < 0.3 else float("inf")
    return ColourQuery(question.target, filters, limit, farthest)


def random_filters(chance: np.random.Generator, columns: Columns, category: str) -> Filters:
    """Return filters as a kit or the finder asks for them: each may be there or not."""
    brands = np.unique(columns[category].brands)
    some = tuple(map(int, chance.choice(brands, chance.integers(0, 4))))
    wanted = chance.random() < 0.2
    return Filters(
        category=category,  # type: ignore[arg-type]  # of the taxonomy
        finishes=tuple(map(str, chance.choice(FINISHES, chance.integers(0, 3), replace=False))),
        max_price_cents=int(chance.integers(500, 4000)) if chance.random() < 0.5 else None,
        in_stock_only=bool(chance.random() < 0.5),
        excluded_brands=() if wanted else some,
        brands=some if wanted else (),
    )


def near_sold(
    chance: np.random.Generator, column: Column, spread: float
) -> tuple[float, float, float]:
    """Return a color near something that is sold; spread in L*a*b* units."""
    moved = column.labs[chance.integers(len(column.skus))] + chance.normal(0, spread, 3)
    return float(np.clip(moved[0], 0, 100)), float(moved[1]), float(moved[2])


def differences(columns: Columns, count: int) -> dict[str, int]:
    """Put count random targets and count random filters to both; return how many differ."""
    top = _compare(columns, count, any_target)
    filtered = _compare(columns, count, any_filters)
    return {
        "random targets": count,
        "of them another top result than brute force": top[0],
        "random filters": count,
        "of them another count than min(limit, exact matches)": filtered[1],
        "of them other rows or distances than brute force": filtered[0],
    }


def _compare(
    columns: Columns,
    count: int,
    draw: Callable[[np.random.Generator, Columns], ColourQuery],
) -> tuple[int, int]:
    """Return how many searches found other rows, and how many another number of rows."""
    chance = np.random.default_rng(SEED)
    rows = counts = 0
    queries = [draw(chance, columns) for _ in range(count)]
    for start in range(0, count, TOGETHER):
        part = queries[start : start + TOGETHER]
        for query, matches in zip(part, search_colours(part), strict=True):
            expected = columns[query.filters.category].scan(query)
            rows += [(match.delta_e, match.hit.sku) for match in matches] != expected
            counts += len(matches) != len(expected)
    return rows, counts
