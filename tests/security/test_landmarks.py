"""C7: of the 478 points that are found in a face, none is ever stored."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.core.serializers.json import DjangoJSONEncoder
from rest_framework.test import APIClient

from lookjobs.demo.sample import sample_photo
from lookjobs.models import LookJob
from lookjobs.services.work import work
from tests.lookjobs.conftest import (  # noqa: F401  (fixtures)
    _world,
    alice,
    job_body,
    photo,
    put,
    sign,
    upload,
)

LONGEST = 64  # numbers in a row: a geometry vector has 8, colors 3, a whole mesh 956 or more


@pytest.mark.django_db
def test_no_landmark_is_stored_anywhere(alice: APIClient, upload: Callable[..., str]) -> None:  # noqa: F811
    """A real job that opted in to training, on a real face; then every table is read."""
    data = sample_photo().read_bytes()
    ticket = sign(alice, contentType="image/png", sizeBytes=len(data)).json()
    assert put(ticket, data).status_code == 204
    body = job_body(ticket["assetKey"], optInTraining=True, sessionId="s")
    assert alice.post("/look-jobs", body).status_code == 201
    job = LookJob.objects.get()
    work(job.pk)
    job.refresh_from_db()
    assert job.status == "completed", job.error
    long_rows = {
        model._meta.label
        for model in apps.get_models()
        for row in model._default_manager.values()
        if longest_numbers(json.loads(json.dumps(row, cls=DjangoJSONEncoder, default=str)))
        > LONGEST
    }
    assert long_rows == set()


def longest_numbers(value: Any) -> int:
    """Return how many numbers the longest list below value holds, nested lists counted whole."""
    if isinstance(value, dict):
        return max((longest_numbers(item) for item in value.values()), default=0)
    if isinstance(value, list):
        return max(numbers(value), *(longest_numbers(item) for item in value), 0)
    return 0


def numbers(value: Any) -> int:
    if isinstance(value, list):
        return sum(numbers(item) for item in value)
    return int(isinstance(value, int | float) and not isinstance(value, bool))
