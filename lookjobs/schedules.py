"""What runs by the clock: the sweep, and the purge."""

from __future__ import annotations

from django_q.models import Schedule


def ensure_schedules() -> None:
    """Write the two schedules where they are missing; every worker calls it when it starts."""
    for name, func, minutes in (
        ("sweep", "lookjobs.tasks.sweep_jobs", 1),
        ("purge", "lookjobs.tasks.purge_expired", 60),
    ):
        Schedule.objects.get_or_create(
            name=name,
            defaults={"func": func, "schedule_type": Schedule.MINUTES, "minutes": minutes},
        )
