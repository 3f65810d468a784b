"""What django-q2 calls, by these names; each is load, one service call, return."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from lookjobs.services.retention import purge
from lookjobs.services.work import work
from lookjobs.staff import services as staff
from lookjobs.sweeper import sweep


def run_look_job(job_id: str) -> None:
    """Run one job; a repeated delivery is harmless."""
    work(UUID(job_id))


def sweep_jobs() -> int:
    """Send lost jobs again; on a schedule."""
    return sweep()


def purge_expired() -> dict[str, int]:
    """Delete what retention no longer allows; on a schedule."""
    return purge()


def run_again(rerun_id: int) -> None:
    """Run a finished job's inputs with today's engines, for staff to compare."""
    staff.run_again(rerun_id=rerun_id, now=timezone.now())
