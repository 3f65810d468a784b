"""What a running job shows of itself, and when: at once in memory, in the database by a thread."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from lookjobs import claims
from lookjobs.models import JobEvent, LookJob
from lookjobs.selectors import wire_time
from lookjobs.services.stages import Stages
from tests.lookjobs.test_claims import complete, running

pytestmark = pytest.mark.django_db


def told() -> list[tuple[str, int]]:
    return [(e.data["stage"], e.data["progress"]) for e in JobEvent.objects.order_by("id")]


def test_nothing_is_written_until_it_is_shown() -> None:
    stages = Stages(running())
    stages.enter("fetch")
    stages.enter("faces")
    assert not JobEvent.objects.exists()
    stages.show()
    row = LookJob.objects.get()
    assert told() == [("fetch", 5), ("faces", 20)]
    assert (row.stage, row.progress, list(row.timings)) == ("faces", 20, ["fetch"])


def test_what_was_shown_is_not_shown_again() -> None:
    stages = Stages(running())
    stages.enter("fetch")
    stages.show()
    version = LookJob.objects.get().version
    stages.show()
    assert LookJob.objects.get().version == version
    stages.enter("faces")
    assert [one.body["stage"] for one in stages.end()] == ["faces"]
    stages.show()
    assert told() == [("fetch", 5)]


def test_events_tell_when_a_stage_began_and_the_row_tells_the_last_of_them() -> None:
    job = running()
    stages = Stages(job)
    stages.enter("fetch")
    stages.enter("faces")
    stages.show()
    moments = [event.created_at for event in JobEvent.objects.order_by("id")]
    assert job.claimed_at is not None
    assert [job.claimed_at, *moments] == sorted([job.claimed_at, *moments])
    assert LookJob.objects.get().updated_at == moments[-1]
    assert JobEvent.objects.latest("id").data["updatedAt"] == wire_time(moments[-1])


def test_a_lost_claim_stops_the_job_at_its_next_stage() -> None:
    job = running()
    stages = Stages(job)
    stages.enter("fetch")
    claims.cancel(job, now=timezone.now())
    stages.show()
    with pytest.raises(claims.ClaimLostError):
        stages.enter("faces")
    assert LookJob.objects.get().status == "canceled"


def shown_an_hour_later(stages: Stages) -> LookJob:
    """Let the lease be an hour old, look once more, and return the row."""
    stages._renewed -= 3600
    stages.show()
    return LookJob.objects.get()


def lease(job: LookJob) -> datetime:
    assert job.lease_until is not None
    return job.lease_until


def test_the_lease_is_renewed_while_a_stage_is_long() -> None:
    job = running()
    stages = Stages(job)
    stages.enter("look")
    stages.show()
    before = LookJob.objects.get()
    stages.show()
    assert LookJob.objects.get().lease_until == before.lease_until  # it was renewed just now
    after = shown_an_hour_later(stages)
    assert lease(after) > lease(before)
    assert after.version == before.version


def test_the_lease_is_kept_while_the_end_waits_to_be_written(settings: Any) -> None:
    stages = Stages(running())
    stages.enter("look")
    stages.end()
    before = LookJob.objects.get()
    after = shown_an_hour_later(stages)
    assert lease(after) > lease(before)
    assert (after.version, told()) == (before.version, [])
    settings.JOB_TIMEOUT_S = settings.JOB_LEASE_S  # its time is up: so are renewals
    assert lease(shown_an_hour_later(stages)) == lease(after)


def test_what_a_database_that_is_away_did_not_take_is_shown_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stages = Stages(running())
    stages.enter("fetch")
    with monkeypatch.context() as away:
        away.setattr(claims, "beat", _raise)
        with pytest.raises(OperationalError):
            stages.show()
    stages.enter("faces")
    stages.show()
    assert told() == [("fetch", 5), ("faces", 20)]


def _raise(*_: Any) -> None:
    raise OperationalError


@pytest.mark.parametrize(
    "end",
    [
        complete,
        lambda job: claims.fail(job, error={"code": "X", "message": ""}, at=timezone.now()),
    ],
)
def test_what_ends_a_job_waits_for_the_disk(end: Callable[[LookJob], Any]) -> None:
    job = running()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
        claims.renew(job)
        assert _waits() == "off"
        end(job)
        assert _waits() == "on"


def _waits() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        return str(cursor.fetchone()[0])
