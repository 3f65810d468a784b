"""Two workers beside two plain processes: the same work on the same photo, in turn.

Plain: read the file, decode it in the helper, run the whole pipeline (faces, gate, look, steps, and
the kit with its queries to the catalogue), write the result as JSON text and drop it. A worker does
that too, and all that a queue is for: message, claim, lease, events, counters, the result in its
row. What it costs more is the queue's overhead.

Both sides are warm and run in turn on one machine, so that whatever else it does falls on both;
ratios are of medians over the rounds. A photo of 12 megapixels is what a phone's camera makes, and
one of 1 megapixel what messengers and sites make of it: the shorter the analysis, the more the
queue weighs.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any, Final

import psutil

from lookjobs.bench.worker import send, wait, worker

MEGAPIXELS: Final = {12: 40, 1: 100}  # and how many jobs make a round
PROCESSES: Final = 2
ROUNDS: Final = 5
WARM_UP: Final = 4
LOOK_EVERY_S: Final = 1.0  # the looks are not the work; when a job began and ended its row says
Costs = dict[str, float]  # processor seconds by part
Round = tuple[float, Costs]  # seconds on the wall
Places = dict[int, tuple[str, ...]]


def measure() -> dict[str, dict[str, float]]:
    """Return the figures of each photo."""
    return {
        f"{PROCESSES} workers beside {PROCESSES} plain processes, {size} megapixels": _compare(
            size, jobs
        )
        for size, jobs in MEGAPIXELS.items()
    }


def _compare(megapixels: int, jobs: int) -> dict[str, float]:
    from django.utils import timezone

    from config.paths import generated
    from lookjobs.bench.analysis import portrait
    from lookjobs.chaos.load import upload_photo

    path = generated("demo", f"portrait-{megapixels}.jpg")
    path.write_bytes(portrait(megapixels))
    upload = upload_photo(path.read_bytes(), timezone.now())
    plain = Plain(path)
    with worker(PROCESSES) as supervisor:
        queued = Queued(supervisor, upload)
        for side in (plain, queued):
            side.run(PROCESSES * WARM_UP)
        rounds = [(plain.run(jobs), queued.run(jobs)) for _ in range(ROUNDS)]
    plain.close()
    return _figures(rounds, jobs)


class Plain:
    """The processes of the plain side; each waits on its standard input between rounds."""

    def __init__(self, photo: Path) -> None:
        command = [sys.executable, "-m", "lookjobs.bench.side_by_side", str(photo)]
        self._processes = [
            subprocess.Popen(  # noqa: S603
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            for _ in range(PROCESSES)
        ]

    def run(self, jobs: int) -> Round:
        """Run the jobs, half of them in each process, until the slower one is done."""
        before = self.costs()
        for process in self._processes:
            print(jobs // PROCESSES, file=process.stdin, flush=True)
        took = [float(process.stdout.readline()) for process in self._processes]  # type: ignore[union-attr]
        return max(took), _more(self.costs(), before)

    def costs(self) -> Costs:
        return _sum(_postgres(), *(_below(each.pid, _PLAIN) for each in self._processes))

    def close(self) -> None:
        for process in self._processes:
            process.communicate(timeout=30)


class Queued:
    """The workers' side."""

    def __init__(self, supervisor: int, upload: Any) -> None:
        self._supervisor, self._upload = supervisor, upload

    def run(self, jobs: int) -> Round:
        """Run the jobs, from the first claim to the last end."""
        from django.db import transaction

        from lookjobs.models import LookJob

        with transaction.atomic():  # the workers see them all at once
            sent = [send(self._upload).pk for _ in range(jobs)]
            before = self.costs()  # what a client's request costs is not the workers'
        found = LookJob.objects.filter(pk__in=sent)
        wait(lambda: found.filter(status="completed").count() == jobs, look_every_s=LOOK_EVERY_S)
        claimed, finished = zip(*found.values_list("claimed_at", "finished_at"), strict=True)
        took = (max(finished) - min(claimed)).total_seconds()
        return took, _more(self.costs(), before)

    def costs(self) -> Costs:
        return _sum(_postgres(), _below(self._supervisor, _WORKER))


# The parts by how far below the first process they are, and in which order they were started.
_PLAIN: Final[Places] = {0: ("analysis",), 1: ("decoding helper",)}
_WORKER: Final[Places] = {
    0: ("supervisor",), 1: ("cluster and sentinel",), 2: ("cluster and sentinel",),
    3: ("analysis", "monitor"), 4: ("decoding helper",),
}  # fmt: skip


def _below(pid: int, names: Places, depth: int = 0, order: int = 0) -> Costs:
    process = psutil.Process(pid)
    own = {names[depth][order % len(names[depth])]: _seconds(process)}
    children = sorted(child.pid for child in process.children())
    below = (_below(child, names, depth + 1, number) for number, child in enumerate(children))
    return _sum(own, *below)


def _sum(*costs: Costs) -> Costs:
    return {
        part: sum(each.get(part, 0.0) for each in costs)
        for part in sorted({part for each in costs for part in each})
    }


def _postgres() -> Costs:
    """All of the server, those of its processes included that have ended."""
    pid = int((Path(os.environ["CHAOS_DATA"]) / "postmaster.pid").read_text().split()[0])
    server = psutil.Process(pid)
    ended = server.cpu_times()
    running = sum(map(_seconds, [server, *server.children()]))
    return {"postgres": running + ended.children_user + ended.children_system}


def _seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _more(after: Costs, before: Costs) -> Costs:
    return {part: after[part] - before.get(part, 0.0) for part in after}


def _figures(rounds: list[tuple[Round, Round]], jobs: int) -> dict[str, float]:
    plain_s = median(plain for (plain, _), _ in rounds)
    queued_s = median(queued for _, (queued, _) in rounds)
    plain_ms, queued_ms = (
        {
            part: 1000 / jobs * median(sides[side][1][part] for sides in rounds)
            for part in sorted({part for sides in rounds for part in sides[side][1]})
        }
        for side in (0, 1)
    )
    more = {
        f"processor time more, {part}": round(cost - plain_ms.get(part, 0.0), 1)
        for part, cost in queued_ms.items()
    }
    plain_sum, queued_sum = sum(plain_ms.values()), sum(queued_ms.values())
    return {
        "plain, jobs/s": round(jobs / plain_s, 1),
        "workers, jobs/s": round(jobs / queued_s, 1),
        "ratio": round(median(plain / queued for (plain, _), (queued, _) in rounds), 3),
        "queue overhead a job": round(PROCESSES * 1000 * (queued_s - plain_s) / jobs, 1),
        "processor time a job, plain": round(plain_sum, 1),
        "processor time a job, workers": round(queued_sum, 1),
        "ratio of processor time": round(plain_sum / queued_sum, 3),
        **more,
    }


def _serve(path: Path) -> None:
    """One plain process: run as many jobs as each line of standard input says."""
    from django.utils import timezone

    from lookjobs import pipeline
    from lookjobs.services.photos import decode_photo

    inputs = pipeline.Inputs(mode="structure", locale="en", created_at=timezone.now())
    for line in sys.stdin:
        started = time.perf_counter()
        for _ in range(int(line)):
            found = pipeline.run(
                inputs, photos=lambda _: decode_photo(path.read_bytes()), on_stage=lambda _: None
            )
            json.dumps(pipeline.wire_result(found))
        sys.stdout.write(f"{time.perf_counter() - started}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    _serve(Path(sys.argv[1]))
