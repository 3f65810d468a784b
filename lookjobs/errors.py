"""Refusals of uploads, jobs and shares, with the codes that clients switch on."""

from __future__ import annotations

from config.errors import ConflictError, DomainError


class UploadExpiredError(DomainError):
    code, status = "UPLOAD_EXPIRED", 403


class LengthRequiredError(DomainError):
    code, status = "LENGTH_REQUIRED", 411


class UnsupportedContentTypeError(DomainError):
    code, status = "UNSUPPORTED_CONTENT_TYPE", 415


class AssetNotFoundError(DomainError):
    code, status = "ASSET_NOT_FOUND", 422


class ConsentRequiredError(DomainError):
    code, status = "CONSENT_REQUIRED", 422


class IdempotencyConflictError(ConflictError):
    code = "IDEMPOTENCY_CONFLICT"


class QueueFullError(DomainError):
    """Too many jobs wait, or the answer takes longer than the call may wait."""

    code, status = "QUEUE_FULL", 503
    retry_after_s = 10


class StorageUnavailableError(DomainError):
    code, status = "STORAGE_UNAVAILABLE", 503


class UnreadablePhotoError(DomainError):
    """A photo that cannot be decoded; the message ends with what to do about it."""

    code, status = "IMAGE_UNREADABLE", 422
