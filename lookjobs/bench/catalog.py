"""A large catalogue: its import, colour search against brute force, and kits on it."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import numpy as np
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.engine.taxonomy import COLOUR_MATCHED
from catalog.models import Shade
from catalog.selectors import ColourQuery, Filters, search_colours
from config.colour import Floats, ciede2000, hex_from_lab, lab_from_hex
from layer2.engine.types import LookSpec, Preferences, Swatch
from layer2.services import stated_wearer
from layer3.engine.types import Constraints
from layer3.services import build_kit
from lookjobs.bench.kit import full_look
from lookjobs.bench.moment import MOMENT

WARM: Final = 50
SEARCHES: Final = 500
KITS: Final = 100
SEED: Final = 7
LIMIT: Final = 10
FINISHES: Final = ("matte", "natural", "satin", "dewy", "glossy", "shimmer")


class BenchError(Exception):
    """The measurement could not be made."""


def measure_import(path: Path, report: Path) -> dict[str, Any]:
    """Import a feed in a process of its own; seconds, its peak memory, its last line."""
    url = urlsplit(os.environ["DATABASE_URL"])
    name = str(connection.settings_dict["NAME"])
    command = [
        sys.executable, str(settings.BASE_DIR / "manage.py"), "import_catalog", str(path),
        "--merchant", "bench", "--report", str(report),
    ]  # fmt: skip
    started = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603  (our own command, no shell)
        command,
        env=os.environ | {"DATABASE_URL": url._replace(path=f"/{name}").geturl()},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None  # noqa: S101
    lines = process.stdout.read().strip().splitlines()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise BenchError(f"import_catalog ended with status {status}")
    return {
        "seconds": round(time.perf_counter() - started, 1),
        "peak MiB": round(usage.ru_maxrss / 1024, 1),
        "last line": lines[-1],
    }


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
        asked = query.filters
        kept = np.ones(len(self.skus), bool)
        if asked.finishes:
            kept &= np.isin(self.finishes, asked.finishes)
        if asked.max_price_cents is not None:
            kept &= self.prices <= asked.max_price_cents
        if asked.in_stock_only:
            kept &= self.in_stock
        if asked.excluded_brands:
            kept &= ~np.isin(self.brands, asked.excluded_brands)
        places = np.flatnonzero(kept)
        if not places.size:
            return []
        far = ciede2000(query.target, self.labs[places])
        count = min(query.limit, places.size)
        kth = np.partition(far, count - 1)[count - 1]
        pairs = sorted(
            (float(far[near]), self.skus[places[near]]) for near in np.flatnonzero(far <= kth)
        )
        return pairs[:count]


def read_columns() -> dict[str, Column]:
    """Read every colour-matched category into memory, out of the garbage collector's sight.

    A service does not hold a million rows; going over them would count as time of its searches.
    """
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
    gc.collect()
    gc.freeze()
    return found


def random_query(chance: np.random.Generator, columns: dict[str, Column]) -> ColourQuery:
    """Return a search as a kit or the finder asks it: near something sold, with filters."""
    category = str(chance.choice(sorted(columns)))
    column = columns[category]
    near = column.labs[chance.integers(len(column.skus))] + chance.normal(0, 5, 3)
    brands = np.unique(column.brands)
    filters = Filters(
        category=category,  # type: ignore[arg-type]  # of the taxonomy
        finishes=tuple(map(str, chance.choice(FINISHES, chance.integers(0, 3), replace=False))),
        max_price_cents=int(chance.integers(800, 4000)) if chance.random() < 0.5 else None,
        in_stock_only=bool(chance.random() < 0.5),
        excluded_brands=tuple(map(int, chance.choice(brands, chance.integers(0, 4)))),
    )
    target = (float(np.clip(near[0], 0, 100)), float(near[1]), float(near[2]))
    return ColourQuery(target, filters, LIMIT)


def measure_search(columns: dict[str, Column], exact: int) -> dict[str, Any]:
    """Return how long a search takes, beside brute force, and how many of `exact` differ."""
    chance = np.random.default_rng(SEED)
    for _ in range(WARM):
        search_colours([random_query(chance, columns)])
    taken: list[float] = []
    brute: list[float] = []
    wrong = 0
    for number in range(max(SEARCHES, exact)):
        query = random_query(chance, columns)
        started = time.perf_counter()
        matches = search_colours([query])[0]
        between = time.perf_counter()
        expected = columns[query.filters.category].scan(query)
        ended = time.perf_counter()
        if number < SEARCHES:
            taken.append((between - started) * 1000)
            brute.append((ended - between) * 1000)
        if number < exact:
            wrong += [(m.delta_e, m.hit.sku) for m in matches] != expected
    return {
        **spread("search", taken),
        **spread("NumPy brute force", brute),
        "brute force / search, median": round(float(np.median(brute) / np.median(taken)), 1),
        "searches checked": exact,
        "of them not equal to brute force": wrong,
    }


def measure_kits(look: LookSpec, columns: dict[str, Column]) -> dict[str, Any]:
    """Return how long a kit of seven slots takes, and the most queries that one took."""
    chance = np.random.default_rng(SEED)
    taken, queries, filled = [], 0, 0
    for number in range(KITS + 5):
        asked = _painted(full_look(look), columns, chance)
        skin = hex_from_lab(_near(columns["foundation"], chance, 2.0))
        started = time.perf_counter()
        with CaptureQueriesContext(connection) as counted:
            kit = build_kit(
                look=asked, wearer=stated_wearer(skin, locale="en"), preferences=Preferences(),
                constraints=Constraints(), priced_at=MOMENT, locale="en",
            )  # fmt: skip
        if number >= 5:  # the first ones warm caches
            taken.append((time.perf_counter() - started) * 1000)
        queries = max(queries, len(counted))
        areas = (kit.areas.base, kit.areas.eye, kit.areas.lip)
        filled += sum(slot.best is not None for area in areas for slot in area.slots)
    return {
        **spread("kit", taken),
        "most SQL queries": queries,
        "slots filled of 7, mean": round(filled / (KITS + 5), 2),
    }


def _near(column: Column, chance: np.random.Generator, spread_of: float) -> Floats:
    moved = column.labs[chance.integers(len(column.skus))] + chance.normal(0, spread_of, 3)
    moved[0] = np.clip(moved[0], 0, 100)
    return np.asarray(moved)


def _painted(look: LookSpec, columns: dict[str, Column], chance: np.random.Generator) -> LookSpec:
    """Return the look in other colours, near what is sold."""

    def swatch(category: str) -> Swatch:
        text = hex_from_lab(_near(columns[category], chance, 4.0))
        return Swatch(text, lab_from_hex(text), "color")

    parts = look.breakdown
    return replace(
        look,
        breakdown=replace(
            parts,
            base=replace(parts.base, blush=replace(parts.base.blush, color=swatch("blush"))),
            eye=replace(parts.eye, colors=(swatch("eyeshadow"),), liner_color=swatch("eyeliner")),
            lip=replace(parts.lip, color=swatch("lipstick")),
        ),
    )


def spread(name: str, taken: Sequence[float]) -> dict[str, float]:
    """Return median, 95th percentile and the longest, in milliseconds."""
    return {
        f"{name}, median ms": round(float(np.median(taken)), 1),
        f"{name}, p95 ms": round(float(np.percentile(taken, 95)), 1),
        f"{name}, longest ms": round(max(taken), 1),
    }
