"""The end of a job, written while the next one runs: in its turn, once, and never left behind."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from django_q.models import OrmQ

from lookjobs import claims
from lookjobs.chaos.killer import children, descendants
from lookjobs.queueing import send
from lookjobs.services import ends
from tests.lookjobs.test_claims import complete, lapse, make_job
from tests.lookjobs.test_worker_process import (
    STUB,
    cluster_of,
    done_events,
    has_ended,
    is_alive,
    is_running,
    running_worker,
    send_one,
    wait_until,
)


@pytest.fixture
def thread(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("_pool", "_under_way"):
        monkeypatch.setattr(ends, name, None)
    ends.start_writing()
    yield
    ends._pool.shutdown()  # type: ignore[union-attr]


@pytest.mark.usefixtures("thread")
def test_one_end_is_under_way_at_a_time_and_they_keep_their_order() -> None:
    free, written = threading.Event(), list[str]()

    def slow() -> None:
        free.wait(60)
        written.append("first")

    ends.hand_over(slow, message=1)
    second = threading.Thread(
        target=lambda: ends.hand_over(lambda: written.append("second"), message=2)
    )
    second.start()
    assert written == []
    free.set()
    second.join()
    ends.settle()
    assert written == ["first", "second"]


@pytest.mark.usefixtures("thread")
def test_an_end_that_cannot_be_written_stops_nothing() -> None:
    def broken() -> None:
        raise claims.DATABASE_DOWN[0]

    written = list[int]()
    ends.hand_over(broken, message=1)
    ends.hand_over(lambda: written.append(1), message=2)
    ends.settle()
    assert written == [1]


@pytest.mark.usefixtures("thread")
@pytest.mark.parametrize(("message", "left_to_django_q"), [(7, None), (None, 9)])
def test_a_message_is_acknowledged_by_its_end_or_after_it(
    message: int | None, left_to_django_q: int | None
) -> None:
    """The second is another broker's: its task is not over before the end is written."""
    by: list[int] = []
    ends.hand_over(lambda: by.append(threading.get_ident()), message=message)
    written_before_the_task_was_over = by == [threading.get_ident()]
    task = {"ack_id": 9}
    ends.leave_message(task)
    assert task["ack_id"] == left_to_django_q
    assert written_before_the_task_was_over == (message is None)
    again = {"ack_id": 10}
    ends.leave_message(again)
    assert again["ack_id"] == 10


def sent_and_claimed() -> Any:
    job = make_job()
    send(job.pk)
    return claims.claim(job.pk)


@pytest.mark.django_db
def test_the_message_goes_with_the_end() -> None:
    complete(sent_and_claimed())
    assert not OrmQ.objects.exists()


@pytest.mark.django_db
def test_the_message_stays_where_another_attempt_owns_the_job() -> None:
    first = sent_and_claimed()
    lapse(first)
    claims.claim(first.pk)
    with pytest.raises(claims.ClaimLostError):
        complete(first)
    assert OrmQ.objects.count() == 1


@contextmanager
def no_end() -> Iterator[None]:
    """Let no end be written: each adds to the counters, and nothing else of a job does."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("LOCK TABLE look_metric_counts_us IN ACCESS EXCLUSIVE MODE")
        yield


def an_end_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_locks"
            " WHERE NOT granted AND relation = 'look_metric_counts_us'::regclass"
        )
        return bool(cursor.fetchone()[0])


@pytest.mark.django_db(transaction=True)
def test_the_next_job_runs_while_an_end_waits() -> None:
    with running_worker(**STUB, CHAOS_STUB_S="1"):
        first, second = send_one(), send_one()
        wait_until(lambda: is_running(first))
        with no_end():
            wait_until(lambda: is_running(second))
            assert not has_ended(first)
        wait_until(lambda: has_ended(first) and has_ended(second))
        assert (first.attempt, second.attempt) == (1, 1)
        assert (done_events(first), done_events(second)) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_stop_waits_for_the_end_that_is_under_way() -> None:  # J7
    with running_worker(**STUB, CHAOS_STUB_S="1", WORKER_STOP_S="60") as worker:
        job = send_one()
        wait_until(lambda: is_running(job))
        one, _ = children(children(cluster_of(worker))[0])
        with no_end():
            wait_until(an_end_waits)
            worker.terminate()
            time.sleep(3)  # it has nothing else to wait for
            assert is_alive(one)
        assert worker.wait(90) == 0
    assert has_ended(job)
    assert (job.status, job.attempt, done_events(job)) == ("completed", 1, 1)


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_while_an_end_waits_loses_and_doubles_nothing() -> None:  # J3
    with running_worker(**STUB, CHAOS_STUB_S="1") as worker:
        job = send_one()
        wait_until(lambda: is_running(job))
        with no_end():
            wait_until(an_end_waits)
            before = [pid for pid in descendants(worker.pid) if pid != worker.pid]
            os.killpg(cluster_of(worker), signal.SIGKILL)
            wait_until(lambda: not any(is_alive(pid) for pid in before))
        wait_until(lambda: has_ended(job))
        assert (job.status, done_events(job)) == ("completed", 1)
