"""Uploads: give out a signed PUT, receive it locally, and find the photo that a job names."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import IO

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from config.errors import (
    ConflictError,
    ForbiddenError,
    InvalidRequestError,
    TooLargeError,
)
from lookjobs import storage
from lookjobs.engine.sniff import CONTENT_TYPES, EXTENSIONS
from lookjobs.errors import (
    AssetNotFoundError,
    LengthRequiredError,
    UnsupportedContentTypeError,
)
from lookjobs.models import Upload


def sign_upload(
    *, caller: str, kind: str, content_type: str, size_bytes: int, now: datetime
) -> tuple[Upload, storage.SignedPut]:
    """Write the upload's row and return it with a URL that takes exactly these bytes."""
    if content_type not in CONTENT_TYPES:
        raise UnsupportedContentTypeError(f"contentType must be one of {', '.join(CONTENT_TYPES)}.")
    if size_bytes > settings.UPLOAD_MAX_BYTES:
        raise TooLargeError(f"A photo has at most {settings.UPLOAD_MAX_BYTES} bytes.")
    upload_id = uuid.uuid4()
    upload = Upload(
        id=upload_id,
        caller=caller,
        kind=kind,
        key=f"look-replicator/us/{kind}/{now:%Y-%m-%d}/{upload_id}.{EXTENSIONS[content_type]}",
        content_type=content_type,
        size_bytes=size_bytes,
        created_at=now,
        expires_at=now + timedelta(seconds=settings.UPLOAD_URL_TTL_S),
    )
    signed = storage.sign_put(upload)
    upload.save(force_insert=True)
    return upload, signed


def receive_upload(
    *, token: str, stream: IO[bytes], length: str | None, content_type: str, encoding: str
) -> None:
    """Take a local PUT: the exact length and type that were signed, real bytes of it, once."""
    upload = Upload.objects.filter(pk=storage.open_token(token)).first()
    if upload is None or not storage.is_local():
        raise ForbiddenError("The upload URL is no longer good; ask for a new one.")
    _check_headers(upload, length, content_type, encoding)
    with transaction.atomic():
        storage.receive(stream, upload, lambda version: _mark_received(upload, version))


def _check_headers(upload: Upload, length: str | None, content_type: str, encoding: str) -> None:
    if encoding not in ("", "identity"):
        raise UnsupportedContentTypeError("The body must not be compressed.")
    if not length or not length.isascii() or not length.isdigit():
        raise LengthRequiredError("Content-Length is required.")
    if int(length) > upload.size_bytes:
        raise TooLargeError(f"{upload.size_bytes} bytes were signed.")
    if int(length) != upload.size_bytes:
        raise InvalidRequestError(f"{upload.size_bytes} bytes were signed, not {int(length)}.")
    if content_type.lower() != upload.content_type:
        raise UnsupportedContentTypeError(f"{upload.content_type} was signed.")


def _mark_received(upload: Upload, version: str) -> None:
    fresh = Upload.objects.filter(pk=upload.pk, state=Upload.State.SIGNED).update(
        state=Upload.State.RECEIVED, version=version, received_at=timezone.now()
    )
    if not fresh:
        raise ConflictError("This upload URL was used already; ask for a new one.")


def find_photo(*, caller: str, key: str, kind: str) -> Upload:
    """Return the caller's own uploaded photo, checked. Raises AssetNotFoundError."""
    upload = Upload.objects.owned_by(caller).filter(key=key, kind=kind).first()
    if upload is None or upload.state == Upload.State.DOOMED:
        raise AssetNotFoundError(f"There is no {kind} photo of yours under this assetKey.")
    if upload.state == Upload.State.SIGNED:
        if storage.is_local():
            raise AssetNotFoundError(f"The {kind} photo was not uploaded yet.")
        _accept_from_bucket(upload)
    return upload


def _accept_from_bucket(upload: Upload) -> None:
    found = storage.look_up(upload)
    if found.size != upload.size_bytes or found.content_type != upload.content_type:
        raise AssetNotFoundError("The uploaded photo is not what was signed.")
    upload.state, upload.version = Upload.State.RECEIVED, found.version
    upload.received_at = timezone.now()
    upload.save(update_fields=["state", "version", "received_at"])


def doom(uploads: QuerySet[Upload]) -> None:
    """Mark photos for removal, in the caller's transaction; from then on nobody finds them."""
    uploads.update(state=Upload.State.DOOMED)


def remove_doomed() -> int:
    """Delete marked objects, then their rows; a crash in between leaves a row to try again."""
    removed = 0
    for upload in Upload.objects.filter(state=Upload.State.DOOMED).order_by("created_at")[:1000]:
        storage.delete(upload.key)
        upload.delete()
        removed += 1
    return removed
