"""A merchant's first page: how the catalog stands, what runs, what was imported last."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.db.models import F, Q

from catalog import quality
from catalog.models import ImportRun, Merchant, Product, Promotion, Redemption

SOON: Final = timedelta(days=7)
REDEEMED_DAYS: Final = 30


def read_home(merchant: Merchant, *, now: datetime) -> dict[str, Any]:
    """Return the figures of one merchant; seven queries."""
    found = quality.measure(merchant.slug)
    mine = Promotion.objects.existing().filter(merchant=merchant, status="published")
    running = mine.filter(Q(ends_at=None) | Q(ends_at__gt=now), starts_at__lte=now)
    return {
        "merchant": merchant,
        "products": Product.objects.filter(merchant=merchant).count(),
        "shades": found[0].shades if found else 0,
        "usable": found[0].shades - sum(found[0].unmatched.values()) if found else 0,
        "running": running.count(),
        "ending": list(running.filter(ends_at__lte=now + SOON).order_by("ends_at")[:5]),
        "used_up": running.filter(usage_cap__lte=F("used_count")).count(),
        "redeemed": Redemption.objects.filter(
            promotion__merchant=merchant, redeemed_at__gte=now - timedelta(days=REDEEMED_DAYS)
        ).count(),
        "redeemed_days": REDEEMED_DAYS,
        "last_import": ImportRun.objects.filter(merchant=merchant).order_by("-pk").first(),
    }
