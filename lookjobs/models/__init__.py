"""Rows of lookjobs. Every table is US-only, and the database refuses what must never be stored."""

from lookjobs.models.audit import Consent, Deletion, WorkerBeat
from lookjobs.models.jobs import IdempotencyKey, JobEvent, LookJob, Share
from lookjobs.models.uploads import Upload

__all__ = [
    "Consent", "Deletion", "IdempotencyKey", "JobEvent", "LookJob", "Share", "Upload", "WorkerBeat",
]  # fmt: skip
