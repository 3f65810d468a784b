"""Evidence in the admin: to look at and to take as CSV, never to write."""

from __future__ import annotations

from catalog.staff.exports import ExportAdmin as CsvAdmin
from config.admin import ReadOnlyAdmin


class ExportAdmin(CsvAdmin, ReadOnlyAdmin):
    """A read-only list whose rows can be taken as CSV."""
