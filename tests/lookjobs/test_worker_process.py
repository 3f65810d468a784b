"""Real worker processes: started, killed, stopped. Each test drives `manage.py worker` itself."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django_q.models import OrmQ

from lookjobs.chaos.killer import children, descendants
from lookjobs.chaos.stub.apps import HANGS, KILLS, KILLS_LATE
from lookjobs.models import JobEvent, LookJob, WorkerBeat
from lookjobs.processes import die_with
from lookjobs.queueing import send
from lookjobs.sweeper import sweep

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def running_worker(**environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """`manage.py worker` on the test database, ready."""
    database = connection.settings_dict
    host = database["HOST"] or database["OPTIONS"].get("host", "")
    url = f"postgresql://{database['USER']}@/{database['NAME']}?host={host}"
    ours = {"DATABASE_URL": url, "LOG_LEVEL": "ERROR", "JOB_LEASE_S": "5"}
    process = subprocess.Popen(
        [sys.executable, str(settings.BASE_DIR / "manage.py"), "worker", "--clusters", "1"],
        env={**os.environ, **ours, **environment},
        cwd=settings.BASE_DIR,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        preexec_fn=partial(die_with, os.getpid()),
    )
    try:
        wait_until(WorkerBeat.objects.exists)
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
        try:
            process.wait(90)
        finally:
            process.kill()  # nothing is left behind, not even by a test that fails here


@pytest.fixture
def worker() -> Iterator[subprocess.Popen[bytes]]:
    with running_worker() as process:
        yield process


def wait_until(true: Callable[[], Any], within_s: float = 120.0) -> None:
    end = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


# A queue that does not move ends its cluster some time after this limit: too late to help a test
# of what ends it at once.
LATE_WATCH = {"JOB_TIMEOUT_S": "600"}


def send_one(locale: str = "en") -> LookJob:
    """Send a job without a photo: the worker has to run it to find that out."""
    now = timezone.now()
    with transaction.atomic():
        job: LookJob = LookJob.objects.create(
            caller="key:a", locale=locale, preference_mode="ease", created_at=now, updated_at=now
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


def test_killing_an_idle_worker_process_does_not_stop_the_queue() -> None:  # J14
    """Stock django-q2 never ran a task again, in 10 of 10 trials."""
    with running_worker(**LATE_WATCH) as worker:
        first = send_one()
        wait_until(lambda: has_ended(first))
        cluster = cluster_of(worker)
        idle = [pid for pid in descendants(cluster) if pid != cluster]
        os.kill(children(children(cluster)[0])[0], signal.SIGKILL)  # the sentinel's first: a worker
        second = send_one()
        wait_until(lambda: has_ended(second))
        wait_until(lambda: not any(is_alive(pid) for pid in [cluster, *idle]))
        assert cluster_of(worker) != cluster


def test_killing_the_supervisor_leaves_no_process_behind(
    worker: subprocess.Popen[bytes],
) -> None:
    below = [pid for pid in descendants(worker.pid) if pid != worker.pid]
    assert len(below) >= 4  # cluster, sentinel, worker, monitor
    worker.kill()
    worker.wait()
    wait_until(lambda: not any(is_alive(pid) for pid in below))


def test_sigterm_stops_in_order(worker: subprocess.Popen[bytes]) -> None:
    below = descendants(worker.pid)
    worker.terminate()
    assert worker.wait(90) == 0
    assert not any(is_alive(pid) for pid in below)


# An analysis that sleeps, hangs or kills, by the job's locale (lookjobs/chaos/stub).
STUB = {"DJANGO_SETTINGS_MODULE": "lookjobs.chaos.stub_settings"}


def is_running(job: LookJob) -> bool:
    job.refresh_from_db()
    return job.stage == "look"


def code(job: LookJob) -> str:
    return str((job.error or {}).get("code"))


def done_events(job: LookJob) -> int:
    return JobEvent.objects.filter(job=job, event="done").count()


def test_a_worker_killed_in_the_middle_costs_one_attempt() -> None:  # J3
    with running_worker(**STUB, CHAOS_STUB_S="3") as worker:
        job = send_one()
        wait_until(lambda: is_running(job))
        os.killpg(cluster_of(worker), signal.SIGKILL)
        OrmQ.objects.all().delete()  # with the message gone too, only the sweep can bring it back
        wait_until(lambda: has_ended(job))
        assert (job.status, job.attempt, done_events(job)) == ("completed", 2, 1)


def test_a_job_over_its_limit_is_killed_and_the_next_one_runs() -> None:  # J10
    """It swallows every exception, so only the end of its process ends it."""
    with running_worker(**STUB, JOB_TIMEOUT_S="2") as worker:
        hung = send_one(HANGS)
        wait_until(lambda: is_running(hung))
        before = [pid for pid in descendants(worker.pid) if pid != worker.pid]
        wait_until(lambda: has_ended(hung))
        assert (hung.status, code(hung), hung.attempt) == ("failed", "TIMED_OUT", 1)
        wait_until(lambda: not any(is_alive(pid) for pid in before))
        after = send_one()
        wait_until(lambda: has_ended(after))
        assert after.status == "completed"


def test_a_photo_that_kills_every_worker_ends_after_its_attempts() -> None:  # J5
    with running_worker(**STUB, JOB_MAX_ATTEMPTS="2"):
        poison, good = send_one(KILLS), send_one()
        wait_until(lambda: has_ended(poison) and has_ended(good))
        assert (poison.status, code(poison), poison.attempt) == (
            "failed", "ATTEMPTS_EXHAUSTED", 2,
        )  # fmt: skip
        assert good.status == "completed"


def test_a_worker_killed_as_it_hands_over_its_result_does_not_stop_the_queue() -> None:  # J14
    """It holds a lock that the cluster's guard waits for; so the guard never sees its death."""
    with running_worker(**STUB, **LATE_WATCH) as worker:
        cluster = cluster_of(worker)
        late = send_one(KILLS_LATE)
        wait_until(lambda: has_ended(late))
        after = send_one()
        wait_until(lambda: has_ended(after))
        assert (late.status, after.status, done_events(late)) == ("completed", "completed", 1)
        assert not is_alive(cluster)


def test_sigterm_lets_a_running_job_end() -> None:  # J7
    with running_worker(**STUB, CHAOS_STUB_S="3", WORKER_STOP_S="60") as worker:
        job = send_one()
        wait_until(lambda: is_running(job))
        worker.terminate()
        assert worker.wait(90) == 0
        assert has_ended(job)
        assert (job.status, job.attempt) == ("completed", 1)


def test_sigterm_hands_back_what_does_not_end_in_time() -> None:  # J7
    with running_worker(**STUB, WORKER_STOP_S="1") as worker:
        job = send_one(HANGS)
        wait_until(lambda: is_running(job))
        worker.terminate()
        assert worker.wait(90) == 0
    wait_until(lambda: sweep() == 1)  # once the lease has run out
    job.refresh_from_db()
    assert (job.status, job.attempt) == ("pending", 1)
