"""Callers: a key, a browser of ours, or nobody."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.request import Request

from config.auth import BROWSER_COOKIE, CallerAuthentication, ensure_browser_cookie


def caller(request: Any) -> str | None:
    found = CallerAuthentication().authenticate(Request(request))
    return found[0].id if found else None


@pytest.fixture
def keys(settings: Any) -> None:
    settings.API_KEYS = {"default": "secret-1", "shop": "secret-2"}


@pytest.mark.usefixtures("keys")
@pytest.mark.parametrize(
    "header",
    [{"Authorization": "Bearer secret-2"}, {"X-API-Key": "secret-2"}],
)
def test_a_key_names_its_caller(header: dict[str, str]) -> None:
    assert caller(RequestFactory().get("/", headers=header)) == "key:shop"


@pytest.mark.usefixtures("keys")
@pytest.mark.parametrize("key", ["", "wrong", "secret-", "secret-11", "ключ"])
def test_a_wrong_key_is_refused(key: str) -> None:
    with pytest.raises(AuthenticationFailed):
        caller(RequestFactory().get("/", HTTP_X_API_KEY=key))


@pytest.mark.usefixtures("keys")
def test_without_a_key_nobody_calls_once_keys_are_set(settings: Any) -> None:
    settings.DEBUG = True
    assert caller(RequestFactory().get("/")) is None


def test_without_any_key_anonymous_calls_work_only_under_debug(settings: Any) -> None:
    settings.API_KEYS = {}
    settings.DEBUG = True
    assert caller(RequestFactory().get("/")) == "anonymous"
    settings.DEBUG = False
    assert caller(RequestFactory().get("/")) is None


def browser_request(method: str) -> Any:
    response = HttpResponse()
    ensure_browser_cookie(RequestFactory().get("/"), response)
    request = RequestFactory(enforce_csrf_checks=True).generic(method, "/")
    request.COOKIES[BROWSER_COOKIE] = response.cookies[BROWSER_COOKIE].value
    return request


def test_a_browser_keeps_its_id() -> None:
    request = browser_request("GET")
    first = caller(request)
    assert first is not None
    assert first.startswith("browser:")
    assert ensure_browser_cookie(request, HttpResponse()) == first


def test_a_browser_is_csrf_protected() -> None:
    with pytest.raises(PermissionDenied):
        caller(browser_request("POST"))


def test_a_forged_cookie_is_nobody(settings: Any) -> None:
    settings.DEBUG = False
    settings.API_KEYS = {}
    request = browser_request("GET")
    request.COOKIES[BROWSER_COOKIE] = "forged:value:sig"
    assert caller(request) is None


def test_the_cookie_is_http_only_and_lax() -> None:
    response = HttpResponse()
    ensure_browser_cookie(RequestFactory().get("/"), response)
    morsel = response.cookies[BROWSER_COOKIE]
    assert morsel["httponly"]
    assert morsel["samesite"] == "Lax"
