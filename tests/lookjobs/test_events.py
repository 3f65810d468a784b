"""Server-Sent Events: in order, resumable, bounded, and without a connection while they wait."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any, TypeVar
from uuid import UUID, uuid4

import pytest
from asgiref.sync import sync_to_async
from django.db import connection
from django.test import AsyncClient
from django.utils import timezone

from lookjobs import claims, events
from lookjobs.models import JobEvent, LookJob
from tests.lookjobs.test_claims import beat, complete, running

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.anyio]
T = TypeVar("T")
ALICE = {"Authorization": "Bearer key-of-alice"}


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def db(call: Callable[..., T], *args: Any, **kwargs: Any) -> T:
    """Run a database step in a thread, which gives its connection back."""

    def run() -> T:
        try:
            return call(*args, **kwargs)
        finally:
            connection.close()

    return await sync_to_async(run, thread_sensitive=False)()


async def open_stream(job_id: UUID, last: str = "", headers: Any = None) -> Any:
    sent = dict(headers or ALICE) | ({"Last-Event-ID": last} if last else {})
    return await AsyncClient().get(f"/look-jobs/{job_id}/events", headers=sent)


async def read(stream: AsyncIterator[bytes]) -> list[str]:
    """Return the stream's parts until it ends, within 5 s."""
    async with asyncio.timeout(5):
        return [part.decode() async for part in stream]


def parse(part: str) -> tuple[int, str, dict[str, Any]]:
    lines = dict(line.split(": ", 1) for line in part.strip().splitlines())
    return int(lines["id"]), lines["event"], json.loads(lines["data"])


def finished() -> LookJob:
    job = running()
    beat(job, faces=1.5)
    complete(job)
    return job


async def test_a_stream_tells_every_stage_and_ends_after_done() -> None:
    job = await db(finished)
    answer = await open_stream(job.pk)
    assert answer["Content-Type"] == "text/event-stream"
    parts = await read(answer.streaming_content)
    told = [parse(part) for part in parts if not part.startswith(":")]
    assert [(name, data["stage"], data["progress"]) for _, name, data in told] == [
        ("stage", "look", 50), ("done", "done", 100),
    ]  # fmt: skip
    assert told[0][0] < told[1][0]
    assert all("result" not in data for _, _, data in told)


async def test_a_stream_resumes_after_the_last_event() -> None:
    job = await db(finished)
    first = await db(lambda: JobEvent.objects.earliest("id"))
    answer = await open_stream(job.pk, last=str(first.pk))
    parts = [p for p in await read(answer.streaming_content) if not p.startswith(":")]
    assert [parse(part)[1] for part in parts] == ["done"]


async def test_a_client_that_was_told_everything_is_told_to_stop() -> None:
    job = await db(finished)
    last = await db(lambda: JobEvent.objects.latest("id"))
    assert (await open_stream(job.pk, last=str(last.pk))).status_code == 204


async def test_a_waiting_stream_follows_comments_and_ends_when_the_job_is_deleted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(events, "COMMENT_EVERY_S", 0.1)
    job = await db(running)
    answer = await open_stream(job.pk)
    reading = asyncio.create_task(read(answer.streaming_content))
    await asyncio.sleep(0.5)
    await db(lambda: LookJob.objects.all().delete())
    parts = await reading
    assert parts[0] == ": connected\n\n"
    assert ": waiting\n\n" in parts
    assert all(part.startswith(":") for part in parts)


async def test_a_canceled_job_ends_its_stream() -> None:
    job = await db(running)
    answer = await open_stream(job.pk)
    reading = asyncio.create_task(read(answer.streaming_content))
    await asyncio.sleep(0.3)
    await db(claims.cancel, job, now=timezone.now())
    parts = await reading
    assert parse(parts[-1])[2]["status"] == "canceled"


async def test_over_the_cap_a_stream_is_refused(settings: Any) -> None:
    settings.EVENT_STREAMS_MAX = 1
    job = await db(running)
    first = await open_stream(job.pk)
    second = await open_stream(job.pk)
    assert second.status_code == 503
    assert second["Retry-After"]
    await db(complete, job)
    await read(first.streaming_content)
    third = await open_stream(job.pk)
    assert third.status_code == 200
    await read(third.streaming_content)


async def test_waiting_streams_hold_no_connection() -> None:
    job = await db(running)
    before = await db(connections_open)
    streams = [await open_stream(job.pk) for _ in range(20)]
    reading = [asyncio.create_task(read(s.streaming_content)) for s in streams]
    await asyncio.sleep(0.6)
    during = await db(connections_open)
    await db(complete, job)
    ended = await asyncio.gather(*reading)
    assert all(parse(parts[-1])[1] == "done" for parts in ended)
    assert during - before <= 1


def connections_open() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return int(cursor.fetchone()[0])


@pytest.mark.parametrize("last", ["x", "-1", "1.5", "9" * 40])
async def test_a_last_event_id_that_is_no_number_is_refused(last: str) -> None:
    assert (await open_stream(uuid4(), last=last)).status_code == 400


async def test_a_stream_is_for_the_jobs_caller() -> None:
    job = await db(running)
    bob = {"Authorization": "Bearer key-of-bob"}
    assert (await open_stream(job.pk, headers=bob)).status_code == 404
    assert (await open_stream(job.pk, headers={"X-API-Key": "wrong"})).status_code == 401
    assert (await open_stream(job.pk, headers={"X-Nothing": "1"})).status_code == 401
