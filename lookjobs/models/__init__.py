"""Rows of lookjobs. Every table is US-only, and the database refuses what must never be stored."""

from lookjobs.models.access import RateCount
from lookjobs.models.audit import Consent, Deletion, WorkerBeat
from lookjobs.models.jobs import IdempotencyKey, JobEvent, LookJob, Share
from lookjobs.models.metrics import MetricCount
from lookjobs.models.uploads import Upload

__all__ = [
    "Consent", "Deletion", "IdempotencyKey", "JobEvent", "LookJob", "MetricCount",
    "RateCount", "Share", "Upload", "WorkerBeat",
]  # fmt: skip
