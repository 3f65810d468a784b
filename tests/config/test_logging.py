"""Logs name what happened, never what grants access."""

from __future__ import annotations

import io
import json
import logging
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from config.logging import mask


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("/uploads/local/eyJhbGciOi.token-1", "token-1"),
        ("/shares/Zm9vYmFyYmF6", "Zm9vYmFyYmF6"),
        ("GET /s/Zm9vYmFyYmF6?x=1", "Zm9vYmFyYmF6"),
        ("https://b.s3.amazonaws.com/k?X-Amz-Signature=abc123&X-Amz-Date=1", "abc123"),
        ("/assets/abc.def/photo", "abc.def"),
    ],
)
def test_what_grants_access_is_masked(text: str, secret: str) -> None:
    assert secret not in mask(text)
    assert "***" in mask(text)


def test_other_paths_are_kept() -> None:
    path = "/look-jobs/4b1d/events"
    assert mask(path) == path


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What our own handler writes."""
    ours = [h for h in logging.getLogger().handlers if type(h) is logging.StreamHandler]
    stream = io.StringIO()
    before = ours[0].setStream(stream)
    yield stream
    ours[0].setStream(before or sys.stderr)


def test_a_request_logs_one_json_line(client: Any, written: io.StringIO) -> None:
    response = client.get("/nothing-here/", headers={"X-Request-Id": "request-12345"})
    lines = [json.loads(line) for line in written.getvalue().splitlines()]
    requests = [line for line in lines if line["event"] == "request"]
    assert len(requests) == 1
    line = requests[0]
    assert (line["method"], line["path"], line["status"]) == ("GET", "/nothing-here/", 404)
    assert line["requestId"] == response["X-Request-Id"] == "request-12345"
    assert line["duration_ms"] >= 0


def test_an_unfit_request_id_is_replaced(client: Any) -> None:
    assert client.get("/nothing/", headers={"X-Request-Id": "a b"})["X-Request-Id"] != "a b"


def test_the_root_logger_stays_at_info() -> None:
    assert logging.getLogger().level == logging.INFO
