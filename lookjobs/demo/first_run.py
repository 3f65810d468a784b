"""What a fresh machine needs before the first job: tables, a demo catalogue, one superuser."""

from __future__ import annotations

import secrets
from collections.abc import Callable

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from catalog import demo
from lookjobs.demo.stack import StackError

ADMIN_NAME = "admin"


def prepare(say: Callable[[str], None]) -> None:
    """Do what is not done yet, and say each thing that was done; nothing on a prepared machine."""
    _require_database()
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Creating the tables ...")
        call_command("migrate", verbosity=0, interactive=False)
    if not demo.is_complete():
        say("Writing the demo catalogue ...")
        demo.write(now=timezone.now())
    _ensure_superuser(say)


def _require_database() -> None:
    try:
        connection.ensure_connection()
    except OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        raise StackError(
            f"The database cannot be reached: {reason}\n"
            "Check DATABASE_URL; without it an embedded PostgreSQL is used."
        ) from None


def _ensure_superuser(say: Callable[[str], None]) -> None:
    users = get_user_model().objects
    if users.filter(is_superuser=True).exists():
        return
    password = secrets.token_urlsafe(12)
    users.create_superuser(ADMIN_NAME, "admin@example.com", password)
    say(f"Admin: user {ADMIN_NAME}, password {password} (shown this once), see /admin/.")
