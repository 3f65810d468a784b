"""The real thing for the browser: a database of its own, web server and worker as processes."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import httpx
import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parents[3]
READY_WITHIN_S = 90.0  # importing the face models takes some seconds on a cold machine
STOP_WITHIN_S = 15.0


class Stack:
    """Web server and worker on one port, with a fresh database and an empty store.

    prepare: the module that fills the database and prints what it made, as JSON; jobs is that:
    the ids of finished jobs that are there from the start, by kind (see prepare.py).
    """

    def __init__(
        self, folder: Path, *, prepare: str = "tests.pages.browser.prepare", **settings: str
    ) -> None:
        self._prepare = prepare
        self._database = f"browser_{os.getpid()}"
        self._admin_url = os.environ["DATABASE_URL"]
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._log = (folder / "stack.log").open("wb")
        self._env = {name: value for name, value in os.environ.items() if "REPLICATOR" not in name}
        self._env |= {
            "DATABASE_URL": _renamed(self._admin_url, self._database),
            "LOOK_REPLICATOR_LOCAL_STORE": str(folder / "looks"),
            "PUBLIC_BASE_URL": self.url,
            "DEBUG": "1",
        } | settings
        self._processes: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> Stack:
        self._admin(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(self._database)))
        try:
            self.jobs: dict[str, Any] = json.loads(self._prepared().splitlines()[-1])
            arguments = ("--port", str(self.port), "--log-level", "warning")
            self._spawn("-m", "uvicorn", "config.asgi:application", *arguments)
            self._worker = self._spawn("manage.py", "worker")
            self._wait_until_ready()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._processes:
            process.send_signal(signal.SIGTERM)
        for process in self._processes:
            try:
                process.wait(STOP_WITHIN_S)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        self._log.close()
        self._admin(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(
                sql.Identifier(self._database)
            )
        )

    @contextmanager
    def worker_held(self) -> Iterator[None]:
        """Nothing is worked on inside: the worker and its clusters stand still."""
        held = _family(self._worker.pid)
        for pid in held:
            os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            for pid in held:
                os.kill(pid, signal.SIGCONT)

    def _prepared(self) -> str:
        done = subprocess.run(
            [sys.executable, "-m", self._prepare],
            cwd=ROOT, env=self._env, check=True, text=True, stdout=subprocess.PIPE,
            stderr=self._log,
        )  # fmt: skip
        return done.stdout

    def _spawn(self, *arguments: str) -> subprocess.Popen[bytes]:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT, env=self._env, stdout=self._log, stderr=self._log, start_new_session=True,
        )  # fmt: skip
        self._processes.append(process)
        return process

    def _wait_until_ready(self) -> None:
        end = time.monotonic() + READY_WITHIN_S
        while not (_answers(f"{self.url}/readyz") and _answers(f"{self.url}/healthz/worker")):
            if time.monotonic() > end or any(p.poll() is not None for p in self._processes):
                raise RuntimeError(f"the stack did not get ready; see {self._log.name}")
            time.sleep(0.2)

    def _admin(self, statement: sql.Composed) -> None:
        with psycopg.connect(self._admin_url, autocommit=True) as connection:
            connection.execute(statement)


def _family(pid: int) -> list[int]:
    """Return a process and all that descend from it, parents first."""
    found = [pid]
    for parent in found:
        for tasks in Path(f"/proc/{parent}/task").glob("*/children"):
            found += [int(child) for child in tasks.read_text().split()]
    return found


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=2).is_success
    except httpx.TransportError:
        return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _renamed(url: str, database: str) -> str:
    parts = urlsplit(url)
    return urlunsplit(parts._replace(path=f"/{database}"))
