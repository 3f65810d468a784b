"""A django-q2 cluster that is crash-only: any child that dies abnormally ends the whole cluster.

django-q2's processes share multiprocessing queues. A worker that is killed while it waits holds
the queue's lock: in 10 of 10 trials no further task ran, and the cluster looked alive (django-q2
issues 23 and 339). So nothing is repaired here: the cluster ends at once, its children with it
(PR_SET_PDEATHSIG), and the supervisor starts a clean one.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from typing import Any, Final, NoReturn

import structlog
from django.db import DatabaseError, InterfaceError, connection
from django.db.backends.signals import connection_created
from django_q import cluster
from django_q.conf import Conf
from django_q.signals import post_spawn

from layer1.landmarks import get_finder
from lookjobs import tasks  # noqa: F401  (imported before the fork, so that workers share it)
from lookjobs.decoder import get_decoder
from lookjobs.processes import CRASHED, die_with

log = structlog.get_logger("worker")

BEAT_EVERY_S: Final = 5.0
STUCK_AFTER_S: Final = 30.0  # on top of the task timeout
_BEAT: Final = """
INSERT INTO look_worker_beats_us (name, started_at, beaten_at)
VALUES (%s, clock_timestamp(), clock_timestamp())
ON CONFLICT (name) DO UPDATE SET beaten_at = clock_timestamp()"""


class CrashOnlySentinel(cluster.Sentinel):  # type: ignore[misc]  # django-q2 is untyped
    """The cluster's guard; it beats for the cluster while every queue moves."""

    def reincarnate(self, process: Any) -> None:
        """Replace a worker that was recycled on purpose; end the cluster for any other death."""
        recycled = process in self.pool and int(process.timer.value) == -2
        if recycled and process.exitcode in (0, None):
            super().reincarnate(process)
            return
        self._crash(f"child {process.pid} ended with {process.exitcode}")

    def guard(self) -> None:
        threading.Thread(target=self._watch, daemon=True).start()
        super().guard()

    def _watch(self) -> None:
        """Beat, and end a cluster whose work lies in a queue that does not move."""
        name = f"{socket.gethostname()}:{self.parent_pid}"
        limit = (Conf.TIMEOUT or 60) + STUCK_AFTER_S
        seen, since = self._work(), time.monotonic()
        while True:
            write_beat(name)
            if self.stop_event.wait(BEAT_EVERY_S):
                return
            now = self._work()
            if now != seen or now[:2] == (0, 0):
                seen, since = now, time.monotonic()
            elif time.monotonic() - since > limit:
                self._crash(f"no progress for {limit:.0f} s, queues {now[:2]}")

    def _work(self) -> tuple[int, int, float]:
        busy = sum(float(process.timer.value) for process in list(self.pool))
        return self.task_queue.qsize(), self.result_queue.qsize(), busy

    def _crash(self, why: str) -> NoReturn:
        log.critical("cluster ends", why=why)
        os.kill(self.parent_pid, signal.SIGKILL)
        os._exit(CRASHED)


def write_beat(name: str) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute(_BEAT, [name])
    except (DatabaseError, InterfaceError):
        connection.close()  # no beat: the health check says so


def _warm_up(**_: Any) -> None:
    """Load the face models and the decoder in a new worker, before its first job."""
    get_finder()
    get_decoder().warm_up()


def _hurry(connection: Any, **_: Any) -> None:
    """Let this process's commits not wait for the disk: 3.6 ms each, ten for a job.

    claims.durably() takes it back where a commit must not be lost.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")


def run_cluster() -> None:
    """Run one cluster in this process until SIGTERM. Call it before any thread is started."""
    forking: list[int] = []
    post_spawn.connect(_warm_up, weak=False)
    connection_created.connect(_hurry, weak=False)
    os.register_at_fork(
        before=lambda: forking.append(os.getpid()),
        after_in_parent=forking.clear,
        after_in_child=lambda: die_with(forking[-1]),
    )
    cluster.Sentinel = CrashOnlySentinel
    cluster.Cluster().start()
