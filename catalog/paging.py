"""Pages of a list: a cursor names the last row of the page before, signed with its question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self, TypeVar

from django.core import signing
from django.db.models import Model

from config.errors import InvalidRequestError

SALT: Final = "catalog.page"
_Row = TypeVar("_Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of a list begins: after a row's id, None on the first page."""

    after: int | None
    limit: int
    question: list[list[str]]

    @classmethod
    def of(cls, name: str, owner: int, query: Mapping[str, Any]) -> Self:
        """Return the place that a list's query asks for.

        Raises InvalidRequestError for a cursor that we did not give, or gave for another question.
        """
        asked = {key: value for key, value in query.items() if key not in ("cursor", "limit")}
        question = sorted([key, str(value)] for key, value in asked.items())
        question += [["list", name], ["merchant", str(owner)]]
        return cls(_after(query.get("cursor"), question), int(query["limit"]), question)

    def page(self, rows: Sequence[_Row]) -> tuple[Sequence[_Row], str | None]:
        """Return the page of rows, of which one more than limit was read, and the next cursor."""
        page = rows[: self.limit]
        if len(rows) <= self.limit:
            return page, None
        return page, signing.dumps([page[-1].pk, self.question], salt=SALT)


def _after(cursor: str | None, question: list[list[str]]) -> int | None:
    if cursor is None:
        return None
    try:
        last, asked = signing.loads(cursor, salt=SALT)
    except (signing.BadSignature, ValueError, TypeError):
        raise InvalidRequestError("cursor: not one that we gave.") from None
    if asked != question:
        raise InvalidRequestError("cursor: it belongs to another question.")
    return int(last)
