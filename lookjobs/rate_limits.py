"""Rate limits that hold across processes: one atomic statement in PostgreSQL a limited request.

What is limited is listed here, by method and path, so that pages, API and login share one rule
book. A caller with a key is limited as that key; everybody else by address, because a browser can
drop its cookie. X-Forwarded-For counts only behind the proxies that NUM_PROXIES names. Of the
operator's key only wrong ones count, so that its own calls are as many as it likes; but once too
many were wrong the right one is refused too, else the refusal would tell which one is right.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Final

import structlog
from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.conf import settings
from django.db import Error, connection
from django.http import HttpRequest, HttpResponseBase
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from config.auth import ADMIN_KEY_HEADER, is_admin_key, sent_key
from config.errors import json_error
from lookjobs.page_frame import error_page, seal, wants_page

log = structlog.get_logger("limits")

WINDOW_S: Final = 60
_COUNT: Final = """
INSERT INTO look_rate_counts_us AS c (key, count, ends_at)
VALUES (%(key)s, %(more)s, clock_timestamp() + %(window)s * interval '1 second')
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN c.ends_at <= clock_timestamp() THEN EXCLUDED.count
                 ELSE c.count + EXCLUDED.count END,
    ends_at = CASE WHEN c.ends_at <= clock_timestamp() THEN EXCLUDED.ends_at ELSE c.ends_at END
RETURNING count, ceil(extract(epoch FROM ends_at - clock_timestamp()))::int"""


@dataclass(frozen=True, slots=True)
class Rule:
    """name is the key in settings.RATE_LIMITS, where its requests a minute stand."""

    name: str
    method: str  # "*" is every method
    path: re.Pattern[str]
    by_key: bool  # a caller with a key has a count of its own
    header: str  # the rule is for requests that carry it; "" for all

    def fits(self, request: HttpRequest) -> bool:
        if self.method not in ("*", request.method) or not self.path.match(request.path):
            return False
        return not self.header or self.header in request.headers


def _rule(name: str, method: str, path: str, *, by_key: bool = True, header: str = "") -> Rule:
    return Rule(name, method, re.compile(path), by_key, header)


RULES: Final = (
    _rule("signed_url", "POST", r"^/uploads/signed-url$"),
    _rule("look_job", "POST", r"^/look-jobs$"),
    _rule("look_job", "POST", r"^/$", by_key=False),
    _rule("look_spec", "POST", r"^/api/layer2/look-spec$"),
    _rule("share", "POST", r"^/look(-job)?s/[^/]+/share$"),
    _rule("read_share", "GET", r"^/(shares|s)/", by_key=False),  # guessing an id is limited too
    _rule("regions", "GET", r"^/looks/[^/]+/regions$", by_key=False),  # face models, on demand
    _rule("login", "POST", r"^/admin/login/$", by_key=False),
    _rule("admin_key", "*", r"^/api/merchant/", by_key=False, header=ADMIN_KEY_HEADER),
)


class RateLimitMiddleware:
    """Count a limited request before anything else is done for it; 429 over the limit."""

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
        refused = check(request)
        response: HttpResponseBase = refused or self.get_response(request)
        return response

    async def _async_call(self, request: HttpRequest) -> HttpResponseBase:
        refused = await sync_to_async(check)(request) if find_rule(request) else None
        response: HttpResponseBase = refused or await self.get_response(request)
        return response


def find_rule(request: HttpRequest) -> Rule | None:
    """Return the rule for this request, or None where it is not limited."""
    return next((rule for rule in RULES if rule.fits(request)), None)


def check(request: HttpRequest) -> HttpResponseBase | None:
    """Count the request; return the refusal where its limit is used up."""
    rule = find_rule(request)
    limit = settings.RATE_LIMITS[rule.name] if rule else 0
    if rule is None or not limit:
        return None
    try:
        right = rule.header and is_admin_key(request.headers[rule.header])
        counted, left_s = count(f"{rule.name}:{_subject(request, rule)}", 0 if right else 1)
    except Error:
        return None  # without a database the request itself fails, and says why
    if counted <= limit:
        return None
    log.info("limited", rule=rule.name)
    response = _refusal(request, f"At most {limit} of these a minute. Try again later.")
    response["Retry-After"] = str(max(1, left_s))
    return response


def _refusal(request: HttpRequest, message: str) -> HttpResponseBase:
    if wants_page(request):
        return seal(error_page(request, 429))
    return json_error(request, 429, message)


def count(key: str, more: int = 1) -> tuple[int, int]:
    """Count more; return the count in this window and the seconds that it still lasts."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": key, "more": more, "window": WINDOW_S})
        counted, left = cursor.fetchone()
        return int(counted), int(left)


def _subject(request: HttpRequest, rule: Rule) -> str:
    """Return a hash of the key or the address; neither is stored."""
    drf = Request(request)
    key = sent_key(drf) if rule.by_key else None
    text = f"key {key}" if key else f"address {BaseThrottle().get_ident(drf)}"
    return hmac.new(
        settings.SECRET_KEY.encode(), text.encode(errors="replace"), hashlib.sha256
    ).hexdigest()
