"""Our own statements of the queue's hot path, prepared: parsed and planned once a connection.

Django writes values into the text, and PostgreSQL reads a text of 25 kB and plans it anew for each
job. Prepared, the end of a job took 0.17 ms of the worker and 1.2 ms of PostgreSQL instead of 0.5
and 1.6. That needs a connection of one's own, which the broker that LISTENs needs as well; with
the others a pooler may lie between.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import connection
from psycopg import Cursor


def run(statement: str, values: Sequence[Any] | Mapping[str, Any]) -> list[tuple[Any, ...]]:
    """Run the statement on Django's connection, in its transaction if there is one.

    Returns its rows. Raises Django's database errors. What comes after it needs no SELECT 1 of
    Django's to know that the connection is well.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors, Cursor(connection.connection) as cursor:
        if settings.QUEUE_BROKER == "notify":
            # Django leaves None here, under which psycopg prepares nothing, whatever it is told.
            # Its own cursors write their values into the text, and are not prepared by this.
            connection.connection.prepare_threshold = 0
        rows = cursor.execute(statement, values).fetchall()
    connection.health_check_done = True  # type: ignore[attr-defined]  # the stubs leave it out
    return rows
