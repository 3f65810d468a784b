"""Every door at once: nobody gets in by default, and every answer carries the headers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.core.management import call_command
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.test import APIClient
from rest_framework.views import APIView

PUBLIC = {
    ("GET", "api/schema/"),
    ("GET", "api/docs/"),
    ("GET", "shares/<str:share_id>"),
    ("PUT", "uploads/local/<str:token>"),  # its token is the credential
}
VALUES = {
    "uuid": "00000000-0000-4000-8000-000000000000", "session": "s", "str": "x", "slug": "x",
    "int": "1", "path": "x/y",
}  # fmt: skip
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def routes(patterns: list[Any] | None = None, prefix: str = "") -> Iterator[tuple[str, Any]]:
    for each in get_resolver().url_patterns if patterns is None else patterns:
        where = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, where)
        elif isinstance(each, URLPattern):
            yield where, each.callback


def api_routes() -> list[tuple[str, type[APIView]]]:
    found = [(route, getattr(view, "cls", None)) for route, view in routes()]
    return [(route, cls) for route, cls in found if cls is not None and issubclass(cls, APIView)]


def path_of(route: str) -> str:
    for kind, value in VALUES.items():
        for name in (
            "job_id",
            "share_id",
            "session_id",
            "token",
            "sku_id",
            "pk",
            "merchant",
            "promotion_id",
            "product_id",
            "slug",
        ):
            route = route.replace(f"<{kind}:{name}>", value)
    assert "<" not in route, f"give VALUES a value for {route}"
    return "/" + route


def test_there_are_api_routes() -> None:
    assert len(api_routes()) >= 12


@pytest.mark.django_db
@pytest.mark.parametrize("headers", [{}, {"X-API-Key": "wrong"}, {"Authorization": "Bearer x"}])
def test_nobody_gets_in_by_default(settings: Any, headers: dict[str, str]) -> None:
    settings.API_KEYS = {"default": "secret"}
    client = APIClient(headers=headers)
    for route, cls in api_routes():
        for method in METHODS:
            if (method, route) in PUBLIC or not hasattr(cls, method.lower()):
                continue
            answer = client.generic(method, path_of(route))
            assert answer.status_code == 401, (method, route)
            assert answer.json()["error"] == "UNAUTHORIZED"


@pytest.mark.django_db
def test_other_methods_are_405(settings: Any) -> None:
    settings.API_KEYS = {"default": "secret"}
    client = APIClient(headers={"X-API-Key": "secret"})
    for route, cls in api_routes():
        for method in (*METHODS, "TRACE"):
            if hasattr(cls, method.lower()):
                continue
            answer = client.generic(method, path_of(route))
            assert answer.status_code == 405, (method, route)
            assert answer["Allow"]


def test_a_key_in_the_address_is_no_key(settings: Any) -> None:
    settings.API_KEYS = {"default": "secret"}
    job = UUID(int=1)
    for query in ("key", "api_key", "token", "X-API-Key"):
        assert APIClient().get(f"/look-jobs/{job}?{query}=secret").status_code == 401


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["/healthz", "/look-jobs/x", "/api/schema/", "/api/docs/", "/admin/login/", "/", "/nope"],
)
def test_every_answer_carries_the_headers(path: str) -> None:
    answer = APIClient().get(path)
    policy = answer["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "default-src" in policy
    if not path.startswith("/admin/"):
        assert "unsafe-eval" not in policy
        assert "script-src 'unsafe-inline'" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"]
    assert "geolocation=()" in answer["Permissions-Policy"]
    assert answer["X-Request-Id"]


def test_production_settings_pass_the_deployment_check() -> None:
    import os
    import secrets
    import subprocess
    import sys

    from django.conf import settings

    environment = {
        **os.environ, "DEBUG": "false", "SECRET_KEY": secrets.token_urlsafe(64),
        "ALLOWED_HOSTS": "looks.example.com", "PUBLIC_BASE_URL": "https://looks.example.com",
    }  # fmt: skip
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    done = subprocess.run(
        command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_development_settings_pass_the_plain_check() -> None:
    call_command("check")
