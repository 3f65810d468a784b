"""The store of photos, S3 or local: signed PUTs, reads, deletes. Nothing else opens the store.

With S3 the browser talks to the bucket, and the signature binds length, type and key. Locally this
server receives the PUT itself and enforces the same.
"""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core import signing
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.utils import timezone

from config.errors import ForbiddenError, InvalidRequestError
from lookjobs.engine.sniff import CONTENT_TYPES, SNIFF_BYTES, sniff
from lookjobs.errors import (
    AssetNotFoundError,
    StorageUnavailableError,
    UnsupportedContentTypeError,
    UploadExpiredError,
)
from lookjobs.models import Upload

_SALT: Final = "look-replicator.upload"
_CHUNK: Final = 64 * 1024
INCOMING: Final = ".incoming"  # unfinished local uploads; the purge empties it


@dataclass(frozen=True, slots=True)
class SignedPut:
    url: str
    headers: dict[str, str]


@dataclass(frozen=True, slots=True)
class StoredObject:
    """What the store says about an object that is there."""

    size: int
    content_type: str
    version: str


def looks() -> Storage:
    return storages["looks"]


def is_local() -> bool:
    return isinstance(looks(), FileSystemStorage)


@contextmanager
def _store_errors() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError, OSError) as error:
        if isinstance(error, FileNotFoundError) or _missing(error):
            raise AssetNotFoundError("The photo is not in the store.") from None
        raise StorageUnavailableError("The photo store does not answer.") from error


def _missing(error: Exception) -> bool:
    if not isinstance(error, ClientError):
        return False
    # 412: the object is not the version that was checked, so that one is gone.
    return str(error.response.get("Error", {}).get("Code")) in {
        "404", "NoSuchKey", "412", "PreconditionFailed",
    }  # fmt: skip


def sign_put(upload: Upload) -> SignedPut:
    """Return the URL and headers with which exactly these bytes may be put under this key, once."""
    if is_local():
        claim = [str(upload.pk), int(upload.expires_at.timestamp())]
        token = signing.dumps(claim, salt=_SALT)
        url = f"{settings.PUBLIC_BASE_URL}/uploads/local/{token}"
        return SignedPut(url, {"Content-Type": upload.content_type})
    return _sign_s3_put(upload)


def _sign_s3_put(upload: Upload) -> SignedPut:
    """Sign with SigV4: length, type and If-None-Match enter the signed headers.

    If-None-Match "*" makes S3 refuse a second PUT to the key, so a URL is good for one object.
    """
    storage: Any = looks()
    left = upload.expires_at - timezone.now()
    with _store_errors():
        url = storage.bucket.meta.client.generate_presigned_url(
            "put_object",
            Params={
                "Bucket": storage.bucket_name,
                "Key": upload.key,
                "ContentType": upload.content_type,
                "ContentLength": upload.size_bytes,
                "IfNoneMatch": "*",
            },
            ExpiresIn=max(1, round(left.total_seconds())),
        )
    return SignedPut(url, {"Content-Type": upload.content_type, "If-None-Match": "*"})


def open_token(token: str) -> uuid.UUID:
    """Return the upload a local URL is for. Raises ForbiddenError, UploadExpiredError."""
    try:
        upload_id, expires = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        raise ForbiddenError("The upload URL is not one that was given out.") from None
    if timezone.now().timestamp() >= expires:
        raise UploadExpiredError("The upload URL has expired; ask for a new one.")
    return uuid.UUID(upload_id)


def receive(stream: IO[bytes], upload: Upload, commit: Callable[[str], None]) -> None:
    """Write the stream under the upload's key if it is what was signed.

    commit is called with the SHA-256 before the file gets its name; if it raises, nothing is kept.
    """
    folder = Path(looks().path(INCOMING))
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{uuid.uuid4().hex}.part"
    try:
        with _store_errors(), part.open("xb") as out:
            version = _copy_checked(stream, out, upload)
            out.flush()
            os.fsync(out.fileno())
        commit(version)
        with _store_errors():
            target = Path(looks().path(upload.key))
            target.parent.mkdir(parents=True, exist_ok=True)
            part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _copy_checked(stream: IO[bytes], out: IO[bytes], upload: Upload) -> str:
    digest, size = hashlib.sha256(), 0
    head = b""
    while chunk := stream.read(_CHUNK):
        head = head or chunk[:SNIFF_BYTES]
        size += len(chunk)
        if size > upload.size_bytes:
            break
        digest.update(chunk)
        out.write(chunk)
    if size != upload.size_bytes:
        raise InvalidRequestError("The body is not as long as was signed.")
    if sniff(head) != CONTENT_TYPES[upload.content_type]:
        raise UnsupportedContentTypeError(f"The bytes are not {upload.content_type}.")
    return digest.hexdigest()


def look_up(upload: Upload) -> StoredObject:
    """Return what the bucket holds under the key. Raises AssetNotFoundError. S3 only."""
    storage: Any = looks()
    with _store_errors():
        found = storage.bucket.meta.client.head_object(Bucket=storage.bucket_name, Key=upload.key)
    return StoredObject(found["ContentLength"], found.get("ContentType", ""), found["ETag"])


def read(upload: Upload) -> bytes:
    """Return the bytes of the version that was checked. Raises AssetNotFoundError."""
    with _store_errors():
        data = _read_local(upload) if is_local() else _read_s3(upload)
    if len(data) != upload.size_bytes:
        raise AssetNotFoundError("The stored photo is not the one that was checked.")
    return data


def _read_local(upload: Upload) -> bytes:
    with looks().open(upload.key) as file:
        return bytes(file.read(upload.size_bytes + 1))


def _read_s3(upload: Upload) -> bytes:
    storage: Any = looks()
    found = storage.bucket.meta.client.get_object(
        Bucket=storage.bucket_name, Key=upload.key, IfMatch=upload.version
    )
    return bytes(found["Body"].read(upload.size_bytes + 1))


def delete(key: str) -> None:
    """Remove the object; one that is not there is fine."""
    with _store_errors():
        looks().delete(key)


def check() -> None:
    """Raise StorageUnavailableError where the store cannot be used: for /readyz."""
    with _store_errors():
        storage: Any = looks()
        if is_local():
            folder = Path(storage.location)
            folder.mkdir(parents=True, exist_ok=True)
            if not os.access(folder, os.W_OK):
                raise OSError(f"{folder} cannot be written")
        else:
            storage.bucket.meta.client.head_bucket(Bucket=storage.bucket_name)
