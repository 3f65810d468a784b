"""Workers under test, and jobs for them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from config.paths import generated

WITHIN_S: Final = 300.0


@contextmanager
def worker(clusters: int, **environment: str) -> Iterator[int]:
    """`manage.py worker` with its usual log, every cluster ready and idle; gives its process id."""
    from lookjobs.models import WorkerBeat

    WorkerBeat.objects.all().delete()
    with generated("log", "bench-worker.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603
            [sys.executable, "manage.py", "worker", "--clusters", str(clusters)],
            env={**os.environ, "LOG_LEVEL": "INFO", **environment}, stdout=log, stderr=log,
        )  # fmt: skip
    try:
        wait(lambda: WorkerBeat.objects.count() >= clusters)
        time.sleep(4)  # its processes load the engines after the first beat
        yield process.pid
    finally:
        process.terminate()
        process.wait(30)


def wait(true: Callable[[], bool], *, look_every_s: float = 0.01) -> None:
    end = time.monotonic() + WITHIN_S
    while not true():
        if time.monotonic() > end:
            raise RuntimeError("a benchmark's worker did not do its work in time")
        time.sleep(look_every_s)


def send(reference: Any = None) -> Any:
    """Write a job and its message; return the job."""
    from django.db import transaction
    from django.utils import timezone

    from lookjobs.models import LookJob
    from lookjobs.queueing import send as send_message

    now = timezone.now()
    with transaction.atomic():
        job = LookJob.objects.create(
            caller="key:bench", locale="en", preference_mode="structure", reference=reference,
            created_at=now, updated_at=now,
        )  # fmt: skip
        send_message(job.pk)
    return job
