"""A database of its own beside ours, for measurements that must not touch what is stored."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection


@contextmanager
def scratch_database(purpose: str, *, keep: bool = False) -> Iterator[None]:
    """Run the block on a fresh, migrated database of the same server, and drop it afterwards.

    One that an interrupted run left is replaced. keep: take the one that is there, migrated, and
    leave it. The user needs the right to create databases.
    """
    usual = connection.settings_dict["NAME"]
    name = f"{usual}_{purpose}"
    connection.close()
    if not keep:
        _drop(name)
    if not _exists(name):
        _admin(f'CREATE DATABASE "{name}"')
    try:
        connection.settings_dict["NAME"] = name
        call_command("migrate", verbosity=0)
        yield
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
        if not keep:
            _drop(name)


def _exists(name: str) -> bool:
    with connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        return cursor.fetchone() is not None


def _drop(name: str) -> None:
    _admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _admin(statement: str) -> None:
    """Run a statement on the server's own database, outside a transaction."""
    with connection._nodb_cursor() as cursor:
        cursor.execute(statement)
