"""A large catalogue: its import, colour search against brute force, and kits on it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import numpy as np
import psutil
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog.selectors import ColourQuery, search_colours
from config.colour import hex_from_lab, lab_from_hex
from layer2.engine.types import LookSpec, Preferences, Swatch
from layer2.services import stated_wearer
from layer3.engine.types import Constraints, Kit
from layer3.services import build_kit
from lookjobs.bench.exactness import SEED, Columns, near_sold, random_filters
from lookjobs.bench.kit import full_look
from lookjobs.bench.moment import MOMENT

WARM: Final = 50
SEARCHES: Final = 500
KITS: Final = 100
LIMIT: Final = 10


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


def measure_search(columns: Columns) -> dict[str, Any]:
    """Return how long a search with filters takes, beside brute force over the same rows."""
    chance = np.random.default_rng(SEED)
    taken: list[float] = []
    brute: list[float] = []
    for number in range(WARM + SEARCHES):
        query = _query(chance, columns)
        started = time.perf_counter()
        search_colours([query])
        between = time.perf_counter()
        columns[query.filters.category].scan(query)
        ended = time.perf_counter()
        if number >= WARM:
            taken.append((between - started) * 1000)
            brute.append((ended - between) * 1000)
    return {
        **spread("search", taken),
        **spread("NumPy brute force", brute),
        "brute force / search, median": round(float(np.median(brute) / np.median(taken)), 1),
    }


def _query(chance: np.random.Generator, columns: Columns) -> ColourQuery:
    """Return a search as the finder asks it: near something sold, with filters."""
    category = str(chance.choice(sorted(columns)))
    target = near_sold(chance, columns[category], 5.0)
    return ColourQuery(target, random_filters(chance, columns, category), LIMIT)


def measure_kits(look: LookSpec, columns: Columns) -> dict[str, Any]:
    """Return how long a kit of seven slots takes, and the most queries that one took."""
    chance = np.random.default_rng(SEED)
    server = server_process()
    taken, worked, queries, filled = [], [], 0, 0
    for number in range(KITS + 5):
        build = _kit(look, columns, chance)
        before, own, started = _seconds(server), time.process_time(), time.perf_counter()
        kit = build()
        ended = time.perf_counter()
        if number >= 5:  # the first ones warm caches
            taken.append((ended - started) * 1000)
            worked.append((time.process_time() - own + _seconds(server) - before) * 1000)
        with CaptureQueriesContext(connection) as counted:  # which itself takes time
            build()
        queries = max(queries, len(counted))
        areas = (kit.areas.base, kit.areas.eye, kit.areas.lip)
        filled += sum(slot.best is not None for area in areas for slot in area.slots)
    return {
        **spread("kit", taken),
        **spread("kit, processor time with the server's", worked),
        "most SQL queries": queries,
        "slots filled of 7, mean": round(filled / (KITS + 5), 2),
    }


def _kit(look: LookSpec, columns: Columns, chance: np.random.Generator) -> Callable[[], Kit]:
    """Return what builds a kit of seven slots, in colors near what is sold."""
    return partial(
        build_kit,
        look=_painted(full_look(look), columns, chance),
        wearer=stated_wearer(
            hex_from_lab(near_sold(chance, columns["foundation"], 2.0)), locale="en"
        ),
        preferences=Preferences(),
        constraints=Constraints(),
        priced_at=MOMENT,
        locale="en",
    )


def _seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def server_process() -> psutil.Process:
    """Return the process of our connection's server, which is on this machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return psutil.Process(cursor.fetchone()[0])


def _painted(look: LookSpec, columns: Columns, chance: np.random.Generator) -> LookSpec:
    """Return the look in other colours, near what is sold."""

    def swatch(category: str) -> Swatch:
        text = hex_from_lab(near_sold(chance, columns[category], 4.0))
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
