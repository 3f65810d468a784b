"""The one error body, the codes that clients switch on, and DRF's exception handler."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, ClassVar, Final

import structlog
from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.http import Http404, HttpRequest, JsonResponse
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

log = structlog.get_logger(__name__)

DEFAULT_RETRY_AFTER_S: Final = 5


class DomainError(Exception):
    """A refusal that the caller can do something about; services raise subclasses."""

    code: ClassVar[str] = "INVALID_REQUEST"
    status: ClassVar[int] = 400
    retry_after_s: ClassVar[int | None] = None

    def __init__(
        self, message: str, *, details: Mapping[str, Any] | None = None, **extra: Any
    ) -> None:
        super().__init__(message)
        self.message = message
        self.details = dict(details or {})
        self.extra = extra  # top-level keys beside the four, such as LAYER1_HARD_REJECT's reasons


class InvalidRequestError(DomainError):
    """The body or a parameter is not what the contract says."""


class ForbiddenError(DomainError):
    code, status = "FORBIDDEN", 403


class NotFoundError(DomainError):
    code, status = "NOT_FOUND", 404


class ConflictError(DomainError):
    code, status = "CONFLICT", 409


class GoneError(DomainError):
    code, status = "GONE", 410


class UnsupportedMarketError(DomainError):
    code, status = "UNSUPPORTED_MARKET", 422


_CODES: Final[Mapping[int, str]] = {
    400: "INVALID_REQUEST",
    401: "UNAUTHORIZED",
    403: "FORBIDDEN",
    404: "NOT_FOUND",
    405: "METHOD_NOT_ALLOWED",
    406: "NOT_ACCEPTABLE",
    409: "CONFLICT",
    410: "GONE",
    411: "LENGTH_REQUIRED",
    413: "UPLOAD_TOO_LARGE",
    415: "UNSUPPORTED_CONTENT_TYPE",
    429: "RATE_LIMITED",
    500: "INTERNAL_ERROR",
    503: "STORAGE_UNAVAILABLE",
}


def error_body(
    request: HttpRequest | None, code: str, message: str, details: Any = None, **extra: Any
) -> dict[str, Any]:
    """Return the error body of docs/contracts.md."""
    request_id = getattr(request, "request_id", None) or ""
    body = {"error": code, "message": message, "details": details or {}, "requestId": request_id}
    return body | extra


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
    response = _respond(request, _CODES.get(status, "INVALID_REQUEST"), status, str(exc.detail),
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


def flatten(detail: Any, path: str = "") -> dict[str, list[str]]:
    """Return DRF's nested error detail as {path: messages}, such as constraints.budget.amount."""
    if isinstance(detail, Mapping):
        found: dict[str, list[str]] = {}
        for key, value in detail.items():
            name = "" if key == "non_field_errors" else str(key)
            joined = ".".join(part for part in (path, name) if part)
            found |= flatten(value, joined)
        return found
    if isinstance(detail, Sequence) and not isinstance(detail, str):
        if all(isinstance(item, str) for item in detail):
            return {path: [str(item) for item in detail]} if detail else {}
        found = {}
        for index, item in enumerate(detail):
            found |= flatten(item, f"{path}[{index}]")
        return found
    return {path: [str(detail)]}


def json_error(request: HttpRequest, status: int, message: str = "") -> JsonResponse:
    """Return our error body outside DRF: for Django's own handlers and for middleware."""
    text = message or HTTPStatus(status).phrase
    response = JsonResponse(
        error_body(request, _CODES.get(status, "INVALID_REQUEST"), text), status=status
    )
    if status in (429, 503):
        response["Retry-After"] = str(DEFAULT_RETRY_AFTER_S)
    return response
