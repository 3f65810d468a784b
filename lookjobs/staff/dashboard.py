"""The first page of the admin: how jobs go today, or how a merchant's own catalog stands."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from catalog.staff.home import read_home
from catalog.staff.rows import own_merchant
from lookjobs.staff.charts import duration_lines, job_bars
from lookjobs.staff.figures import read_figures


def show_dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Add the figures to the index page; unfold calls it (UNFOLD["DASHBOARD_CALLBACK"])."""
    merchant = own_merchant(request)
    if merchant is not None:
        return context | {"merchant_home": read_home(merchant, now=timezone.now())}
    if not request.user.has_perm("lookjobs.view_lookjob"):
        return context
    figures = read_figures(timezone.now())
    return context | {
        "figures": figures,
        "job_bars": job_bars(figures["hours"]),
        "duration_lines": duration_lines(figures["hours"]),
        "may_retry": request.user.has_perm("staff.retry_job"),
    }
