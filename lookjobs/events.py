"""Server-Sent Events of a job, for any number of clients, on one query a tick.

A waiting stream holds no database connection: one task a process asks once for all of them, and
hands the connection back before it sleeps. Events come from their table, so a stream can resume on
another process.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import structlog
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection

log = structlog.get_logger("events")

TICK_S: Final = 0.25
COMMENT_EVERY_S: Final = 14.0  # the contract says at least every 15 s
_NEWS: Final = """
SELECT w.slot, j.id IS NULL, e.id, e.event, e.data::text
FROM unnest(%s::int[], %s::uuid[], %s::bigint[]) AS w (slot, job_id, last)
LEFT JOIN look_jobs_us j ON j.id = w.job_id
LEFT JOIN look_job_events_us e ON e.job_id = w.job_id AND e.id > w.last
WHERE j.id IS NULL OR e.id IS NOT NULL
ORDER BY w.slot, e.id"""


class TooManyStreamsError(Exception):
    """The process follows as many streams as it may."""


@dataclass(frozen=True, slots=True)
class Event:
    id: int
    name: str
    data: str

    def encode(self) -> bytes:
        return f"id: {self.id}\nevent: {self.name}\ndata: {self.data}\n\n".encode()


@dataclass(slots=True, eq=False)
class Follower:
    """One client that follows one job; None in its queue means that the job is gone."""

    job_id: UUID
    last: int
    queue: asyncio.Queue[Event | None] = field(default_factory=asyncio.Queue)


class Hub:
    """All streams of this process. It runs only while somebody follows."""

    def __init__(self) -> None:
        self._followers: set[Follower] = set()
        self._task: asyncio.Task[None] | None = None

    def join(self, job_id: UUID, last: int) -> Follower:
        """Follow a job after the event `last`. Raises TooManyStreamsError."""
        if len(self._followers) >= settings.EVENT_STREAMS_MAX:
            raise TooManyStreamsError
        follower = Follower(job_id, last)
        self._followers.add(follower)
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(self._run())
        return follower

    def size(self) -> int:
        return len(self._followers)

    def leave(self, follower: Follower) -> None:
        self._followers.discard(follower)

    async def _run(self) -> None:
        while self._followers:
            followers = list(self._followers)
            try:
                rows = await sync_to_async(_news, thread_sensitive=False)(
                    [(f.job_id, f.last) for f in followers]
                )
            except (OperationalError, InterfaceError):
                log.warning("events wait for the database")
                rows = []
            for slot, gone, event in rows:
                _tell(followers[slot], gone, event)
            await asyncio.sleep(TICK_S)


def _tell(follower: Follower, gone: bool, event: Event | None) -> None:
    if event is not None:
        follower.last = event.id
        follower.queue.put_nowait(event)
    elif gone:
        follower.queue.put_nowait(None)


def _news(watched: list[tuple[UUID, int]]) -> list[tuple[int, bool, Event | None]]:
    """Return what is new for each watched job, by its place in the list."""
    try:
        with connection.cursor() as cursor:
            slots = list(range(len(watched)))
            cursor.execute(_NEWS, [slots, [w[0] for w in watched], [w[1] for w in watched]])
            rows: list[Any] = cursor.fetchall()
    finally:
        connection.close()  # a waiting stream holds no connection
    return [
        (slot, gone, None if event_id is None else Event(event_id, name, _one_line(data)))
        for slot, gone, event_id, name, data in rows
    ]


def _one_line(data: str) -> str:
    return json.dumps(json.loads(data), separators=(",", ":"), ensure_ascii=False)


HUB: Final = Hub()


async def stream(follower: Follower) -> AsyncIterator[bytes]:
    """Yield the follower's events until done; a comment where nothing happens."""
    try:
        yield b": connected\n\n"
        while True:
            try:
                event = await asyncio.wait_for(follower.queue.get(), COMMENT_EVERY_S)
            except TimeoutError:
                yield b": waiting\n\n"
                continue
            if event is None:
                return
            yield event.encode()
            if event.name == "done":
                return
    finally:
        HUB.leave(follower)
