"""Addresses that are nothing: our error body for clients, and a slash where one was forgotten."""

from __future__ import annotations

from typing import Any

import pytest


@pytest.mark.django_db
@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize("path", ["/look-jobs/no-uuid", "/shares/", "/uploads/x", "/api/layer9/x"])
@pytest.mark.parametrize("method", ["get", "post", "delete"])
def test_no_such_call_has_our_body(
    client: Any, settings: Any, debug: bool, path: str, method: str
) -> None:
    settings.DEBUG = debug
    answer = getattr(client, method)(path)
    assert answer.status_code == 404
    assert answer.json()["error"] == "NOT_FOUND"
    assert answer.json()["requestId"]


@pytest.mark.parametrize("path", ["/admin", "/api/docs", "/api/schema"])
def test_a_forgotten_slash_is_added(client: Any, path: str) -> None:
    assert client.get(path).headers["Location"] == path + "/"
