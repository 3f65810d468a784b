"""Our broker's statements, and what the server makes of them."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import connection
from django_q.models import OrmQ

from lookjobs import statements
from lookjobs.broker import NotifyBroker
from lookjobs.queueing import send
from tests.lookjobs.test_claims import make_job


@pytest.mark.django_db(transaction=True)
def test_a_cluster_takes_one_message_at_a_time_however_the_server_plans_it() -> None:
    """Planned while one message waited, it once took all that came later."""
    broker = NotifyBroker(list_key=settings.Q_CLUSTER["name"])
    send(make_job().pk)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE django_q_ormq")
    taken = [broker.dequeue()]
    for _ in range(8):  # from the sixth time on one plan serves them all
        OrmQ.objects.all().delete()
        send(make_job().pk)
        taken.append(broker.dequeue())
    for _ in range(30):
        send(make_job().pk)
    taken += [broker.dequeue() for _ in range(30)]
    assert [len(messages or []) for messages in taken] == [1] * 39
    broker._forget()


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
