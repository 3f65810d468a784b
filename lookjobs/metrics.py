"""What jobs did, for Prometheus.

Workers are many, on many machines, and die without a word, so they expose nothing themselves: what
they count is added up in PostgreSQL, in the transaction that ends a job, and any web process can
be scraped for it. The state of the queue is read when it is asked for.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from django.db import connection
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily

from lookjobs.events import HUB
from lookjobs.models import LookJob, MetricCount

BUCKETS_S: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
FINISHED: Final = "look_jobs_finished"
ATTEMPTS: Final = "look_job_attempts"
REASONS: Final = "look_gate_reasons"
STAGE: Final = "look_job_stage_seconds"
# One order of the rows for all, so that two jobs that end at once do not wait for each other.
ADD_COUNTS: Final = """
INSERT INTO look_metric_counts_us AS m (name, labels, value)
SELECT added.*
{source} unnest(%s::text[], %s::text[], %s::float8[]) AS added (name, labels, value)
ORDER BY name, labels
ON CONFLICT (name, labels) DO UPDATE SET value = m.value + EXCLUDED.value"""
_QUEUE: Final = """
SELECT status, count(*), COALESCE(EXTRACT(epoch FROM clock_timestamp() - min(queued_at)), 0)
FROM look_jobs_us WHERE status IN ('pending', 'processing') GROUP BY status"""
_WORKERS: Final = """
SELECT count(*) FROM look_worker_beats_us
WHERE beaten_at > clock_timestamp() - interval '60 seconds'"""


def count_ended(job: LookJob) -> None:
    """Add one ended job to the counters, in the caller's transaction, as its last statement."""
    with connection.cursor() as cursor:
        cursor.execute(ADD_COUNTS.format(source="FROM"), counts_of(job))


def counts_of(job: LookJob) -> list[Any]:
    """Return what an ended job adds to the counters, as the three columns of ADD_COUNTS."""
    added: Counter[tuple[str, str]] = Counter()
    code = (job.error or {}).get("code", "")
    added[FINISHED, f"{job.status},{code}"] = 1
    added[ATTEMPTS, str(job.attempt)] = 1
    for reason in _gate_reasons(job):
        added[REASONS, reason] = 1
    totals = {**added, **_stage_counts(job.timings)}
    keys = sorted(totals)
    return [
        [name for name, _ in keys],
        [labels for _, labels in keys],
        [float(totals[key]) for key in keys],  # a list of int and float cannot be sent
    ]


def _gate_reasons(job: LookJob) -> list[str]:
    if job.result is not None:
        return list(job.result.get("gate", {}).get("reasons", []))
    return list((job.error or {}).get("reasons", []))


def _stage_counts(timings: Mapping[str, float]) -> dict[tuple[str, str], float]:
    found: dict[tuple[str, str], float] = {}
    for stage, milliseconds in timings.items():
        seconds = milliseconds / 1000
        found[f"{STAGE}_sum", stage] = seconds
        bucket = next((str(b) for b in BUCKETS_S if seconds <= b), "+Inf")
        found[f"{STAGE}_bucket", f"{stage},{bucket}"] = 1.0
    return found


class JobsCollector:
    """Reads the queue and the counters at each scrape: three queries over indexes."""

    def collect(self) -> Iterator[Any]:
        yield from _queue()
        yield _gauge("look_event_streams", "Open event streams of this process.", HUB.size())
        rows = list(MetricCount.objects.values_list("name", "labels", "value"))
        yield _counter(FINISHED, "Ended jobs.", ["status", "code"], rows)
        yield _counter(ATTEMPTS, "Ended jobs by how often they were tried.", ["attempts"], rows)
        yield _counter(REASONS, "Reasons that the gate gave.", ["reason"], rows)
        yield _stages(rows)


Rows = list[tuple[str, str, float]]


def _queue() -> Iterator[Any]:
    with connection.cursor() as cursor:
        cursor.execute(_QUEUE)
        open_jobs = {status: (count, age) for status, count, age in cursor.fetchall()}
        cursor.execute(_WORKERS)
        workers = cursor.fetchone()[0]
    states = GaugeMetricFamily("look_jobs_open", "Jobs that have not ended.", labels=["state"])
    for state in ("pending", "processing"):
        states.add_metric([state], open_jobs.get(state, (0, 0))[0])
    yield states
    age = float(open_jobs.get("pending", (0, 0))[1])
    yield _gauge("look_queue_oldest_seconds", "How long the oldest job has waited.", max(0.0, age))
    yield _gauge("look_workers_alive", "Clusters that beat within a minute.", workers)


def _gauge(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, text, value=value)


def _counter(name: str, text: str, labels: list[str], rows: Rows) -> CounterMetricFamily:
    family = CounterMetricFamily(name, text, labels=labels)
    for kind, values, value in rows:
        if kind == name:
            family.add_metric(values.split(","), value)
    return family


def _stages(rows: Rows) -> HistogramMetricFamily:
    family = HistogramMetricFamily(STAGE, "Time that a stage took.", labels=["stage"])
    sums = {labels: value for name, labels, value in rows if name == f"{STAGE}_sum"}
    counts = {labels: value for name, labels, value in rows if name == f"{STAGE}_bucket"}
    for stage, total in sorted(sums.items()):
        running, buckets = 0.0, []
        for bound in (*(str(b) for b in BUCKETS_S), "+Inf"):
            running += counts.get(f"{stage},{bound}", 0.0)
            buckets.append((bound, running))
        family.add_metric([stage], buckets=buckets, sum_value=total)
    return family
