"""Uploads to the local store: what was signed is enforced, by real requests."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.utils import timezone
from rest_framework.test import APIClient

from config.errors import InvalidRequestError
from lookjobs import storage
from lookjobs.models import Upload
from lookjobs.services.retention import purge
from lookjobs.services.uploads import receive_upload
from tests.lookjobs.conftest import job_body, put, sign
from tests.lookjobs.photos import encoded, gradient

pytestmark = pytest.mark.django_db


def stored() -> list[str]:
    root = Path(storages["looks"].location)  # type: ignore[attr-defined]
    return [path.name for path in root.rglob("*") if path.is_file()]


def ticket_for(client: APIClient, data: bytes) -> dict[str, Any]:
    found: dict[str, Any] = sign(client, sizeBytes=len(data)).json()
    return found


def test_a_signed_url_says_all_that_a_client_needs(alice: APIClient) -> None:
    answer = sign(alice, kind="selfie", contentType="image/heic")
    assert answer.status_code == 201
    ticket = answer.json()
    assert re.fullmatch(
        r"look-replicator/us/selfie/\d{4}-\d\d-\d\d/[0-9a-f-]{36}\.heic", ticket["assetKey"]
    )
    assert ticket["method"] == "PUT"
    assert ticket["headers"] == {"Content-Type": "image/heic"}
    assert ticket["expiresAt"] > ticket["assetKey"].split("/")[3]


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"sizeBytes": 25 * 1024 * 1024}, 201, None),
        ({"sizeBytes": 25 * 1024 * 1024 + 1}, 413, "UPLOAD_TOO_LARGE"),  # U1
        ({"sizeBytes": 0}, 400, "INVALID_REQUEST"),  # U2
        ({"sizeBytes": "10"}, 400, "INVALID_REQUEST"),
        ({"sizeBytes": True}, 400, "INVALID_REQUEST"),
        ({"contentType": "image/gif"}, 415, "UNSUPPORTED_CONTENT_TYPE"),  # U3
        ({"contentType": "text/html"}, 415, "UNSUPPORTED_CONTENT_TYPE"),
        ({"kind": "avatar"}, 400, "INVALID_REQUEST"),
        ({"key": "look-replicator/us/x"}, 400, "INVALID_REQUEST"),  # U4: nobody chooses a key
        ({"market": "CA"}, 422, "UNSUPPORTED_MARKET"),
        ({"market": "us"}, 422, "UNSUPPORTED_MARKET"),
        ({"market": None}, 422, "UNSUPPORTED_MARKET"),
    ],
)
def test_what_may_be_signed(
    alice: APIClient, changes: dict[str, Any], status: int, code: str | None
) -> None:
    answer = sign(alice, **changes)
    assert answer.status_code == status
    assert answer.json().get("error") == code


def test_nobody_gets_no_signed_url(nobody: APIClient) -> None:
    assert sign(nobody).status_code == 401


def test_the_bytes_arrive_under_their_key(alice: APIClient, photo: bytes) -> None:
    ticket = ticket_for(alice, photo)
    assert put(ticket, photo).status_code == 204
    upload = Upload.objects.get(key=ticket["assetKey"])
    assert upload.state == "received"
    assert storage.read(upload) == photo
    assert stored() == [Path(ticket["assetKey"]).name]


@pytest.mark.parametrize(
    ("changed", "status"), [(b"x", 413), (b"x" * 100, 413), (None, 400)]
)  # U1, U7
def test_another_length_than_was_signed_is_refused(
    alice: APIClient, photo: bytes, changed: bytes | None, status: int
) -> None:
    data = photo[:-1] if changed is None else photo + changed
    assert put(ticket_for(alice, photo), data).status_code == status
    assert stored() == []


def test_a_body_that_is_not_as_long_as_it_says_is_refused(  # U7
    alice: APIClient, photo: bytes
) -> None:
    token = ticket_for(alice, photo)["uploadUrl"].rsplit("/", 1)[1]
    for body in (photo[:-1], photo + b"x"):
        with pytest.raises(InvalidRequestError, match="not as long"):
            receive_upload(
                token=token, stream=io.BytesIO(body), length=str(len(photo)),
                content_type="image/jpeg", encoding="",
            )  # fmt: skip
    assert stored() == []
    assert Upload.objects.get().state == "signed"


def test_a_crash_between_file_and_row_leaves_no_orphan(  # J4
    alice: APIClient, photo: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket, receive = ticket_for(alice, photo), storage.receive

    def die_after(*given: Any) -> None:
        receive(*given)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(storage, "receive", die_after)
        with pytest.raises(KeyboardInterrupt):
            put(ticket, photo)
    assert Upload.objects.get().state == "signed"
    assert len(stored()) == 1
    purge(timezone.now() + timedelta(days=8))
    assert stored() == []
    assert not Upload.objects.exists()


def test_no_bytes_are_refused(alice: APIClient, photo: bytes) -> None:  # U2
    assert put(ticket_for(alice, photo), b"", CONTENT_LENGTH="0").status_code == 400


def test_another_content_type_is_refused(alice: APIClient, photo: bytes) -> None:  # U3
    answer = put(ticket_for(alice, photo), photo, content_type="image/png")
    assert (answer.status_code, answer.json()["error"]) == (415, "UNSUPPORTED_CONTENT_TYPE")


def test_bytes_of_another_format_are_refused(alice: APIClient) -> None:  # U3
    data = encoded(gradient(), "PNG")
    assert put(ticket_for(alice, data), data).status_code == 415
    assert stored() == []


def test_an_expired_url_is_refused(alice: APIClient, photo: bytes, settings: Any) -> None:  # U5
    settings.UPLOAD_URL_TTL_S = -1
    answer = put(ticket_for(alice, photo), photo)
    assert (answer.status_code, answer.json()["error"]) == (403, "UPLOAD_EXPIRED")
    assert stored() == []


def test_a_tampered_url_is_refused(alice: APIClient, photo: bytes) -> None:  # U4, U6
    ticket = ticket_for(alice, photo)
    token = ticket["uploadUrl"].rsplit("/", 1)[1]
    for bad in (token[:-1] + ("A" if token[-1] != "A" else "B"), "x" + token, "x", "a:b:c"):
        ticket["uploadUrl"] = f"http://127.0.0.1:8000/uploads/local/{bad}"
        answer = put(ticket, photo)
        assert (answer.status_code, answer.json()["error"]) == (403, "FORBIDDEN")
    assert stored() == []


def test_a_url_is_good_for_one_upload(alice: APIClient, photo: bytes) -> None:  # U8
    ticket = ticket_for(alice, photo)
    assert put(ticket, photo).status_code == 204
    other = photo[:-3] + b"\x00" + photo[-2:]
    answer = put(ticket, other)
    assert (answer.status_code, answer.json()["error"]) == (409, "CONFLICT")
    assert storage.read(Upload.objects.get()) == photo


def test_an_upload_after_the_job_changes_nothing(  # U9
    alice: APIClient, photo: bytes
) -> None:
    ticket = ticket_for(alice, photo)
    put(ticket, photo)
    assert alice.post("/look-jobs", job_body(ticket["assetKey"])).status_code == 201
    assert put(ticket, photo).status_code == 409
    assert storage.read(Upload.objects.get()) == photo


def test_a_job_needs_an_upload_of_its_caller(  # U10
    alice: APIClient, bob: APIClient, upload: Callable[..., str], photo: bytes
) -> None:
    never_sent = ticket_for(alice, photo)["assetKey"]
    selfie = upload(alice, kind="selfie")
    for client, key in ((alice, never_sent), (bob, upload(alice)), (alice, selfie)):
        answer = client.post("/look-jobs", job_body(key))
        assert (answer.status_code, answer.json()["error"]) == (422, "ASSET_NOT_FOUND")


@pytest.mark.parametrize(
    "key",
    ["../../etc/passwd", "look-replicator/us/reference/../x.jpg", "/etc/passwd", "", "x\x00"],
)
def test_other_keys_are_no_asset_keys(alice: APIClient, key: str) -> None:  # U4
    assert alice.post("/look-jobs", job_body(key)).status_code == 400


def test_a_body_without_a_length_is_refused(alice: APIClient, photo: bytes) -> None:  # U12
    answer = put(ticket_for(alice, photo), photo, CONTENT_LENGTH="")
    assert (answer.status_code, answer.json()["error"]) == (411, "LENGTH_REQUIRED")


def test_a_compressed_body_is_refused(alice: APIClient, photo: bytes) -> None:  # U12
    answer = put(ticket_for(alice, photo), photo, HTTP_CONTENT_ENCODING="gzip")
    assert answer.status_code == 415


def test_a_doomed_upload_is_found_by_nobody(alice: APIClient, upload: Callable[..., str]) -> None:
    key = upload(alice)
    Upload.objects.update(state="doomed")
    assert alice.post("/look-jobs", job_body(key)).status_code == 422


def test_the_row_outlives_its_url(alice: APIClient, photo: bytes) -> None:
    ticket = ticket_for(alice, photo)
    upload = Upload.objects.get()
    assert upload.expires_at - timezone.now() < timedelta(seconds=901)
    assert upload.size_bytes == len(photo)
    assert ticket["assetKey"] == upload.key
