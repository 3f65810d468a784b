"""The queue: pick-up, idle statements, and what it costs alone and beside plain processes.

Everything runs on a PostgreSQL of its own (var/bench), so that its log holds nobody else's
statements. `python -m lookjobs.bench.queue` is the side that runs inside that world.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any, Final

from django.conf import settings

from lookjobs.bench import side_by_side
from lookjobs.bench.worker import send, wait, worker

PICK_UPS: Final = 200
IDLE_S: Final = 20.0
TRIVIAL_JOBS: Final = 200
WARM_UP: Final = 4
Figures = dict[str, Any]


def measure() -> Figures:
    """Return the figures by what was measured."""
    from lookjobs.chaos.world import World

    with World("bench") as world:
        environment = {**os.environ, **world.environment(), "BENCH_LOG": str(world.log)}
        done = subprocess.run(
            [sys.executable, "-m", "lookjobs.bench.queue"],
            cwd=settings.BASE_DIR, env=environment, check=True, text=True, stdout=subprocess.PIPE,
        )  # fmt: skip
    found: Figures = json.loads(done.stdout.splitlines()[-1])
    return found


def _inside() -> Figures:
    """The order matters little; each part starts workers of its own."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("demo_catalog", verbosity=0)
    found: Figures = {}
    for broker in ("notify", "poll"):
        with worker(1, QUEUE_BROKER=broker, **_STUB):
            found[f"queue, {broker}"] = _pick_up() | _idle()
    with worker(1, **_STUB):
        found["queue, notify"] |= {"overhead a job, one cluster": _overhead_ms()}
    return found | side_by_side.measure()


_STUB: Final = {"DJANGO_SETTINGS_MODULE": "lookjobs.chaos.stub_settings", "CHAOS_STUB_S": "0"}


def _pick_up() -> Figures:
    """Milliseconds from before the commit to the claim, of jobs that come to an idle worker."""
    from lookjobs.models import LookJob

    chance = random.Random(3)  # noqa: S311
    waits: list[float] = []
    for number in range(WARM_UP + PICK_UPS):
        time.sleep(chance.uniform(0.02, 0.25))
        job = send()
        wait(_ended(1, job.pk))
        claimed = LookJob.objects.get(pk=job.pk).claimed_at
        if number >= WARM_UP and claimed is not None:
            waits.append((claimed - job.updated_at).total_seconds() * 1000)
    waits.sort()
    return {
        "pick-up p50": round(median(waits), 1),
        "pick-up p99": round(waits[int(len(waits) * 0.99)], 1),
    }


def _ended(count: int, *jobs: Any) -> Callable[[], bool]:
    from lookjobs.models import LookJob

    found = LookJob.objects.filter(pk__in=jobs, status__in=LookJob.TERMINAL)
    return lambda: found.count() == count


def _idle() -> Figures:
    """Statements a second that a cluster, its supervisor included, sends while nothing waits."""
    from django.db import connection

    def configure(value: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"ALTER SYSTEM SET log_statement = '{value}'")
            cursor.execute("SELECT pg_reload_conf()")

    configure("all")
    time.sleep(1)
    log = Path(os.environ["BENCH_LOG"])
    start = log.stat().st_size
    connection.close()
    time.sleep(IDLE_S)
    with log.open("rb") as file:
        file.seek(start)
        said = file.read().decode(errors="replace")
    configure("none")
    statements = sum(said.count(word) for word in ("LOG:  statement:", "LOG:  execute "))
    return {"idle statements/s a cluster": round(statements / IDLE_S, 2)}


def _overhead_ms() -> float:
    """Milliseconds a job of one cluster when the analysis itself takes none."""
    jobs = [send().pk for _ in range(TRIVIAL_JOBS)]
    wait(_ended(len(jobs), *jobs))
    return round(_span_s(jobs[WARM_UP:]) / (len(jobs) - WARM_UP) * 1000, 2)


def _span_s(jobs: list[Any]) -> float:
    """Seconds from the first claim to the last end, on the database's clock."""
    from django.db.models import Max, Min

    from lookjobs.models import LookJob

    found = LookJob.objects.filter(pk__in=jobs).aggregate(
        first=Min("claimed_at"), last=Max("finished_at")
    )
    return float((found["last"] - found["first"]).total_seconds())


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    sys.stdout.write(json.dumps(_inside()) + "\n")
