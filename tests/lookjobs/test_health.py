"""Health: the process, what it needs, and a worker that lives."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from lookjobs.cluster import write_beat
from lookjobs.models import WorkerBeat

pytestmark = pytest.mark.django_db


def test_the_process_answers(nobody: APIClient) -> None:
    assert nobody.get("/healthz").json() == {"status": "ok"}


def test_ready_means_database_and_store(nobody: APIClient, settings: Any) -> None:
    assert nobody.get("/readyz").json() == {"status": "ok", "database": "ok", "storage": "ok"}
    settings.STORAGES = {
        **settings.STORAGES,
        "looks": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": "/proc/nothing"},
        },
    }
    answer = nobody.get("/readyz")
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert answer.json() == {"status": "down", "database": "ok", "storage": "down"}


def test_a_worker_is_red_until_it_beats_and_after_a_minute_of_silence(nobody: APIClient) -> None:
    assert nobody.get("/healthz/worker").status_code == 503
    for _ in range(2):
        write_beat("host:1")
    assert WorkerBeat.objects.count() == 1
    assert nobody.get("/healthz/worker").status_code == 200
    WorkerBeat.objects.update(beaten_at=timezone.now() - timedelta(seconds=61))
    assert nobody.get("/healthz/worker").status_code == 503
