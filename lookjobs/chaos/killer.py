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
from django.utils import timezone

from lookjobs.chaos.world import restart_postgres, start_postgres, stop_postgres
from lookjobs.claims import patient
from lookjobs.models import LookJob
from lookjobs.processes import die_with

# A cluster needs some seconds to load the face models. Struck more often, none would ever come to
# run a job, and the run would prove nothing.
KILL_EVERY_S: Final = (0.5, 2.0)
AIM_WITHIN_S: Final = 6.0  # how long a strike waits for a job to be in work
FIRST_AIM_WITHIN_S: Final = 90.0  # the first: a run that never struck one would prove nothing
RESTART_EVERY_S: Final = 25.0
AT_WORK: Final = "while a job was in work"


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
    """Strikes every few seconds, most often while a job is in work, and counts what it hit."""

    def __init__(self, workers: Workers, *, seed: int, data: str, outage_s: float = 0.0) -> None:
        self._workers, self._data, self._outage_s = workers, data, outage_s
        self._chance = random.Random(seed)  # noqa: S311
        self.hits: Counter[str] = Counter()
        self._struck_at = timezone.now()
        self._first_kill = self._next_kill = time.monotonic() + KILL_EVERY_S[1]
        self._next_restart = time.monotonic() + RESTART_EVERY_S / 2

    def strike(self) -> None:
        """Do what is due; kill again only after the last strike's clusters had time to start."""
        if time.monotonic() >= self._next_restart:
            self._hit_postgres()
            self._next_restart = time.monotonic() + RESTART_EVERY_S
        if time.monotonic() >= self._next_kill and self._is_aimed():
            time.sleep(self._chance.uniform(0, 0.1))  # at some part of the job
            self._kill()
            self._struck_at = timezone.now()
            self._next_kill = time.monotonic() + self._chance.uniform(*KILL_EVERY_S)

    def has_struck(self) -> bool:
        """Whether it has killed anything: on a busy machine that may take a while."""
        return self._first_kill != self._next_kill

    def _is_aimed(self) -> bool:
        """Whether a job is in work, or none was for so long that the strike comes anyway."""
        if patient(self._at_work):
            self.hits[AT_WORK] += 1
            return True
        patience = AIM_WITHIN_S if self.has_struck() else FIRST_AIM_WITHIN_S
        return time.monotonic() > self._next_kill + patience

    def _at_work(self) -> bool:
        """Whether a job was claimed since the last strike; older claims may be of the dead."""
        running = LookJob.objects.filter(status="processing", claimed_at__gt=self._struck_at)
        return bool(running.exists())

    def _hit_postgres(self) -> None:
        if self._outage_s and not self.hits["postgres down"]:
            stop_postgres(self._data)
            time.sleep(self._outage_s)
            start_postgres(self._data)
            self.hits["postgres down"] += 1
            return
        fast = self.hits["postgres fast"] <= self.hits["postgres immediate"]
        mode = "fast" if fast else "immediate"
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
