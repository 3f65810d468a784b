"""What lies between a worker and its cluster, in the places of django-q2's two queues.

django-q2 has a process that takes messages from the broker and pushes them through a pipe, under
locks that a dying worker keeps. Here a worker takes its next message itself, once it is free: no
message waits behind a long job, and a job costs one process less to wake.
"""

from __future__ import annotations

import os
import select
from multiprocessing import RawValue
from typing import Any, Final

import structlog
from django_q.brokers import Broker
from django_q.conf import Conf
from django_q.queues import Queue
from django_q.signing import SignedPackage

STOP: Final = "STOP"  # django-q2's own word

log = structlog.get_logger("queue")


class Inbox:
    """The messages of a cluster's workers. Its cluster makes it, before it starts them."""

    def __init__(self, broker: Broker) -> None:
        self._broker = broker
        # A pipe that is never read: without a lock, and seen by every worker of now and later.
        self._stopped, self._stop = os.pipe()
        broker.woken_by = self._stopped  # ours need not wait for its time then
        self._looks = RawValue("Q", 0)

    def get(self) -> dict[str, Any] | str:
        """Return the next task, or STOP: for the worker, as django-q2's queue would."""
        while not select.select([self._stopped], [], [], 0)[0]:
            self._looks.value += 1
            for number, package in self._broker.dequeue() or ():  # one: Q_CLUSTER says bulk 1
                if task := self._open(number, package):
                    return task
        return STOP

    def _open(self, number: Any, package: str | dict[str, Any]) -> dict[str, Any] | None:
        try:  # our broker gives a job's task as it is
            task = package if isinstance(package, dict) else SignedPackage.loads(package)
        except Exception:  # signed with another key, or of a task that is no longer there
            log.exception("message not readable", message=number)
            self._broker.fail(number)
            return None
        return task | {"cluster": Conf.CLUSTER_NAME, "ack_id": number}

    def looks(self) -> int:
        """Return how often a worker has looked for a message: while it idles this grows."""
        return int(self._looks.value)

    def put(self, word: str) -> None:
        """Let workers stop: django-q2 puts one such word for each."""
        os.write(self._stop, word.encode())

    # What else django-q2's cluster asks of its queue; nothing lies here.

    def empty(self) -> bool:
        return True

    def qsize(self) -> int:
        return 0

    def close(self) -> None:
        """Nothing to close: workers that are still at work look at the pipe later."""

    def join_thread(self) -> None:
        """No thread writes to it."""


class Outbox(Queue):  # type: ignore[misc]  # django-q2 is untyped
    """Results on their way to the monitor, which keeps them and acknowledges their messages."""

    def put(self, task: Any, *args: Any, **kwargs: Any) -> None:
        """Hand over the result, unless the monitor would do nothing with it but read it."""
        if task == STOP or not _is_settled(task):
            super().put(task, *args, **kwargs)

    def waiting(self) -> int:
        """Return how much lies here, without the lock that a dead worker may have."""
        return int(self.size.count.get_obj().value)


def _is_settled(task: dict[str, Any]) -> bool:
    kept = task.get("save") is not False or task.get("cached")
    return bool(task["success"] and not kept and not task.get("ack_id"))


class NoPusher:
    """Stands where the cluster looks for the process that pushes, until it is told to stop."""

    pid: Final = 0

    def __init__(self, told: Any) -> None:
        self._told = told

    def is_alive(self) -> bool:
        return not self._told.is_set()
