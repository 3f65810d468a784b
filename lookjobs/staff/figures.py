"""The figures of the dashboard, each read over an index; days are UTC.

Every count is of jobs that people asked for: internal ones (kind look_spec) leave no row behind.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.db import connection

from lookjobs.health import WORKER_SILENT_AFTER
from lookjobs.models import LookJob, WorkerBeat

STATES: Final = ("pending", "processing", "completed", "failed", "canceled")
HOURS: Final = 24
GATE_DAYS: Final = 7
FAILURES_SHOWN: Final = 8
Row = dict[str, Any]

_TODAY: Final = """
SELECT status, count(*),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY duration),
    percentile_cont(0.95) WITHIN GROUP (ORDER BY duration)
FROM look_jobs_us WHERE created_at >= %s GROUP BY status"""
_HOURS: Final = """
SELECT date_trunc('hour', created_at) AS hour,
    count(*) FILTER (WHERE status = 'completed') AS completed,
    count(*) FILTER (WHERE status = 'failed') AS failed,
    count(*) FILTER (WHERE status NOT IN ('completed', 'failed')) AS other,
    extract(epoch FROM percentile_cont(0.5) WITHIN GROUP (ORDER BY duration)
        FILTER (WHERE status = 'completed'))::float8 AS median_s,
    extract(epoch FROM percentile_cont(0.95) WITHIN GROUP (ORDER BY duration)
        FILTER (WHERE status = 'completed'))::float8 AS p95_s
FROM look_jobs_us WHERE created_at >= %s GROUP BY hour"""
_QUEUE: Final = """
SELECT status, count(*),
    extract(epoch FROM clock_timestamp() - min(COALESCE(queued_at, created_at)))::float8
FROM look_jobs_us WHERE status IN ('pending', 'processing') GROUP BY status"""
_FAILURES: Final = """
SELECT error_code, count(*), max(created_at) FROM look_jobs_us
WHERE error_code IS NOT NULL AND created_at >= %s GROUP BY error_code ORDER BY 2 DESC, 1"""
_GATE: Final = """
SELECT reason, count(*) FROM look_jobs_us, jsonb_array_elements_text(error->'reasons') AS reason
WHERE error_code = 'LAYER1_HARD_REJECT' AND created_at >= %s
GROUP BY reason ORDER BY 2 DESC, 1"""
_COST: Final = """
SELECT count(DISTINCT id), COALESCE(sum(value::float8), 0) / 1000
FROM look_jobs_us, jsonb_each_text(timings) WHERE created_at >= %s"""
_STORAGE: Final = """
SELECT COALESCE(sum(size_bytes) FILTER (WHERE kind = 'reference'), 0)::bigint,
    count(*) FILTER (WHERE kind = 'reference'),
    COALESCE(sum(size_bytes) FILTER (WHERE kind = 'selfie'), 0)::bigint,
    count(*) FILTER (WHERE kind = 'selfie'),
    pg_database_size(current_database()), pg_total_relation_size('look_jobs_us')
FROM look_uploads_us WHERE state = 'received'"""


def read_figures(now: datetime) -> Row:
    """Return all that the dashboard shows; nine queries."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    week = now - timedelta(days=GATE_DAYS)
    return {
        "today": _today(today),
        "hours": _hours(now),
        "queue": _queue(),
        "failures": [
            {"code": code, "count": count, "last": last}
            for code, count, last in _rows(_FAILURES, today)
        ],
        "gate": [{"reason": reason, "count": count} for reason, count in _rows(_GATE, week)],
        "gate_days": GATE_DAYS,
        "cost": _cost(today),
        "storage": _storage(),
        "workers": _workers(now),
        "last_failures": _last_failures(),
    }


def _rows(statement: str, *values: Any) -> Sequence[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        found: Sequence[tuple[Any, ...]] = cursor.fetchall()
        return found


def _today(today: datetime) -> Row:
    found = {status: rest for status, *rest in _rows(_TODAY, today)}
    done = found.get("completed", [0, None, None])
    counts = {status: found.get(status, [0])[0] for status in STATES}
    return {
        "counts": counts,
        "all": sum(counts.values()),
        "median_s": _seconds(done[1]),
        "p95_s": _seconds(done[2]),
    }


def _seconds(span: timedelta | None) -> float | None:
    return span.total_seconds() if span is not None else None


def _hours(now: datetime) -> list[Row]:
    """Return the last 24 hours, oldest first, those without a job too."""
    this = now.replace(minute=0, second=0, microsecond=0)
    first = this - timedelta(hours=HOURS - 1)
    found = {row[0]: row[1:] for row in _rows(_HOURS, first)}
    hours = []
    for step in range(HOURS):
        hour = first + timedelta(hours=step)
        completed, failed, other, median_s, p95_s = found.get(hour, (0, 0, 0, None, None))
        hours.append(
            {"hour": hour, "completed": completed, "failed": failed, "other": other,
             "median_s": median_s, "p95_s": p95_s}
        )  # fmt: skip
    return hours


def _queue() -> Row:
    found = {status: (count, age) for status, count, age in _rows(_QUEUE)}
    waiting, age = found.get("pending", (0, 0.0))
    return {
        "waiting": waiting,
        "oldest_s": max(0.0, age),
        "running": found.get("processing", (0, 0.0))[0],
        "limit": settings.QUEUE_MAX_PENDING,
    }


def _cost(today: datetime) -> Row:
    """Worker time is measured; it is money only where the operator said what an hour costs."""
    [(jobs, seconds)] = _rows(_COST, today)
    cents = settings.WORKER_CENTS_PER_HOUR
    return {
        "jobs": jobs,
        "seconds": seconds,
        "each_s": seconds / jobs if jobs else None,
        "usd": seconds / 3600 * cents / 100 if cents else None,
        "per_1000_usd": 1000 * seconds / jobs / 3600 * cents / 100 if cents and jobs else None,
    }


def _storage() -> Row:
    [row] = _rows(_STORAGE)
    names = ("reference_bytes", "references", "selfie_bytes", "selfies", "database", "jobs_table")
    return dict(zip(names, row, strict=True))


def _workers(now: datetime) -> list[Row]:
    return [
        {
            "name": beat.name,
            "started_at": beat.started_at,
            "ago_s": max(0.0, (now - beat.beaten_at).total_seconds()),
            "alive": now - beat.beaten_at < WORKER_SILENT_AFTER,
        }
        for beat in WorkerBeat.objects.order_by("-beaten_at")[:10]
    ]


def _last_failures() -> list[Row]:
    rows = LookJob.objects.filter(status="failed").order_by("-created_at")
    names = ("pk", "created_at", "error_code", "error__message", "caller", "reference_id", "stage")
    return [dict(row) for row in rows.values(*names)[:FAILURES_SHOWN]]
