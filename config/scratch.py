"""A database of its own beside ours, for measurements that must not touch what is stored."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection


@contextmanager
def scratch_database(purpose: str) -> Iterator[None]:
    """Run the block on a fresh, migrated database of the same server, and drop it afterwards.

    One that an interrupted run left is replaced. The user needs the right to create databases.
    """
    usual = connection.settings_dict["NAME"]
    name = f"{usual}_{purpose}"
    connection.close()
    _admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"')
    try:
        connection.settings_dict["NAME"] = name
        call_command("migrate", verbosity=0)
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
        _admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _admin(*statements: str) -> None:
    """Run statements on the server's own database, outside a transaction."""
    with connection._nodb_cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
