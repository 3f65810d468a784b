"""Our broker's statements, and what the server makes of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from django_q.models import OrmQ
from django_q.signing import SignedPackage

from lookjobs import claims, statements, sweeper
from lookjobs.broker import NotifyBroker
from lookjobs.models import LookJob, Upload
from lookjobs.queueing import send, task_of
from tests.lookjobs.test_claims import lapse, make_job


def sent(**changes: Any) -> LookJob:
    job = make_job(**changes)
    send(job.pk)
    return job


@pytest.mark.django_db(transaction=True)
def test_a_cluster_takes_one_message_at_a_time_however_the_server_plans_it(
    broker: NotifyBroker,
) -> None:
    """Planned while one message waited, it once took all that came later."""
    sent()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE django_q_ormq")
        cursor.execute("VACUUM ANALYZE look_jobs_us")
    taken = [broker.dequeue()]
    for _ in range(8):  # from the sixth time on one plan serves them all
        OrmQ.objects.all().delete()
        sent()
        taken.append(broker.dequeue())
    for _ in range(30):
        sent()
    taken += [broker.dequeue() for _ in range(30)]
    assert [len(messages or []) for messages in taken] == [1] * 39
    assert LookJob.objects.filter(status="processing", attempt=1).count() == 39


@pytest.mark.django_db(transaction=True)
def test_a_job_is_claimed_as_its_message_is_taken(
    broker: NotifyBroker, django_assert_num_queries: Any, upload_row: Callable[[], Upload]
) -> None:
    photo = upload_row()
    job = sent(reference=photo)
    found = broker.dequeue()
    row = LookJob.objects.get()
    assert (row.status, row.attempt, OrmQ.objects.count()) == ("processing", 1, 0)
    ((number, task),) = found or [(0, "")]
    assert isinstance(task, dict)
    assert (number, task["args"]) == (None, (str(job.pk),))
    with django_assert_num_queries(0):
        claimed = claims.claim(job.pk)
        assert claimed is not None
        assert (claimed.attempt, claimed.lease_until) == (1, row.lease_until)
        assert claimed.reference == photo
    assert claims.claim(job.pk) is None


@pytest.mark.django_db(transaction=True)
def test_the_task_of_a_job_is_what_its_message_says(broker: NotifyBroker) -> None:
    job = sent()
    said = SignedPackage.loads(OrmQ.objects.get().payload)
    task = task_of(job.pk)
    assert {**task, "id": 0, "started": 0} == {**said, "id": 0, "started": 0}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("why", ["canceled", "out of attempts", "locked by a deletion"])
def test_a_message_stays_whose_job_cannot_be_claimed_with_it(
    broker: NotifyBroker, why: str
) -> None:
    """A deletion holds the row and wants the message; so the broker waits for no row."""
    job = sent(attempt=settings.JOB_MAX_ATTEMPTS if why == "out of attempts" else 0)
    message, before = OrmQ.objects.get(), LookJob.objects.get()
    if why == "canceled":
        claims.cancel(job, now=timezone.now())
        before.refresh_from_db()
    other = connection.copy()
    try:
        if why == "locked by a deletion":
            other.set_autocommit(False)
            with other.cursor() as cursor:
                cursor.execute("SELECT 1 FROM look_jobs_us FOR UPDATE")
        found = broker.dequeue()
    finally:
        other.close()
    assert found == [(message.pk, message.payload)]
    assert OrmQ.objects.get().lock > message.lock
    after = LookJob.objects.get()
    assert (after.status, after.attempt) == (before.status, before.attempt)


@pytest.mark.django_db(transaction=True)
def test_a_job_whose_worker_dies_before_it_begins_comes_back(broker: NotifyBroker) -> None:
    job = sent()
    assert broker.dequeue()
    lapse(job)
    assert sweeper.sweep() == 1
    row = LookJob.objects.get()
    assert (row.status, OrmQ.objects.get().pk) == ("pending", row.message_id)


@pytest.mark.django_db
def test_our_statements_are_prepared_where_the_connection_is_our_own() -> None:
    assert settings.QUEUE_BROKER == "notify"
    text = "SELECT %s::int + 17"
    for number in range(2):
        assert statements.run(text, [number]) == [(number + 17,)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE %s",
                       ["%+ 17%"])  # fmt: skip
        assert cursor.fetchone() == (1,)
