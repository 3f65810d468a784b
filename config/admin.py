"""The base of every admin page: one look, quick lists, and read-only where services alone write."""

from __future__ import annotations

import re
from typing import Any, Final

from django.contrib.postgres.search import SearchQuery, SearchVector
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q
from django.dispatch import Signal
from django.http import HttpRequest
from django.utils.functional import cached_property
from unfold.admin import ModelAdmin

_WORD: Final = re.compile(r"\w+")
COUNTED: Final = 10_000  # rows; a list is searched, not read to its end
# Sent with request, table and rows when staff take rows away as a file; the audit listens.
exported = Signal()


class CappedPaginator(Paginator):  # type: ignore[type-arg]  # generic in the stubs alone
    """Counts to COUNTED and no further: COUNT(*) of a million rows is slower than the page."""

    template_name = "admin/pagination_capped.html"

    @cached_property
    def _found(self) -> int:
        rows: Any = self.object_list
        return int(rows.order_by().values("pk")[: COUNTED + 1].count())

    @cached_property
    def count(self) -> int:
        return min(self._found, COUNTED)

    @property
    def capped(self) -> bool:
        """Whether there are more rows than were counted."""
        return self._found > COUNTED


def find_rows(rows: Any, term: str, prefixes: tuple[str, ...], words: str) -> Any:
    """Return the rows where a prefix column starts with term, or the text has all its words.

    Both are answered by an index: a btree with text_pattern_ops, and a GIN index over the words
    (SearchVector, config simple). The last word may be its beginning alone.
    """
    text = term.strip()
    if not text:
        return rows
    found = Q(*[(f"{name}__startswith", text) for name in prefixes], _connector=Q.OR)
    parts = _WORD.findall(text)
    if words and parts:
        query = SearchQuery(
            " & ".join(f"{part}:*" for part in parts), config="simple", search_type="raw"
        )
        rows = rows.alias(found_words=SearchVector(words, config="simple"))
        found |= Q(found_words=query)
    return rows.filter(found)


class BaseAdmin(ModelAdmin):
    """Shared defaults; every admin of the project is one of these."""

    list_per_page = 50
    show_full_result_count = False
    paginator: Any = CappedPaginator
    warn_unsaved_form = True
    list_filter_submit = True
    # Columns with an index, for tables of millions: the start of one, or whole words of a text.
    search_prefixes: tuple[str, ...] = ()
    search_words = ""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """An address that is typed without its scheme is https, as Django 6 will have it."""
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """Where search_prefixes or search_words are set, search by index: see find_rows."""
        if self.search_prefixes or self.search_words:
            return find_rows(queryset, search_term, self.search_prefixes, self.search_words), False
        found: tuple[Any, bool] = super().get_search_results(request, queryset, search_term)
        return found

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Whether this person may take rows away as a file; for actions' permissions."""
        return bool(request.user.has_perm("staff.export_data"))


class ReadOnlyAdmin(BaseAdmin):
    """Staff look; nobody adds, changes or deletes here."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:  # noqa: ARG002
        return False
