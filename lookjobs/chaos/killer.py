"""Kill worker processes, whole clusters, and now and then the supervisor; restart PostgreSQL."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import IO, Final

from django.conf import settings

from lookjobs.chaos.world import restart_postgres
from lookjobs.processes import die_with

KILL_EVERY_S: Final = 1.0
RESTART_EVERY_S: Final = 25.0


class Workers:
    """The supervisor under test, started again when it is killed, as a container would be."""

    def __init__(self, *, clusters: int, log: IO[bytes]) -> None:
        self._clusters, self._log = clusters, log
        self.process = self._start()

    def keep(self) -> None:
        if self.process.poll() is not None:
            self.process = self._start()

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(settings.WORKER_STOP_S + 10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _start(self) -> subprocess.Popen[bytes]:
        manage, parent = str(settings.BASE_DIR / "manage.py"), os.getpid()
        return subprocess.Popen(  # noqa: S603
            [sys.executable, manage, "worker", "--clusters", str(self._clusters)],
            stdout=self._log,
            stderr=self._log,
            start_new_session=True,
            preexec_fn=lambda: die_with(parent),
        )


class Killer:
    """Strikes once a second and counts what it hit."""

    def __init__(self, workers: Workers, *, seed: int, data: str) -> None:
        self._workers, self._data = workers, data
        self._chance = random.Random(seed)  # noqa: S311
        self.hits: Counter[str] = Counter()
        self._next_kill = time.monotonic() + KILL_EVERY_S
        self._next_restart = time.monotonic() + RESTART_EVERY_S / 2

    def strike(self) -> None:
        """Do what is due."""
        now = time.monotonic()
        if now >= self._next_kill:
            self._next_kill = now + KILL_EVERY_S
            self._kill()
        if now >= self._next_restart:
            self._next_restart = now + RESTART_EVERY_S
            mode = "fast" if self.hits["postgres fast"] <= self.hits["postgres immediate"] else (
                "immediate"
            )  # fmt: skip
            restart_postgres(self._data, mode=mode)
            self.hits[f"postgres {mode}"] += 1

    def _kill(self) -> None:
        clusters = children(self._workers.process.pid)
        kind = self._chance.choices(
            ["process", "cluster", "supervisor"], weights=[0.65, 0.28, 0.07]
        )[0]
        if kind == "supervisor":
            self._workers.process.kill()
            self._workers.process.wait()
        elif not clusters:
            return
        elif kind == "cluster":
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._chance.choice(clusters), signal.SIGKILL)
        else:
            victims = descendants(self._chance.choice(clusters))
            if not victims:
                return
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._chance.choice(victims), signal.SIGKILL)
        self.hits[kind] += 1


def children(pid: int) -> list[int]:
    """Return the processes whose parent this is; of one that is gone, none."""
    found: list[int] = []
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += [int(word) for word in (task / "children").read_text().split()]
    return sorted(found)


def descendants(pid: int) -> list[int]:
    """Return the process and all below it."""
    return [pid, *(below for child in children(pid) for below in descendants(child))]
