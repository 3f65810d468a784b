"""Pages of a list: a cursor names the last row of the page before, signed with its question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.core import signing

from config.errors import InvalidRequestError

SALT: Final = "catalog.page"


def cursor_after(last: int, question: Mapping[str, Any]) -> str:
    """Return the cursor of the page after a row's id."""
    return signing.dumps([last, _plain(question)], salt=SALT)


def after(cursor: str | None, question: Mapping[str, Any]) -> int | None:
    """Return the id that the page comes after; None on the first page.

    Raises InvalidRequestError for a cursor that we did not give, or gave for another question.
    """
    if cursor is None:
        return None
    try:
        last, asked = signing.loads(cursor, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise InvalidRequestError("cursor: not one that we gave.") from None
    if asked != _plain(question):
        raise InvalidRequestError("cursor: it belongs to another question.")
    return int(last)


def _plain(question: Mapping[str, Any]) -> list[list[str]]:
    skipped = ("cursor", "limit")
    return sorted([name, str(value)] for name, value in question.items() if name not in skipped)
