"""Strict JSON: what Python's json or PostgreSQL would stumble over is refused with its path."""

from __future__ import annotations

import io

import pytest
from rest_framework.exceptions import ValidationError

from config.errors import TooLargeError, flatten
from config.parsers import StrictJSONParser, parse_strict


def refused(raw: bytes) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as caught:
        parse_strict(raw)
    return flatten(caught.value.detail)


def test_plain_json_is_kept_as_it_is() -> None:
    body = '{"a": [1, 2.5, true, null, "é🎨"], "b": {"c": ""}}'.encode()
    assert parse_strict(body) == {"a": [1, 2.5, True, None, "é🎨"], "b": {"c": ""}}


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        (b'{"a": {"b": 1, "b": 2}}', "a.b"),
        (b'{"a": [{"x": "\\u0000"}]}', "a[0].x"),
        (b'{"a": "\\ud800"}', "a"),
        (b'{"a": 1e999}', "a"),
        (b'{"a": [1, NaN]}', "a[1]"),
        (b'{"a": {"b": -Infinity}}', "a.b"),
        (b'{"a": ' + b"9" * 5000 + b"}", "a"),
        (b'{"a": -' + b"9" * 5000 + b"}", "a"),
        (b'{"x": {"y:[": 1}, "a": ' + b"[" * 10_000 + b"]" * 10_000 + b"}", "a"),
        (b'{"a": ' * 10_000 + b"1" + b"}" * 10_000, "a"),
        (b"[" * 10_000 + b"]" * 10_000, "body"),
        (b'"\\u0000"', "body"),
    ],
)
def test_the_path_of_the_offending_key_is_named(raw: bytes, path: str) -> None:
    assert list(refused(raw)) == [path]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 200_000,
        b"9" * 5000,
    ],
)
def test_what_is_no_strict_json_is_refused(raw: bytes) -> None:
    assert refused(raw)


def test_forty_levels_are_too_deep() -> None:
    assert refused(b'{"a":' * 40 + b"1" + b"}" * 40)


def test_a_body_over_the_limit_is_413(settings: object) -> None:
    settings.JSON_MAX_BYTES = 10  # type: ignore[attr-defined]
    with pytest.raises(TooLargeError):
        StrictJSONParser().parse(io.BytesIO(b'{"a": "12345"}'))
