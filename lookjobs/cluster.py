"""A django-q2 cluster that is crash-only: any child that dies abnormally ends the whole cluster.

django-q2's processes share locks. Its workers wait for messages under one, and where such a worker
was killed no further task ran in 10 of 10 trials, while the cluster looked alive (django-q2 issues
23 and 339); ours wait alone (lookjobs/boxes.py), but one that is killed as it hands over its result
still holds its timer's lock, and the guard waits for that. So nothing is repaired here: the cluster
ends at once, its children with it (PR_SET_PDEATHSIG), and the supervisor starts a clean one.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from multiprocessing.connection import wait
from typing import Any, Final, NoReturn

import structlog
from django.db import DatabaseError, InterfaceError, connection
from django.db.backends.signals import connection_created
from django_q import cluster
from django_q.conf import Conf
from django_q.signals import post_execute_in_worker, post_spawn

from layer1.landmarks import get_finder
from lookjobs import tasks  # noqa: F401  (imported before the fork, so that workers share it)
from lookjobs.boxes import Inbox, NoPusher, Outbox
from lookjobs.decoder import get_decoder
from lookjobs.processes import CRASHED, die_with
from lookjobs.services import ends
from lookjobs.services.stages import start_showing

log = structlog.get_logger("worker")

BEAT_EVERY_S: Final = 5.0
STUCK_AFTER_S: Final = 30.0  # on top of the task timeout
UNMISSED_S: Final = 3.0  # a dead child that the guard has not dealt with by then: it never will
RECYCLED: Final = -2  # what django-q2 writes to the timer of a worker that ends on purpose
_BEAT: Final = """
INSERT INTO look_worker_beats_us (name, started_at, beaten_at)
VALUES (%s, clock_timestamp(), clock_timestamp())
ON CONFLICT (name) DO UPDATE SET beaten_at = clock_timestamp()"""


class CrashOnlySentinel(cluster.Sentinel):  # type: ignore[misc]  # django-q2 is untyped
    """The cluster's guard; it beats for the cluster while all of it moves."""

    def spawn_cluster(self) -> None:
        """Start worker and monitor, with our queues for what they hand on."""
        self.task_queue, self.result_queue = Inbox(self.broker), Outbox()
        super().spawn_cluster()

    def spawn_pusher(self) -> NoPusher:
        """Start nothing: a worker takes its messages itself."""
        return NoPusher(self.event_out)

    def reincarnate(self, process: Any) -> None:
        """Replace a worker that was recycled on purpose; end the cluster for any other death."""
        if self._is_recycled(process) and process.exitcode in (0, None):
            super().reincarnate(process)
            return
        self._crash(f"child {process.pid} ended with {process.exitcode}")

    def guard(self) -> None:
        threading.Thread(target=self._watch, daemon=True).start()
        super().guard()

    def _watch(self) -> None:
        """Beat, and end a cluster that cannot go on: a dead child, or one that does not move.

        The guard takes locks that its children take too, and a child that is killed under one
        keeps it for ever; so nothing here takes a lock.
        """
        name = f"{socket.gethostname()}:{self.parent_pid}"
        limit = (Conf.TIMEOUT or 60) + STUCK_AFTER_S
        watched = Watched(limit)
        while True:
            write_beat(name)
            self._wait_for_a_death(BEAT_EVERY_S)
            if self.stop_event.is_set():
                return
            if stuck := watched.stuck(self._signs(), at=time.monotonic()):
                self._crash(f"no progress for {limit:.0f} s: {stuck}")

    def _wait_for_a_death(self, within_s: float) -> None:
        """Return after this time; or end the cluster for a dead child that nobody missed."""
        children = self._children()
        ended = wait([child.sentinel for child in children], timeout=within_s)
        dead = [child for child in children if child.sentinel in ended]
        if not dead or self.stop_event.wait(UNMISSED_S):
            return
        for child in dead:
            if child in self._children() and not self._is_recycled(child):
                self._crash(f"child {child.pid} ended and the guard waits")

    def _children(self) -> list[Any]:
        return [*self.pool, self.monitor]

    def _is_recycled(self, process: Any) -> bool:
        return process in self.pool and int(process.timer.get_obj().value) == RECYCLED

    def _signs(self) -> dict[str, Any]:
        """Return what changes while each part moves; None where it has nothing to do."""
        left_s = sum(float(process.timer.get_obj().value) for process in list(self.pool))
        return {
            "worker": (self.task_queue.looks(), left_s),
            "monitor": self.result_queue.waiting() or None,
        }

    def _crash(self, why: str) -> NoReturn:
        log.critical("cluster ends", why=why)
        os.kill(self.parent_pid, signal.SIGKILL)
        os._exit(CRASHED)


class Watched:
    """Signs of life that have to change within a time."""

    def __init__(self, limit_s: float) -> None:
        self._limit_s = limit_s
        self._changed: dict[str, tuple[Any, float]] = {}

    def stuck(self, signs: dict[str, Any], *, at: float) -> str:
        """Return a part whose sign has stayed as it is for longer than the limit; else nothing."""
        for part, sign in signs.items():
            seen, since = self._changed.get(part, (None, at))
            if sign is None or sign != seen:
                self._changed[part] = sign, at
            elif at - since > self._limit_s:
                return part
        return ""


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
    start_showing()
    ends.start_writing()


def _hurry(connection: Any, **_: Any) -> None:
    """Let this process's commits not wait for the disk: 3.6 ms each, ten for a job.

    claims._END takes it back where a commit must not be lost.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit = off")


def run_cluster() -> None:
    """Run one cluster in this process until SIGTERM. Call it before any thread is started."""
    forking: list[int] = []
    post_spawn.connect(_warm_up, weak=False)
    post_execute_in_worker.connect(ends.leave_message, weak=False)
    connection_created.connect(_hurry, weak=False)
    os.register_at_fork(
        before=lambda: forking.append(os.getpid()),
        after_in_parent=forking.clear,
        after_in_child=lambda: die_with(forking[-1]),
    )
    cluster.Sentinel = CrashOnlySentinel
    cluster.Cluster().start()
