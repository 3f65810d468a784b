"""Is the process up, can it serve, is a worker alive; and the figures of /metrics."""

from __future__ import annotations

import hmac
from collections.abc import Callable
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db import Error, connection
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, generate_latest

from config.errors import DomainError
from lookjobs import storage
from lookjobs.metrics import JobsCollector
from lookjobs.models import WorkerBeat

WORKER_SILENT_AFTER: Final = timedelta(seconds=60)


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """The process answers; nothing else is looked at."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """Database and photo store answer."""
    parts = {"database": _try(_check_database), "storage": _try(storage.check)}
    return _answer(all(parts.values()), parts)


@require_safe
@never_cache
def worker_health(request: HttpRequest) -> JsonResponse:  # noqa: ARG001
    """A worker has beaten within the last minute."""
    try:
        alive = is_alive()
    except Error:
        return _answer(False, {"database": False})
    return _answer(alive, {"worker": alive})


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Prometheus text, for whoever has METRICS_TOKEN; without one only under DEBUG."""
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    token = settings.METRICS_TOKEN
    if not (hmac.compare_digest(sent, token) if token else settings.DEBUG):
        raise Http404
    jobs = CollectorRegistry()
    jobs.register(JobsCollector())
    body = generate_latest(jobs) + generate_latest(REGISTRY)
    return HttpResponse(body, content_type=CONTENT_TYPE_LATEST)


def is_alive(host: str = "") -> bool:
    """Whether a cluster, of this host if one is named, has beaten within the last minute."""
    beats = WorkerBeat.objects.filter(name__startswith=f"{host}:" if host else "")
    last = beats.aggregate(last=Max("beaten_at"))["last"]
    return last is not None and timezone.now() - last < WORKER_SILENT_AFTER


def _check_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _try(check: Callable[[], None]) -> bool:
    try:
        check()
    except (Error, DomainError):
        return False
    return True


def _answer(good: bool, parts: dict[str, bool]) -> JsonResponse:
    words = {name: "ok" if part else "down" for name, part in parts.items()}
    response = JsonResponse({"status": "ok" if good else "down", **words}, status=503 - 303 * good)
    if not good:
        response["Retry-After"] = "5"
    return response
