"""A browser (Django's client), a store in a temporary folder, jobs in any state."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from config.auth import browser_id
from lookjobs.models import LookJob
from tests.pages.looks import make_result


@pytest.fixture(autouse=True)
def _world(settings: Any, tmp_path: Path) -> None:
    settings.DEBUG = False
    settings.SECURE_SSL_REDIRECT = False
    settings.API_KEYS = {}
    settings.STATIC_URL = "/static/"
    local = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path / "looks")},
    }
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "looks": local, "staticfiles": plain}


@pytest.fixture
def browser() -> Client:
    """A browser that has been on the start page, so that it has its id."""
    client = Client(headers={"Accept": "text/html"})
    client.get("/")
    return client


def caller_of(browser: Client) -> str:
    """Return the caller id that the browser's cookie stands for."""
    request = browser.get("/privacy").wsgi_request
    return f"browser:{browser_id(request)}"


def make_job(caller: str, **overrides: Any) -> LookJob:
    """Write a completed job of the caller; overrides make it another."""
    now = timezone.now()
    values: dict[str, Any] = {
        "caller": caller, "locale": "en-US", "preference_mode": "structure",
        "status": "completed", "stage": "done", "progress": 100, "result": make_result(),
        "created_at": now, "updated_at": now, "finished_at": now,
    }  # fmt: skip
    job: LookJob = LookJob.objects.create(**(values | overrides))
    return job


def make_running(caller: str, **overrides: Any) -> LookJob:
    values: dict[str, Any] = {
        "status": "processing", "stage": "look", "progress": 50, "result": None, "attempt": 1,
        "lease_until": timezone.now(), "finished_at": None,
    }  # fmt: skip
    return make_job(caller, **(values | overrides))


def jpeg(width: int = 64, height: int = 80) -> bytes:
    """Return a small JPEG of a gradient."""
    ramp = np.linspace(0, 255, width, dtype=np.uint8)
    pixels = np.repeat(np.tile(ramp, (height, 1))[:, :, None], 3, axis=2)
    out = BytesIO()
    Image.fromarray(pixels).save(out, "JPEG")
    return out.getvalue()
