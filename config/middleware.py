"""Request ids, one log line a request, and the headers that every answer carries."""

from __future__ import annotations

import re
import time
import uuid
from collections.abc import Awaitable, Callable
from typing import Any, Final

import structlog
from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest, HttpResponseBase

from config.metrics import count_request

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
    seconds = time.perf_counter() - started
    count_request(request, response, seconds)
    log.info(
        "request",
        method=request.method,
        path=request.path,
        status=response.status_code,
        duration_ms=round(seconds * 1000, 1),
        requestId=request_id,
    )
    return response


# A policy for whatever our own pages do not set theirs for. JSON needs nothing at all. The admin's
# theme evaluates expressions in attributes (Alpine.js), and Swagger styles inline.
_NOTHING: Final = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_OWN: Final = (
    "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none';"
    " img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; object-src 'none'"
)
_POLICIES: Final = (
    ("/admin/", _OWN + "; script-src 'self' 'unsafe-inline' 'unsafe-eval'"),
    ("/api/docs/", _OWN + "; script-src 'self'"),
)
_PERMISSIONS: Final = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


class HeadersMiddleware:
    """Add Content-Security-Policy and Permissions-Policy where a view has not set its own."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        if self.is_async:
            return self._async_call(request)
        return _protect(request, self.get_response(request))

    async def _async_call(self, request: HttpRequest) -> HttpResponseBase:
        return _protect(request, await self.get_response(request))


def _protect(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    policy = next((p for prefix, p in _POLICIES if request.path.startswith(prefix)), _NOTHING)
    response.headers.setdefault("Content-Security-Policy", policy)
    response.headers.setdefault("Permissions-Policy", _PERMISSIONS)
    return response
