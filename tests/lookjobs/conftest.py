"""Two callers, a store in a temporary folder, and an analysis that costs nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone
from django_q.conf import Conf
from rest_framework.test import APIClient

from lookjobs import pipeline, storage
from lookjobs.broker import NotifyBroker
from lookjobs.models import Upload
from lookjobs.services.stages import PROGRESS
from tests.lookjobs.photos import encoded, gradient

RESULT: dict[str, Any] = {
    "schemaVersion": "v1", "layer1": {"userFaceProfile": None}, "degraded": [], "warnings": [],
}  # fmt: skip


@pytest.fixture(autouse=True)
def _world(settings: Any, tmp_path: Path) -> None:
    settings.API_KEYS = {"alice": "key-of-alice", "bob": "key-of-bob"}
    local = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path / "looks")},
    }
    settings.STORAGES = {**settings.STORAGES, "looks": local}


@pytest.fixture
def alice() -> APIClient:
    return APIClient(headers={"Authorization": "Bearer key-of-alice"})


@pytest.fixture
def bob() -> APIClient:
    return APIClient(headers={"X-API-Key": "key-of-bob"})


@pytest.fixture
def nobody() -> APIClient:
    return APIClient()


@pytest.fixture
def photo() -> bytes:
    return encoded(gradient(), "JPEG")


@pytest.fixture
def upload(photo: bytes) -> Callable[..., str]:
    """Upload a photo through the API and return its asset key."""

    def run(client: APIClient, kind: str = "reference", data: bytes = photo) -> str:
        ticket = sign(client, kind=kind, sizeBytes=len(data)).json()
        assert put(ticket, data).status_code == 204
        return str(ticket["assetKey"])

    return run


@pytest.fixture
def body(upload: Callable[..., str], alice: APIClient) -> dict[str, Any]:
    """A valid job of Alice's, its photo uploaded."""
    return job_body(upload(alice))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every photo gives RESULT at once, through all stages."""
    monkeypatch.setattr(pipeline, "run", fake_run)
    monkeypatch.setattr(pipeline, "wire_result", lambda _: dict(RESULT))


def fake_run(inputs: Any, *, photos: Any, on_stage: Any) -> Any:
    for stage in PROGRESS:
        if stage != "store":
            on_stage(stage)
        if stage == "fetch":
            photos("reference")
    return SimpleNamespace(warnings=("LOCALE_FALLBACK",))


def sign(client: APIClient, **changes: Any) -> Any:
    sent = {
        "kind": "reference", "filename": "a.jpg", "contentType": "image/jpeg", "sizeBytes": 10,
        "market": "US",
    }  # fmt: skip
    return client.post("/uploads/signed-url", sent | changes)


def put(ticket: dict[str, Any], data: bytes, **changes: Any) -> Any:
    """PUT bytes to a signed URL as any client would: with no credential but the URL."""
    path = ticket["uploadUrl"].split("127.0.0.1:8000")[1]
    headers = {"content_type": ticket["headers"]["Content-Type"]} | changes
    client: Any = APIClient()  # its stubs take text only
    return client.generic("PUT", path, data, **headers)


def job_body(key: str, **changes: Any) -> dict[str, Any]:
    found = {
        "market": "US", "locale": "en", "referenceImage": {"assetKey": key},
        "preferenceMode": "structure",
    }  # fmt: skip
    return {name: value for name, value in (found | changes).items() if value is not None}


@pytest.fixture
def broker() -> Iterator[NotifyBroker]:
    """Our broker as a worker has it."""
    broker = NotifyBroker(list_key=Conf.CLUSTER_NAME)
    yield broker
    broker._forget()


@pytest.fixture
def upload_row(photo: bytes) -> Callable[[], Upload]:
    """Return a function that stores a photo as Alice's, past the API."""

    def run() -> Upload:
        key = storage.looks().save(f"look-replicator/us/{uuid4()}.jpg", ContentFile(photo))
        now = timezone.now()
        made: Upload = Upload.objects.create(
            caller="key:alice", kind="reference", key=key, content_type="image/jpeg",
            size_bytes=len(photo), state="received", received_at=now, created_at=now,
            expires_at=now,
        )  # fmt: skip
        return made

    return run
