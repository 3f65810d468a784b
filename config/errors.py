"""The one error body and the codes that clients switch on; views and services raise DomainError."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any, ClassVar, Final

from django.http import HttpRequest, JsonResponse

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


class TooLargeError(DomainError):
    """A body or a photo of more bytes than are taken."""

    code, status = "UPLOAD_TOO_LARGE", 413


class UnsupportedMarketError(DomainError):
    code, status = "UNSUPPORTED_MARKET", 422


CODES: Final[Mapping[int, str]] = {
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
    """Return the error body of contracts/us."""
    request_id = getattr(request, "request_id", None) or ""
    body = {"error": code, "message": message, "details": details or {}, "requestId": request_id}
    return body | extra


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
        error_body(request, CODES.get(status, "INVALID_REQUEST"), text), status=status
    )
    if status in (429, 503):
        response["Retry-After"] = str(DEFAULT_RETRY_AFTER_S)
    return response
