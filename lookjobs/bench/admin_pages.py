"""The admin's pages over many rows: queries and time of each, as an administrator sees them."""

from __future__ import annotations

import time
from dataclasses import dataclass
from statistics import median
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from catalog.models import Product, Shade
from config.admin import COUNTED, BaseAdmin
from lookjobs.models import LookJob

RUNS: Final = 5
LIMIT_MS: Final = 500
LIMIT_QUERIES: Final = 15


@dataclass(frozen=True, slots=True)
class Measured:
    """One page: queries of one request, median and least time of RUNS, in milliseconds.

    On a busy machine the median measures the others too; the least comes nearest to the page.
    """

    name: str
    queries: int
    ms: float
    least_ms: float

    @property
    def holds(self) -> bool:
        return self.queries <= LIMIT_QUERIES and self.ms < LIMIT_MS


def measure() -> list[Measured]:
    """Return what each page took, in this process: from the request to the rendered body."""
    user = User.objects.create_superuser(f"bench-{time.time_ns()}")
    client = Client()
    client.force_login(user)
    return [_measure(client, name, url) for name, url in _pages().items()]


def _measure(client: Client, name: str, url: str) -> Measured:
    answer = client.get(url)
    if answer.status_code != 200:
        raise RuntimeError(f"{url} answered {answer.status_code}")
    with CaptureQueriesContext(connection) as queries:
        client.get(url)
    asked = len(queries)  # now: the next request empties the log
    times = []
    for _ in range(RUNS):
        started = time.perf_counter()
        client.get(url)
        times.append((time.perf_counter() - started) * 1000)
    return Measured(name, asked, round(median(times), 1), round(min(times), 1))


def _pages() -> dict[str, str]:
    job = LookJob.objects.filter(status="completed").order_by("-created_at").first()
    shade, product = Shade.objects.latest("pk"), Product.objects.latest("pk")
    if job is None:
        raise RuntimeError("there is no job to look at")
    last = {model: _last_page(model) for model in (LookJob, Shade)}
    day = f"{timezone.now():%Y-%m-%d}"
    lists: dict[str, tuple[str, dict[str, Any]]] = {
        "jobs": ("lookjobs/lookjob", {}),
        "jobs, last page": ("lookjobs/lookjob", {"p": last[LookJob]}),
        "jobs, failed": ("lookjobs/lookjob", {"status__exact": "failed"}),
        "jobs, canceled": ("lookjobs/lookjob", {"status__exact": "canceled"}),
        "jobs, pending (none)": ("lookjobs/lookjob", {"status__exact": "pending"}),
        "jobs, gate ok": ("lookjobs/lookjob", {"gate": "ok"}),
        "jobs, gate soft degrade": ("lookjobs/lookjob", {"gate": "soft_degrade"}),
        "jobs, gate hard reject": ("lookjobs/lookjob", {"gate": "hard_reject"}),
        "jobs, an error": ("lookjobs/lookjob", {"error": "TIMED_OUT"}),
        "jobs, under 1 s": ("lookjobs/lookjob", {"duration": "under-1"}),
        "jobs, over 30 s (none)": ("lookjobs/lookjob", {"duration": "over-30"}),
        "jobs, today": ("lookjobs/lookjob", {"created_at_from": day}),
        "jobs, by duration": ("lookjobs/lookjob", {"o": "6"}),
        "jobs, search id": ("lookjobs/lookjob", {"q": str(job.pk)}),
        "jobs, search caller": ("lookjobs/lookjob", {"q": "key:caller-7"}),
        "jobs, search session": ("lookjobs/lookjob", {"q": "session-77"}),
        "jobs, search nothing": ("lookjobs/lookjob", {"q": "nothing"}),
        "events": ("lookjobs/jobevent", {}),
        "uploads": ("lookjobs/upload", {}),
        "uploads, search": ("lookjobs/upload", {"q": "key:caller-7"}),
        "consents": ("lookjobs/consent", {}),
        "consents, search": ("lookjobs/consent", {"q": str(job.pk)}),
        "deletions": ("lookjobs/deletion", {}),
        "shares": ("lookjobs/share", {}),
        "staff actions": ("staff/staffaction", {}),
        "staff actions, search": ("staff/staffaction", {"q": str(job.pk)}),
        "shades": ("catalog/shade", {}),
        "shades, last page": ("catalog/shade", {"p": last[Shade]}),
        "shades, search SKU": ("catalog/shade", {"q": shade.sku}),
        "shades, search word": ("catalog/shade", {"q": "mulberry"}),
        "shades, search nothing": ("catalog/shade", {"q": "nothingatall"}),
        "shades, a category": ("catalog/shade", {"category__code__exact": "lipstick"}),
        "shades, a finish (none)": ("catalog/shade", {"finish__exact": "shimmer"}),
        "shades, out of stock": ("catalog/shade", {"availability__exact": "out_of_stock"}),
        "products": ("catalog/product", {}),
        "products, search": ("catalog/product", {"q": "lipstick"}),
        "products, search nothing": ("catalog/product", {"q": "nothingatall"}),
        "promotions": ("catalog/promotion", {}),
        "price history": ("catalog/pricehistory", {}),
        "merchants": ("catalog/merchant", {}),
        "API keys": ("access/apikey", {}),
    }
    pages = {name: f"/admin/{path}/?{urlencode(query)}" for name, (path, query) in lists.items()}
    return {
        "dashboard": "/admin/",
        **pages,
        "one job": f"/admin/lookjobs/lookjob/{job.pk}/change/",
        "one shade": f"/admin/catalog/shade/{shade.pk}/change/",
        "one product": f"/admin/catalog/product/{product.pk}/change/",
    }


def _last_page(model: Any) -> int:
    """Return the last page that the list reaches; it is counted to its cap."""
    return int(min(COUNTED, model.objects.count()) - 1) // BaseAdmin.list_per_page + 1
