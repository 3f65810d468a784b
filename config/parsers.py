"""JSON as the contracts allow it, checked before any serializer sees it.

Python's json takes NaN, duplicate keys and 10,000 nested levels; PostgreSQL refuses NUL
and lone surrogates.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any, Final

from django.conf import settings
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import BaseParser

from config.errors import TooLargeError

MAX_DEPTH: Final = 32  # our deepest body, a bundle inside a job, has 8 levels
MAX_DIGITS: Final = 309  # the most that a float holds
_TOKENS: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}:]')
_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")


class StrictJSONParser(BaseParser):
    """Parse a JSON body; refuse what a contract never means, with the path of the offending key."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,  # noqa: ARG002
        parser_context: Mapping[str, Any] | None = None,  # noqa: ARG002
    ) -> Any:
        limit = settings.JSON_MAX_BYTES
        raw = stream.read(limit + 1)
        if len(raw) > limit:
            raise TooLargeError(f"A JSON body may have at most {limit} bytes.")
        return parse_strict(raw)


def parse_strict(raw: bytes) -> Any:
    """Return the JSON value in raw. Raises ValidationError with the path of what is wrong."""
    try:
        value = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_Pairs,
            parse_constant=_NoNumber,
            parse_int=_whole_number,
        )
    except UnicodeDecodeError:
        raise ValidationError("The body is not UTF-8.") from None
    except RecursionError:
        raise ValidationError({_deepest_key(raw): ["Nested too deeply."]}) from None
    except ValueError as error:
        raise ValidationError(f"The body is not JSON: {error}") from None
    return _checked(value, "", 0)


class _Pairs(list[tuple[str, Any]]):
    """An object's pairs as written, so that a duplicate key can be reported with its path."""


@dataclass(frozen=True, slots=True)
class _NoNumber:
    """NaN, Infinity or -Infinity as written, so that it can be reported with its path."""

    written: str


def _whole_number(digits: str) -> int | float:
    """Return a number; one that no float holds is infinite, and refused with its path."""
    return int(digits) if len(digits) <= MAX_DIGITS else float("inf")


def _deepest_key(raw: bytes) -> str:
    """Return the body's own key under which its JSON is nested too deeply."""
    depth, text, key = 0, "", ""
    for mark in _TOKENS.findall(raw.decode("utf-8")):
        if mark == ":":
            key = text if depth == 1 else key
        elif mark.startswith('"'):
            text = mark[1:-1]
        else:
            depth += 1 if mark in "[{" else -1
        if depth > MAX_DEPTH:
            break
    return _root(key)


def _checked(value: Any, path: str, depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise ValidationError({_root(path): ["Nested too deeply."]})
    if isinstance(value, _Pairs):
        return _checked_object(value, path, depth)
    if isinstance(value, list):
        return [_checked(item, f"{path}[{i}]", depth + 1) for i, item in enumerate(value)]
    if isinstance(value, str) and _UNSTORABLE.search(value):
        raise ValidationError({_root(path): ["A string has a NUL or a lone surrogate."]})
    if isinstance(value, _NoNumber):
        raise ValidationError({_root(path): [f"{value.written} is not a JSON number."]})
    if isinstance(value, float) and value in (float("inf"), float("-inf")):
        raise ValidationError({_root(path): ["The number is too large."]})
    return value


def _checked_object(pairs: _Pairs, path: str, depth: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, item in pairs:
        where = f"{path}.{key}" if path else key
        if _UNSTORABLE.search(key):
            raise ValidationError({_root(path): ["A key has a NUL or a lone surrogate."]})
        if key in found:
            raise ValidationError({where: ["The key appears twice."]})
        found[key] = _checked(item, where, depth + 1)
    return found


def _root(path: str) -> str:
    return path or "body"
