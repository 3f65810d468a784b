"""One error body for every refusal, DRF's own included."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import Http404
from django.test import RequestFactory
from rest_framework import exceptions

from config.errors import DomainError, GoneError, flatten, json_error
from config.exception_handler import handle_exception


class BusyError(DomainError):
    code, status, retry_after_s = "QUEUE_FULL", 503, 7


def answer(exc: Exception) -> Any:
    request = RequestFactory().get("/")
    request.request_id = "abc"  # type: ignore[attr-defined]
    response = handle_exception(exc, {"request": request})
    assert response is not None
    return response


@pytest.mark.parametrize(
    ("exc", "status", "code"),
    [
        (exceptions.ValidationError({"a": ["no"]}), 400, "INVALID_REQUEST"),
        (exceptions.ParseError(), 400, "INVALID_REQUEST"),
        (exceptions.NotAuthenticated(), 401, "UNAUTHORIZED"),
        (exceptions.PermissionDenied(), 403, "FORBIDDEN"),
        (Http404(), 404, "NOT_FOUND"),
        (exceptions.MethodNotAllowed("PUT"), 405, "METHOD_NOT_ALLOWED"),
        (exceptions.NotAcceptable(), 406, "NOT_ACCEPTABLE"),
        (exceptions.UnsupportedMediaType("text/plain"), 415, "UNSUPPORTED_CONTENT_TYPE"),
        (exceptions.Throttled(wait=3), 429, "RATE_LIMITED"),
        (GoneError("gone"), 410, "GONE"),
        (BusyError("busy"), 503, "QUEUE_FULL"),
    ],
)
def test_every_refusal_has_the_one_body(exc: Exception, status: int, code: str) -> None:
    response = answer(exc)
    assert response.status_code == status
    assert set(response.data) == {"error", "message", "details", "requestId"}
    assert response.data["error"] == code
    assert response.data["requestId"] == "abc"
    assert response.data["message"]


def test_retry_after_is_on_every_429_and_503() -> None:
    assert answer(BusyError("busy"))["Retry-After"] == "7"
    assert int(answer(exceptions.Throttled(wait=3))["Retry-After"]) >= 3
    assert json_error(RequestFactory().get("/"), 503)["Retry-After"]


def test_extra_keys_stand_at_the_top_level() -> None:
    assert answer(DomainError("no", reasons=["REF_INVALID"])).data["reasons"] == ["REF_INVALID"]


def test_nested_details_become_paths() -> None:
    detail = {"a": {"b": ["x"]}, "c": [{}, {"d": ["y"]}], "non_field_errors": ["z"]}
    assert flatten(detail) == {"a.b": ["x"], "c[1].d": ["y"], "": ["z"]}
