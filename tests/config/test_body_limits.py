"""Bodies are refused by their headers, before a byte of them is read."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest

from config.body_limits import BodyLimits


def answer(path: str, headers: dict[str, str]) -> tuple[int, dict[str, Any] | None]:
    """Return the status and error body; 200 where the application was reached."""
    sent: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def receive() -> Any:
        raise AssertionError("the body was read")

    async def send(message: Any) -> None:
        sent.append(message)

    limits = BodyLimits(app, upload=100, staff=1000, form=210, other=10)
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "path": path, "headers": raw}
    asyncio.run(limits(scope, receive, send))
    return sent[0]["status"], json.loads(sent[1]["body"]) if len(sent) > 1 else None


@pytest.mark.parametrize(
    ("path", "length", "status"),
    [
        ("/look-jobs", "10", 200),
        ("/look-jobs", "11", 413),
        ("/uploads/local/abc", "100", 200),
        ("/uploads/local/abc", "101", 413),
        ("/uploads/signed-url", "11", 413),
        ("/admin/catalog/", "1000", 200),
        ("/admin/catalog/", "1001", 413),
        ("/", "210", 200),
        ("/", "211", 413),
        ("/look-jobs", "-1", 413),
        ("/look-jobs", "1e9", 413),
        ("/look-jobs", "9" * 5000, 413),
    ],
)
def test_a_body_over_its_limit_is_refused(path: str, length: str, status: int) -> None:
    found, body = answer(path, {"content-length": length})
    assert found == status
    assert body is None or body["error"] == "UPLOAD_TOO_LARGE"


def test_a_body_without_a_length_is_refused() -> None:
    status, body = answer("/look-jobs", {"transfer-encoding": "chunked"})
    assert status == 411
    assert body is not None
    assert body["error"] == "LENGTH_REQUIRED"


def test_a_request_without_a_body_passes() -> None:
    assert answer("/look-jobs", {})[0] == 200


def test_a_browser_without_scripts_is_sent_back_to_the_form_after_it_has_sent_all() -> None:
    sent: list[Any] = []
    chunks = [b"x" * 100] * 3

    async def receive() -> Any:
        body = chunks.pop()
        return {"type": "http.request", "body": body, "more_body": bool(chunks)}

    async def send(message: Any) -> None:
        sent.append(message)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        raise AssertionError("the application was reached")

    headers = [(b"content-length", b"300"), (b"accept", b"text/html,*/*")]
    limits = BodyLimits(app, upload=100, staff=1000, form=210, other=10)
    asyncio.run(limits({"type": "http", "path": "/", "headers": headers}, receive, send))
    assert chunks == []
    assert sent[0]["status"] == 303
    assert dict(sent[0]["headers"])[b"location"] == b"/?too-large"
