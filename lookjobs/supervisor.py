"""Keep a number of clusters running: start, start again, stop in order.

The supervisor holds no queue and runs no task, so that nothing a task does can hurt it. It also
sweeps, every few seconds, so that a dead worker's jobs do not wait for a scheduled task, which
would itself need a worker.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from types import FrameType
from typing import Final

import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from lookjobs.processes import die_with
from lookjobs.sweeper import sweep

log = structlog.get_logger("worker")

SWEEP_EVERY_S: Final = 3.0
LOOK_EVERY_S: Final = 0.2
SETTLED_S: Final = 10.0  # a cluster that lived this long starts again at once
MAX_BACK_OFF_S: Final = 10.0


class Place:
    """The place of one cluster: its process, and when it may be started (again)."""

    def __init__(self) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._crashes = 0
        self._not_before = 0.0

    def keep(self) -> None:
        """Start the cluster where none runs; after crashes in a row, wait longer and longer."""
        now = time.monotonic()
        if self.process is not None:
            code = self.process.poll()
            if code is None:
                return
            self._crashes = 0 if now - self._started > SETTLED_S else self._crashes + 1
            self._not_before = now + self._back_off_s()
            log.warning("cluster ended", exit=code, again_in_s=self._back_off_s())
            self.process = None
        if now >= self._not_before:
            self._start()

    def _back_off_s(self) -> float:
        return min(MAX_BACK_OFF_S, 0.25 * 2**self._crashes) if self._crashes else 0.0

    def _start(self) -> None:
        self._started = time.monotonic()
        parent = os.getpid()
        self.process = subprocess.Popen(  # noqa: S603
            [sys.executable, str(settings.BASE_DIR / "manage.py"), "worker", "--cluster"],
            cwd=settings.BASE_DIR,
            preexec_fn=lambda: die_with(parent),
            start_new_session=True,  # Ctrl-C reaches the supervisor alone
        )


class Supervisor:
    def __init__(self, clusters: int) -> None:
        self._places = [Place() for _ in range(clusters)]
        self._stopping = False

    def run(self) -> None:
        """Keep the clusters running until SIGTERM or SIGINT; then let running jobs finish."""
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._stop)
        next_sweep = 0.0
        while not self._stopping:
            for place in self._places:
                place.keep()
            if time.monotonic() >= next_sweep:
                _sweep()
                next_sweep = time.monotonic() + SWEEP_EVERY_S
            time.sleep(LOOK_EVERY_S)
        self._shut_down()

    def _stop(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002
        self._stopping = True

    def _shut_down(self) -> None:
        running = [place.process for place in self._places if place.process is not None]
        for process in running:
            process.terminate()
        deadline = time.monotonic() + settings.WORKER_STOP_S
        for process in running:
            try:
                process.wait(max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)  # its jobs' leases run out; others take over
                process.wait()


def _sweep() -> None:
    try:
        sweep()
    except (DatabaseError, InterfaceError) as error:
        log.warning("sweep waits for the database", error=type(error).__name__)
        connection.close()
