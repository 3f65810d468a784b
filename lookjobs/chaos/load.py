"""The jobs: the same way in as the API's, with keys, across every restart of the database."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any, Final

from django.utils import timezone

from lookjobs.chaos.tally import Outcome, expect
from lookjobs.claims import patient
from lookjobs.models import LookJob, Upload
from lookjobs.services.jobs import NewJob, body_hash, create_job
from lookjobs.services.uploads import receive_upload, sign_upload

CALLER: Final = "key:chaos"
MODES: Final = ("structure", "vibe", "ease")


class Load:
    """Sends jobs in turn over the photos and modes, and knows what each must give."""

    def __init__(self, photos: list[bytes], *, jobs: int) -> None:
        self._now = timezone.now()
        self._jobs = jobs
        self._kinds = [
            (upload_photo(photo, self._now).key, mode, expect(photo, now=self._now, mode=mode))
            for photo in photos
            for mode in MODES
        ]
        self.expected: dict[str, Outcome] = {}

    def send_due(self, share: float) -> None:
        """Create jobs until this share (0 to 1) of them is there."""
        while len(self.expected) < min(1.0, share) * self._jobs:
            number = len(self.expected)
            key, mode, outcome = self._kinds[number % len(self._kinds)]
            job = patient(lambda: self._create(number, key, mode))  # noqa: B023  (called at once)
            self.expected[str(job.pk)] = outcome

    def _create(self, number: int, key: str, mode: Any) -> LookJob:
        new = NewJob(locale="en", mode=mode, reference_key=key)
        job, _ = create_job(
            caller=CALLER, new=new, now=self._now, idempotency_key=f"chaos-{number}",
            body_sha256=body_hash([key, mode]),
        )  # fmt: skip
        return job

    def open_jobs(self) -> int:
        return patient(lambda: LookJob.objects.filter(status__in=["pending", "processing"]).count())

    def attempts(self) -> list[int]:
        return patient(lambda: list(LookJob.objects.values_list("attempt", flat=True)))


def upload_photo(photo: bytes, now: datetime, *, content_type: str = "image/jpeg") -> Upload:
    """Store a photo the way a client does: signed, put, checked."""
    upload, signed = sign_upload(
        caller=CALLER, kind="reference", content_type=content_type, size_bytes=len(photo), now=now
    )
    receive_upload(
        token=signed.url.rsplit("/", 1)[1], stream=io.BytesIO(photo), length=str(len(photo)),
        content_type=content_type, encoding="",
    )  # fmt: skip
    return upload
