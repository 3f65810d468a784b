"""The end of a job, written by a second thread while the worker begins the next job.

It takes PostgreSQL 2 ms and the disk's time, and where other workers share the processors three
times as long: a seventh of a quick job, in which its worker could only wait. One end is under way
at a time, and the message goes in its statement or went with the claim (lookjobs/claims.py), so
nothing is told to be done before it is. A worker that stops waits for its thread, as any Python
process does for a pool's; one that is killed leaves a lease that runs out, as if it had been killed
a moment before.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Any

import structlog

log = structlog.get_logger("job")

_pool: ThreadPoolExecutor | None = None
_under_way: Future[None] | None = None
_message_goes = False


def start_writing() -> None:
    """Have a thread for it; once in a worker's process. Elsewhere ends are written at once."""
    global _pool
    _pool = ThreadPoolExecutor(1, "ends")


def hand_over(write: Callable[[], None], *, message: int | None) -> None:
    """Have the end written, after the one before; message is the row that goes with it.

    Where the broker keeps its messages elsewhere, django-q2 acknowledges them once the task is
    over: then it is not over before the end is written.
    """
    global _under_way, _message_goes
    settle()
    if _pool is None or message is None:
        write()
        return
    _message_goes = True
    _under_way = _pool.submit(_write, write)


def settle() -> None:
    """Wait until what was handed over is written, or given up."""
    if _under_way is not None:
        wait([_under_way])


def _write(write: Callable[[], None]) -> None:
    try:
        write()
    except Exception:  # its message comes back, or its lease runs out
        log.exception("end not written")


def leave_message(task: dict[str, Any], **_: Any) -> None:
    """Let django-q2 not acknowledge the message that goes with the end: for its signal."""
    global _message_goes
    if _message_goes:
        task["ack_id"] = None
    _message_goes = False
