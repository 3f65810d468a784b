"""Request ids and one log line a request."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Awaitable, Callable
from typing import Any, Final

import structlog
from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest, HttpResponseBase

log = structlog.get_logger("http")
REQUEST_ID: Final = re.compile(r"^[A-Za-z0-9._-]{8,64}\Z")


class RequestLogMiddleware:
    """Give each request an id, answer it as X-Request-Id, and log one line."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        started = time.perf_counter()
        given = request.headers.get("X-Request-Id", "")
        request.request_id = given if REQUEST_ID.match(given) else uuid.uuid4().hex  # type: ignore[attr-defined]
        if self.is_async:
            return self._async_call(request, started)
        response: HttpResponseBase = self.get_response(request)
        return _finish(request, response, started)

    async def _async_call(self, request: HttpRequest, started: float) -> HttpResponseBase:
        return _finish(request, await self.get_response(request), started)


def _finish(request: HttpRequest, response: HttpResponseBase, started: float) -> HttpResponseBase:
    request_id: str = request.request_id  # type: ignore[attr-defined]
    response.headers["X-Request-Id"] = request_id
    log.info(
        "request",
        method=request.method,
        path=request.path,
        status=response.status_code,
        duration_ms=round((time.perf_counter() - started) * 1000, 1),
        requestId=request_id,
    )
    return response
