"""Where a running job is: told in memory at once, shown in the database four times a second.

A stage takes milliseconds and a transaction for each cost as much as the analysis, so a quick job
writes its stages with its result. A second thread of the worker shows what is new of a longer one
and renews its lease.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from lookjobs import claims
from lookjobs.models import LookJob

log = structlog.get_logger("job")

SHOW_EVERY_S: Final = 0.25  # as often as event streams look (lookjobs/events.py)
# How far a job is when a stage begins; the shares follow what the stages were measured to take.
PROGRESS: Final = {
    "fetch": 5, "faces": 20, "gate": 45, "look": 50, "steps": 75, "kit": 80, "store": 95,
}  # fmt: skip


class Stages:
    """One job's clock. Two threads use it: one runs the job, the other shows it."""

    def __init__(self, job: LookJob) -> None:
        self._job = job
        self._claimed_at: datetime = job.claimed_at  # type: ignore[assignment]  # a claim sets it
        self._stage = ""
        self._started = self._since = time.perf_counter()
        self._news: list[claims.Told] = []  # one thread appends, one at a time removes
        self._writing = threading.Lock()
        self._renewed = self._started
        self._lost = self._over = False

    def now(self) -> datetime:
        """Return the time on the clock of the database, which told when the job was claimed."""
        return self._claimed_at + timedelta(seconds=self.took_s())

    def took_s(self) -> float:
        """Return how long ago the job was claimed."""
        return time.perf_counter() - self._started

    def enter(self, stage: str) -> None:
        """End the stage before and begin this one. Raises ClaimLostError where that is known."""
        self.leave()
        if self._lost:
            raise claims.ClaimLostError
        job = self._job
        job.stage, job.progress = stage, max(job.progress, PROGRESS[stage])
        job.updated_at = self.now()
        self._news.append(claims.tell(job, "stage"))
        self._stage, self._since = stage, time.perf_counter()

    def leave(self) -> None:
        """End the current stage."""
        if self._stage:
            took = round((time.perf_counter() - self._since) * 1000, 1)
            self._job.timings = {**self._job.timings, self._stage: took}
        self._stage = ""

    def end(self) -> list[claims.Told]:
        """Stop showing, and return what was not shown yet."""
        with self._writing:
            self._over = True
            return self._news

    def show(self) -> None:
        """Write what is new, and renew the lease before a third of it is over."""
        with self._writing:
            news = [] if self._over else list(self._news)
            old = time.perf_counter() - self._renewed > settings.JOB_LEASE_S / 3
            if self._lost or not (news or old):
                return
            try:
                if news:
                    claims.beat(self._job, news)
                elif self._over:  # its end waits to be written
                    claims.keep(self._job)
                else:
                    claims.renew(self._job)
            except claims.ClaimLostError:
                self._lost = True
            self._renewed = time.perf_counter()
            del self._news[: len(news)]


_in_sight: list[Stages] = []  # of the job that runs, and of the one whose end is under way


@contextmanager
def shown(stages: Stages) -> Iterator[None]:
    """Have the stages in sight of the thread that shows them."""
    _in_sight.append(stages)
    try:
        yield
    finally:
        _in_sight.remove(stages)


def start_showing() -> None:
    """Start the thread; once in a worker's process, which runs one job at a time."""
    threading.Thread(target=_show_for_ever, daemon=True).start()


def _show_for_ever() -> None:
    while True:
        time.sleep(SHOW_EVERY_S)
        for stages in _in_sight:
            _show(stages)


def _show(stages: Stages) -> None:
    try:
        stages.show()
    except (DatabaseError, InterfaceError) as error:
        connection.close()  # this thread's own; what was not shown is shown the next time
        log.warning("progress is not shown", error=type(error).__name__)
