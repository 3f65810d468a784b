"""The price that a shop may call the one before: shown by its price history, or there is none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection

# The rule: 30 of the last 90 days. The FTC's guide (16 CFR 233.1) asks that a former price
# was offered openly for a reasonably substantial time in the recent past, and names no number.
WINDOW: Final = timedelta(days=90)
HELD: Final = timedelta(days=30)
_HELD: Final = """
SELECT shade_id, price_cents
FROM catalog_price_history_us
WHERE shade_id = ANY(%(shades)s) AND currency = 'USD'
    AND started_at < %(now)s AND coalesce(ended_at, %(now)s) > %(since)s
GROUP BY shade_id, price_cents
HAVING sum(least(coalesce(ended_at, %(now)s), %(now)s) - greatest(started_at, %(since)s))
    >= %(held)s
"""


def was_prices(pays_now: Mapping[int, int], *, now: datetime) -> dict[int, int]:
    """Return by shade id the price in cents that may be shown as the one before; one query.

    pays_now: shade id and the cents that one piece costs now. A price counts that stood for 30 of
    the last 90 days and is above that; of several the lowest, which claims least.
    """
    values: dict[str, Any] = {
        "shades": list(pays_now), "now": now, "since": now - WINDOW, "held": HELD,
    }  # fmt: skip
    found: dict[int, int] = {}
    with connection.cursor() as cursor:
        cursor.execute(_HELD, values)
        for shade, cents in cursor.fetchall():
            if cents > pays_now[shade]:
                found[shade] = min(cents, found.get(shade, cents))
    return found
