"""What lies between a worker and its cluster: its messages, and the results that it hands on."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django_q.conf import Conf
from django_q.models import OrmQ
from django_q.tasks import async_task

from lookjobs.boxes import STOP, Inbox, Outbox
from lookjobs.broker import NotifyBroker, _notices
from lookjobs.chaos.stub.apps import HANGS
from lookjobs.cluster import Watched
from tests.lookjobs.test_worker_process import (
    LATE_WATCH,
    STUB,
    is_running,
    running_worker,
    send_one,
    wait_until,
)

SOON = timedelta(seconds=1)  # a message that is taken comes back later than that


def send_task(broker: NotifyBroker, name: str = "one") -> int:
    """Send a task that is no job; return its message."""
    with transaction.atomic():
        async_task("lookjobs.tasks.purge_expired", broker=broker, task_name=name, save=False)
    assert broker.last_id is not None
    return broker.last_id


@pytest.mark.django_db(transaction=True)
def test_a_worker_gets_the_next_task_with_what_acknowledges_it(broker: NotifyBroker) -> None:
    inbox, message = Inbox(broker), send_task(broker)
    task = inbox.get()
    assert isinstance(task, dict)
    assert (task["func"], task["name"], task["ack_id"], task["cluster"]) == (
        "lookjobs.tasks.purge_expired", "one", message, Conf.CLUSTER_NAME,
    )  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_a_cluster_that_stops_takes_no_further_message(broker: NotifyBroker) -> None:
    inbox = Inbox(broker)
    send_task(broker)
    inbox.put(STOP)
    assert [inbox.get(), inbox.get()] == [STOP, STOP]
    assert broker.queue_size() == 1


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_waits_is_woken_to_stop(
    broker: NotifyBroker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Conf, "POLL", 3600)
    inbox, got = Inbox(broker), list[Any]()

    def work() -> None:
        got.append(inbox.get())
        broker._forget()

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    wait_until(inbox.looks)
    inbox.put(STOP)
    worker.join(60)
    assert got == [STOP]


@pytest.mark.django_db(transaction=True)
def test_a_message_that_cannot_be_read_is_dropped_and_the_next_one_taken(
    broker: NotifyBroker,
) -> None:
    inbox = Inbox(broker)
    broker.enqueue("signed with another key")
    message = send_task(broker)
    task = inbox.get()
    assert isinstance(task, dict)
    assert task["ack_id"] == message
    assert OrmQ.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_notice_of_a_message_that_was_taken_wakes_nobody(
    broker: NotifyBroker, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each cost an empty claim, of as many as came while a job ran."""
    broker._listen()
    for _ in range(3):
        send_task(broker)
    for _ in range(3):
        assert broker.dequeue()
    heard = list[set[str]]()
    monkeypatch.setattr(broker, "_wait", lambda listener: heard.append(_notices(listener)))
    assert broker.dequeue() is None
    assert heard == [set()]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("lost", ["query LIKE 'LISTEN %%'", "pid = %s"])
def test_a_lost_connection_costs_a_look_and_no_worker(broker: NotifyBroker, lost: str) -> None:
    broker._listen()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        ours = cursor.fetchone()
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute(
            "SELECT bool_and(pg_terminate_backend(pid, 60000)) FROM pg_stat_activity"
            f" WHERE datname = current_database() AND {lost}",
            ours if "%s" in lost else [],
        )
        assert cursor.fetchone() == (True,)
    other.close()
    assert broker.dequeue() is None
    message = send_task(broker)
    assert [number for number, _ in broker.dequeue() or []] == [message]


@pytest.mark.parametrize(
    ("task", "goes"),
    [
        ({"success": True, "save": False, "ack_id": None}, False),
        ({"success": False, "save": False, "ack_id": None}, True),
        ({"success": True, "save": False, "ack_id": 7}, True),
        ({"success": True, "ack_id": None}, True),
        ({"success": True, "save": False, "cached": True, "ack_id": None}, True),
        (STOP, True),
    ],
)
def test_a_result_goes_to_the_monitor_where_that_has_to_act(task: Any, goes: bool) -> None:
    outbox = Outbox()
    outbox.put(task)
    assert outbox.waiting() == goes
    if goes:
        assert outbox.get(timeout=60) == task
    outbox.close()


def test_a_part_that_stays_as_it_is_for_too_long_is_stuck() -> None:
    watched = Watched(30)
    assert watched.stuck({"worker": 1}, at=100) == ""
    assert watched.stuck({"worker": 1}, at=130) == ""
    assert watched.stuck({"worker": 1}, at=131) == "worker"
    assert watched.stuck({"worker": 2}, at=132) == ""
    assert watched.stuck({"worker": 2}, at=162) == ""


def test_a_part_without_work_is_not_stuck_and_others_hide_nothing() -> None:
    watched = Watched(30)
    assert watched.stuck({"worker": 1, "monitor": None}, at=100) == ""
    assert watched.stuck({"worker": 2, "monitor": None}, at=200) == ""
    assert watched.stuck({"worker": 3, "monitor": 1}, at=201) == ""
    assert watched.stuck({"worker": 4, "monitor": 1}, at=232) == "monitor"


@pytest.mark.django_db(transaction=True)
def test_no_message_waits_in_a_worker_that_is_busy() -> None:
    """django-q2 takes messages ahead; behind a long job they waited while other clusters idled."""
    with running_worker(**STUB, **LATE_WATCH, WORKER_STOP_S="1"):
        endless = send_one(HANGS)
        wait_until(lambda: is_running(endless))
        waits = send_one()
        waits.refresh_from_db()
        time.sleep(2)  # it would be taken at once
        assert OrmQ.objects.get(pk=waits.message_id).lock < waits.created_at + SOON
