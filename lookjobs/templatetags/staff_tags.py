"""What the staff templates need beyond Django: spans of time and sizes as people read them."""

from __future__ import annotations

import json
from typing import Any

from django import template

from config.marks import chip, swatch_svg

register = template.Library()
register.filter("chip", chip)
register.filter("swatch", swatch_svg)


@register.filter
def span(seconds: float | None) -> str:
    """Return seconds as the largest fitting unit: 340 ms, 2.4 s, 3 min, 5 h, 2 days."""
    if seconds is None:
        return "none yet"
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    for limit, size, unit in ((60, 1, "s"), (3600, 60, "min"), (172_800, 3600, "h")):
        if seconds < limit:
            return f"{seconds / size:.1f} {unit}"
    return f"{seconds / 86_400:.1f} days"


@register.filter
def dollars(amount: float) -> str:
    """Return dollars; four decimals where it is less than ten cents."""
    return f"${amount:.4f}" if amount < 0.1 else f"${amount:.2f}"


@register.filter
def plain(value: Any) -> str:
    """Return a JSON value in one line: text as it is, numbers short."""
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
