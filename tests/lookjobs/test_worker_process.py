"""Real worker processes: started, killed, stopped. Each test drives `manage.py worker` itself."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from lookjobs.chaos.killer import children, descendants
from lookjobs.models import LookJob, WorkerBeat
from lookjobs.queueing import send

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """`manage.py worker` on the test database, ready."""
    database = connection.settings_dict
    host = database["HOST"] or database["OPTIONS"].get("host", "")
    url = f"postgresql://{database['USER']}@/{database['NAME']}?host={host}"
    process = subprocess.Popen(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "worker", "--clusters", "1"],
        env={**os.environ, "DATABASE_URL": url, "LOG_LEVEL": "ERROR", "JOB_LEASE_S": "3"},
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_until(WorkerBeat.objects.exists)
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(30)


def wait_until(true: Callable[[], Any], within_s: float = 60.0) -> None:
    end = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def send_one() -> LookJob:
    """Send a job without a photo: the worker has to run it to find that out."""
    now = timezone.now()
    with transaction.atomic():
        job: LookJob = LookJob.objects.create(
            caller="key:a", locale="en", preference_mode="ease", created_at=now, updated_at=now
        )
        send(job.pk)
    return job


def has_ended(job: LookJob) -> bool:
    job.refresh_from_db()
    return job.status in LookJob.TERMINAL


def cluster_of(supervisor: subprocess.Popen[bytes]) -> int:
    return children(supervisor.pid)[0]


def is_alive(pid: int) -> bool:
    """Whether the process runs; a zombie does not."""
    try:
        with open(f"/proc/{pid}/stat") as file:  # noqa: PTH123
            return not re.search(r"\) [ZX] ", file.read())
    except OSError:
        return False


def test_killing_an_idle_worker_process_does_not_stop_the_queue(
    worker: subprocess.Popen[bytes],
) -> None:
    """Stock django-q2 never ran a task again, in 10 of 10 trials."""
    first = send_one()
    wait_until(lambda: has_ended(first))
    cluster = cluster_of(worker)
    idle = [pid for pid in descendants(cluster) if pid != cluster]
    for pid in children(children(cluster)[0]):  # the sentinel's: worker, monitor, pusher
        os.kill(pid, signal.SIGKILL)
        break
    second = send_one()
    wait_until(lambda: has_ended(second))
    wait_until(lambda: not any(is_alive(pid) for pid in [cluster, *idle]))
    assert cluster_of(worker) != cluster


def test_killing_the_supervisor_leaves_no_process_behind(
    worker: subprocess.Popen[bytes],
) -> None:
    below = [pid for pid in descendants(worker.pid) if pid != worker.pid]
    assert len(below) >= 5
    worker.kill()
    worker.wait()
    wait_until(lambda: not any(is_alive(pid) for pid in below), within_s=10)


def test_sigterm_stops_in_order(worker: subprocess.Popen[bytes]) -> None:
    below = descendants(worker.pid)
    worker.terminate()
    assert worker.wait(20) == 0
    assert not any(is_alive(pid) for pid in below)
