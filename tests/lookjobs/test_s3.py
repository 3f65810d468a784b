"""S3: what the signed URL binds, and the happy way against moto (which enforces nothing)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from django.utils import timezone
from moto import mock_aws
from rest_framework.test import APIClient

from lookjobs import storage
from lookjobs.errors import AssetNotFoundError
from lookjobs.models import LookJob, Upload
from lookjobs.services import uploads
from tests.lookjobs.conftest import job_body, sign

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("client")]
BUCKET = "looks-test"


@pytest.fixture
def client(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A bucket, and the storage "looks" on it with the options of the settings."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test-only")
    from config.settings import s3_looks

    looks = s3_looks(bucket=BUCKET)
    settings.STORAGES = {**settings.STORAGES, "looks": looks}
    with mock_aws():
        made = boto3.client("s3", region_name="us-east-1")
        made.create_bucket(Bucket=BUCKET)
        yield made


def put_object(client: Any, key: str, data: bytes, content_type: str = "image/jpeg") -> None:
    client.put_object(Bucket=BUCKET, Key=key, Body=data, ContentType=content_type)


def test_the_signature_binds_length_type_and_that_nothing_is_replaced(alice: APIClient) -> None:
    ticket = sign(alice, sizeBytes=1234).json()
    url = urlsplit(ticket["uploadUrl"])
    query = {name: values[0] for name, values in parse_qs(url.query).items()}
    assert query["X-Amz-Algorithm"] == "AWS4-HMAC-SHA256"
    signed = set(query["X-Amz-SignedHeaders"].split(";"))
    assert {"content-length", "content-type", "host", "if-none-match"} <= signed
    assert 890 <= int(query["X-Amz-Expires"]) <= 900
    assert url.path.endswith(ticket["assetKey"])
    assert ticket["headers"] == {"Content-Type": "image/jpeg", "If-None-Match": "*"}


def test_other_lengths_and_types_have_other_signatures(alice: APIClient, monkeypatch: Any) -> None:
    def signature(**changes: Any) -> str:
        upload = Upload(
            key="k", content_type="image/jpeg", size_bytes=10,
            expires_at=timezone.now() + timedelta(hours=1),
        )  # fmt: skip
        for name, value in changes.items():
            setattr(upload, name, value)
        return parse_qs(urlsplit(storage.sign_put(upload).url).query)["X-Amz-Signature"][0]

    found = [signature(), signature(size_bytes=11), signature(content_type="image/png"),
             signature(key="l")]  # fmt: skip
    assert len(set(found)) == 4


def test_a_photo_goes_up_is_checked_read_and_removed(
    alice: APIClient, client: Any, photo: bytes
) -> None:
    key = sign(alice, sizeBytes=len(photo)).json()["assetKey"]
    assert alice.post("/look-jobs", job_body(key)).status_code == 422
    put_object(client, key, photo)
    made = alice.post("/look-jobs", job_body(key))
    assert made.status_code == 201
    upload = Upload.objects.get()
    assert upload.state == "received"
    assert storage.read(upload) == photo
    alice.delete(made["Location"])
    assert client.list_objects_v2(Bucket=BUCKET)["KeyCount"] == 0


@pytest.mark.parametrize("wrong", ["length", "type"])
def test_what_was_not_signed_is_no_photo(
    alice: APIClient, client: Any, photo: bytes, wrong: str
) -> None:
    key = sign(alice, sizeBytes=len(photo)).json()["assetKey"]
    data = photo + b"x" if wrong == "length" else photo
    put_object(client, key, data, "text/html" if wrong == "type" else "image/jpeg")
    answer = alice.post("/look-jobs", job_body(key))
    assert (answer.status_code, answer.json()["error"]) == (422, "ASSET_NOT_FOUND")


def test_a_replaced_object_is_not_read(alice: APIClient, client: Any, photo: bytes) -> None:
    key = sign(alice, sizeBytes=len(photo)).json()["assetKey"]
    put_object(client, key, photo)
    alice.post("/look-jobs", job_body(key))
    put_object(client, key, photo[:-1] + b"x")
    with pytest.raises(AssetNotFoundError):
        storage.read(Upload.objects.get())


def test_a_bucket_that_does_not_answer_is_503(alice: APIClient, client: Any, photo: bytes) -> None:
    key = sign(alice, sizeBytes=len(photo)).json()["assetKey"]
    client.delete_bucket(Bucket=BUCKET)
    answer = alice.post("/look-jobs", job_body(key))
    assert answer.status_code in (422, 503)
    assert not LookJob.objects.exists()
    assert json.loads(answer.content)["error"] in ("ASSET_NOT_FOUND", "STORAGE_UNAVAILABLE")


def test_reading_finds_only_ones_own(client: Any) -> None:
    with pytest.raises(AssetNotFoundError):
        uploads.find_photo(caller="key:bob", key="k", kind="reference")
