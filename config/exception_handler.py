"""DRF's exception handler; apart from errors.py because DRF's views import our parsers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import Http404
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from config.errors import CODES, DEFAULT_RETRY_AFTER_S, DomainError, error_body, flatten


def handle_exception(exc: Exception, context: Mapping[str, Any]) -> Response | None:
    """DRF's exception handler: every refusal gets our body, and what it wrote is rolled back."""
    request = context.get("request")
    plain_request = getattr(request, "_request", request)
    set_rollback()
    if isinstance(exc, DomainError):
        return _respond(plain_request, exc.code, exc.status, exc.message, exc.details,
                        exc.retry_after_s, exc.extra)  # fmt: skip
    if isinstance(exc, Http404):
        exc = exceptions.NotFound()
    elif isinstance(exc, PermissionDenied):
        exc = exceptions.PermissionDenied()
    elif isinstance(exc, OperationalError | InterfaceError):
        return _respond(plain_request, "STORAGE_UNAVAILABLE", 503, "The database does not answer.")
    elif isinstance(exc, RequestDataTooBig):
        return _respond(plain_request, "UPLOAD_TOO_LARGE", 413, "The body is too large.")
    if not isinstance(exc, exceptions.APIException):
        return None  # Django's own 500 handling logs it; see config.urls.handler500
    return _respond_drf(plain_request, exc)


def _respond_drf(request: Any, exc: exceptions.APIException) -> Response:
    status = exc.status_code
    retry = None
    if isinstance(exc, exceptions.Throttled):
        retry = int(getattr(exc, "wait", None) or DEFAULT_RETRY_AFTER_S) + 1
    if isinstance(exc, exceptions.ValidationError):
        fields = flatten(exc.detail)
        first = next(iter(fields.items()), ("", ["Invalid."]))
        message = f"{first[0]}: {first[1][0]}" if first[0] else first[1][0]
        return _respond(request, "INVALID_REQUEST", status, message, {"fields": fields})
    response = _respond(request, CODES.get(status, "INVALID_REQUEST"), status, str(exc.detail),
                        None, retry)  # fmt: skip
    if challenge := getattr(exc, "auth_header", None):
        response["WWW-Authenticate"] = challenge
    return response


def _respond(
    request: Any,
    code: str,
    status: int,
    message: str,
    details: Any = None,
    retry_after_s: int | None = None,
    extra: Mapping[str, Any] | None = None,
) -> Response:
    response = Response(error_body(request, code, message, details, **(extra or {})), status=status)
    if status in (429, 503):
        response["Retry-After"] = str(retry_after_s or DEFAULT_RETRY_AFTER_S)
    return response
