"""A kit on the catalogue that is there: the service with its queries, and the engine alone."""

from __future__ import annotations

from typing import Any, Final

from django.db import connection
from django.test.utils import CaptureQueriesContext

from layer2.engine.types import LookSpec, Preferences
from layer2.services import stated_wearer
from layer3.engine.types import Constraints
from layer3.services import build_kit
from lookjobs.bench.clock import medians_ms
from lookjobs.bench.moment import MOMENT

RUNS: Final = 20
SKIN: Final = "#c68e6f"


def measure(look: LookSpec) -> dict[str, Any]:
    """Return the service's median in ms and its SQL queries, for a look and a stated skin."""
    wearer = stated_wearer(SKIN, locale="en")

    def service() -> object:
        return build_kit(
            look=look, wearer=wearer, preferences=Preferences(), constraints=Constraints(),
            priced_at=MOMENT, locale="en",
        )  # fmt: skip

    found: dict[str, Any] = dict(medians_ms({"service": service}, runs=RUNS))
    with CaptureQueriesContext(connection) as queries:
        service()
    in_sql = sum(float(query["time"]) for query in queries.captured_queries) * 1000
    return found | {"sql queries": len(queries), "of it in SQL, ms": round(in_sql, 2)}
