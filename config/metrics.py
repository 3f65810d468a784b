"""What this web process counts itself: its requests, and how long they take."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponseBase
from prometheus_client import Counter, Histogram

METHODS: Final = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"}
REQUESTS: Final = Counter(
    "http_requests", "Requests by method, route and status.", ["method", "route", "status"]
)
SECONDS: Final = Histogram(
    "http_request_seconds",
    "Time until the answer's headers.",
    ["method", "route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 25.0),
)


def count_request(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    """Count one request; labels are routes, never paths, so that their number is bounded."""
    match = request.resolver_match
    route = f"/{match.route}" if match is not None else "unmatched"
    method = request.method if request.method in METHODS else "other"
    REQUESTS.labels(method, route, str(response.status_code)).inc()
    SECONDS.labels(method, route).observe(seconds)
