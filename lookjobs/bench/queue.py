"""The queue alone: pick-up, idle statements, overhead a job, and throughput beside plain processes.

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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any, Final

from django.conf import settings

PICK_UPS: Final = 200
IDLE_S: Final = 20.0
TRIVIAL_JOBS: Final = 200
REAL_JOBS: Final = 80
PROCESSES: Final = 2
WARM_UP: Final = 4
WITHIN_S: Final = 300.0
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
        with _worker(1, QUEUE_BROKER=broker, **_STUB):
            found[f"queue, {broker}"] = _pick_up() | _idle()
    with _worker(1, **_STUB):
        found["queue, notify"] |= {"overhead a job, one cluster": _overhead_ms()}
    found["2 workers beside 2 plain processes"] = _throughput()
    return found


_STUB: Final = {"DJANGO_SETTINGS_MODULE": "lookjobs.chaos.stub_settings", "CHAOS_STUB_S": "0"}


@contextmanager
def _worker(clusters: int, **environment: str) -> Iterator[None]:
    """`manage.py worker`, every cluster ready and idle."""
    from lookjobs.models import WorkerBeat

    WorkerBeat.objects.all().delete()
    process = subprocess.Popen(  # noqa: S603
        [sys.executable, "manage.py", "worker", "--clusters", str(clusters)],
        env={**os.environ, **environment}, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _wait(lambda: WorkerBeat.objects.count() >= clusters)
        time.sleep(4)  # its processes load the engines after the first beat
        yield
    finally:
        process.terminate()
        process.wait(30)


def _wait(true: Callable[[], bool]) -> None:
    end = time.monotonic() + WITHIN_S
    while not true():
        if time.monotonic() > end:
            raise RuntimeError("a benchmark's worker did not do its work in time")
        time.sleep(0.01)


def _send(reference: Any = None) -> Any:
    """Write a job and its message; return the job."""
    from django.db import transaction
    from django.utils import timezone

    from lookjobs.models import LookJob
    from lookjobs.queueing import send

    now = timezone.now()
    with transaction.atomic():
        job = LookJob.objects.create(
            caller="key:bench", locale="en", preference_mode="structure", reference=reference,
            created_at=now, updated_at=now,
        )  # fmt: skip
        send(job.pk)
    return job


def _pick_up() -> Figures:
    """Milliseconds from before the commit to the claim, of jobs that come to an idle worker."""
    from lookjobs.models import LookJob

    chance = random.Random(3)  # noqa: S311
    waits: list[float] = []
    for number in range(WARM_UP + PICK_UPS):
        time.sleep(chance.uniform(0.02, 0.25))
        job = _send()
        _wait(_ended(1, job.pk))
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
    jobs = [_send().pk for _ in range(TRIVIAL_JOBS)]
    _wait(_ended(len(jobs), *jobs))
    return round(_span_s(jobs[WARM_UP:]) / (len(jobs) - WARM_UP) * 1000, 2)


def _span_s(jobs: list[Any]) -> float:
    """Seconds from the first claim to the last end, on the database's clock."""
    from django.db.models import Max, Min

    from lookjobs.models import LookJob

    found = LookJob.objects.filter(pk__in=jobs).aggregate(
        first=Min("claimed_at"), last=Max("finished_at")
    )
    return float((found["last"] - found["first"]).total_seconds())


def _throughput() -> Figures:
    """Jobs a second of two clusters, and of two processes that only run the same analysis."""
    from django.utils import timezone

    from lookjobs.chaos.load import upload_photo
    from lookjobs.demo.sample import sample_photo

    photo = sample_photo().read_bytes()
    plain = _plain_per_s()
    upload = upload_photo(photo, timezone.now(), content_type="image/png")
    with _worker(PROCESSES):
        warm = [_send(upload).pk for _ in range(WARM_UP)]
        _wait(_ended(len(warm), *warm))
        jobs = [_send(upload).pk for _ in range(REAL_JOBS)]
        _wait(_ended(len(jobs), *jobs))
        queued = len(jobs) / _span_s(jobs)
    return {
        "plain, jobs/s": round(plain, 2),
        "workers, jobs/s": round(queued, 2),
        "ratio": round(queued / plain, 3),
        "queue overhead a job": round(PROCESSES * (1 / queued - 1 / plain) * 1000, 1),
    }


def _plain_per_s() -> float:
    """Both processes start together once both are warm; the slower one decides."""
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "lookjobs.bench.queue", "plain"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for _ in range(PROCESSES)
    ]  # fmt: skip
    for process in processes:
        _readline(process)  # warm
    for process in processes:
        if process.stdin is not None:
            process.stdin.write("go\n")
            process.stdin.flush()
    took = [float(_readline(process)) for process in processes]
    for process in processes:
        process.wait(30)
    return REAL_JOBS / max(took)


def _readline(process: subprocess.Popen[str]) -> str:
    if process.stdout is None:
        raise RuntimeError("a plain process has no output")
    return process.stdout.readline()


def _plain() -> None:
    """One plain process: read, decode and analyse, without queue or job row."""
    from django.utils import timezone

    from lookjobs import pipeline
    from lookjobs.demo.sample import sample_photo
    from lookjobs.services.photos import decode_photo

    path = sample_photo()
    inputs = pipeline.Inputs(mode="structure", locale="en", created_at=timezone.now())

    def one() -> None:
        found = pipeline.run(
            inputs, photos=lambda _: decode_photo(path.read_bytes()), on_stage=lambda _: None
        )
        json.dumps(pipeline.wire_result(found))

    for _ in range(WARM_UP):
        one()
    sys.stdout.write("warm\n")
    sys.stdout.flush()
    sys.stdin.readline()
    started = time.monotonic()
    for _ in range(REAL_JOBS // PROCESSES):
        one()
    sys.stdout.write(f"{time.monotonic() - started}\n")


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    if sys.argv[1:] == ["plain"]:
        _plain()
    else:
        sys.stdout.write(json.dumps(_inside()) + "\n")
