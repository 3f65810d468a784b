"""A kit on the catalogue that is there: the service with its queries, and the engine alone."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from time import perf_counter, process_time
from typing import Any, Final
from unittest.mock import patch

from django.db import connection
from django.test.utils import CaptureQueriesContext

from config.colour import lab_from_hex
from layer2.engine.types import Blush, Breakdown, LookSpec, Preferences, Swatch
from layer2.services import stated_wearer
from layer3 import services
from layer3.engine.types import Constraints, Kit
from lookjobs.bench.clock import medians_ms
from lookjobs.bench.moment import MOMENT

RUNS: Final = 20
ENGINE: Final = "layer3.engine."
SKIN: Final = "#c68e6f"
PAINTED: Final = ("#a8232f", "#7a5a48", "#d98b8f")


def full_look(look: LookSpec) -> LookSpec:
    """Return a look that uses every slot of the kit, on the words and warnings of the given one."""
    red, brown, pink = (_swatch(text) for text in PAINTED)
    parts = look.breakdown
    return replace(
        look,
        breakdown=Breakdown(
            base=replace(parts.base, coverage="medium", blush=Blush("soft", "pink", pink)),
            eye=replace(
                parts.eye, finish="satin", coverage="medium", shadow_family="neutral_brown",
                colors=(brown,), liner="defined", liner_direction="up", lashes="dramatic",
            ),
            lip=replace(parts.lip, finish="satin", coverage="full", color_family="red", color=red),
        ),
    )  # fmt: skip


def _swatch(text: str) -> Swatch:
    return Swatch(hex=text, lab=lab_from_hex(text), name=text)


def measure(look: LookSpec) -> dict[str, Any]:
    """Return times and SQL queries of a kit with all its slots, for a look and a stated skin."""
    look = full_look(look)
    wearer = stated_wearer(SKIN, locale="en")

    def service() -> Kit:
        return services.build_kit(
            look=look, wearer=wearer, preferences=Preferences(), constraints=Constraints(),
            priced_at=MOMENT, locale="en",
        )  # fmt: skip

    found: dict[str, Any] = dict(medians_ms({"service": service}, runs=RUNS, clock=perf_counter))
    found["engine alone"] = _in_engine_ms(service)
    with CaptureQueriesContext(connection) as queries:
        service()
    kit = service()
    slots = [slot for area in (kit.areas.base, kit.areas.eye, kit.areas.lip) for slot in area.slots]
    found["slots filled"] = sum(slot.best is not None for slot in slots)
    in_sql = sum(float(query["time"]) for query in queries.captured_queries) * 1000
    return found | {"sql queries": len(queries), "of it in SQL, ms": round(in_sql, 2)}


def _in_engine_ms(service: Callable[[], object]) -> float:
    """Return the processor milliseconds that one kit spends in the engine's functions."""
    spent = 0.0

    def timed(function: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **kwargs: Any) -> Any:
            nonlocal spent
            started = process_time()
            try:
                return function(*args, **kwargs)
            finally:
                spent += process_time() - started

        return run

    with ExitStack() as patches:
        for name, function in vars(services).copy().items():
            if inspect.isfunction(function) and function.__module__.startswith(ENGINE):
                patches.enter_context(patch.object(services, name, timed(function)))
        for _ in range(RUNS):
            service()
    return round(spent / RUNS * 1000, 2)
