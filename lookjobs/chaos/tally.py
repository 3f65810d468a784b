"""What each photo must give, and how the jobs compare with it when everything has settled."""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import cv2
import numpy as np
from django.db.models import Count
from PIL import Image

from config.errors import DomainError
from lookjobs import pipeline
from lookjobs.claims import patient
from lookjobs.models import JobEvent, LookJob
from lookjobs.services.photos import decode_photo

MAX_PIXELS: Final = 1_000_000
Outcome = dict[str, Any]  # {"result": ...} or {"code": ...}


@dataclass(frozen=True, slots=True)
class Tally:
    lost: int
    completed_twice: int
    stuck: int
    wrong: int

    def clean(self) -> bool:
        return not (self.lost or self.completed_twice or self.stuck or self.wrong)

    def line(self) -> str:
        return (
            f"lost {self.lost}, completed twice {self.completed_twice}, "
            f"stuck {self.stuck}, wrong {self.wrong}"
        )


def read_photos(folder: Path | None, *, limit: int) -> list[bytes]:
    """Return photos as JPEG of at most a megapixel; without a folder the portrait of skimage."""
    if folder is None:
        import skimage.data

        return [_jpeg(skimage.data.astronaut())]  # type: ignore[no-untyped-call]
    names = sorted(p for p in folder.iterdir() if p.suffix in {".jpg", ".png", ".webp"})
    return [_jpeg(decode_photo(name.read_bytes())) for name in names[:limit]]


def _jpeg(rgb: Any) -> bytes:
    scale = (MAX_PIXELS / (rgb.shape[0] * rgb.shape[1])) ** 0.5
    if scale < 1:
        size = (int(rgb.shape[1] * scale), int(rgb.shape[0] * scale))
        rgb = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    out = io.BytesIO()
    Image.fromarray(np.asarray(rgb)).save(out, "JPEG", quality=90)
    return out.getvalue()


def expect(photo: bytes, *, now: datetime, mode: Any) -> Outcome:
    """Return what a job with this photo must end with, by the pipeline in this process."""
    rgb = decode_photo(photo)
    inputs = pipeline.Inputs(mode=mode, locale="en", created_at=now)
    try:
        result = pipeline.run(inputs, photos=lambda _: rgb, on_stage=lambda _: None)
    except DomainError as error:
        return {"code": error.code}
    return {"result": json.loads(json.dumps(pipeline.wire_result(result)))}


def count(expected: dict[str, Outcome]) -> Tally:
    """Compare every job with what its photo (by job id) must give."""
    jobs = patient(lambda: {str(job.pk): job for job in LookJob.objects.all()})
    twice = patient(
        lambda: JobEvent.objects.filter(event="done")
        .values("job").annotate(times=Count("id")).filter(times__gt=1).count()
    )  # fmt: skip
    ended = {key: job for key, job in jobs.items() if job.status in LookJob.TERMINAL}
    return Tally(
        lost=sum(1 for key in expected if key not in jobs),
        completed_twice=twice,
        stuck=sum(1 for key in expected if key in jobs and key not in ended),
        wrong=sum(1 for key, job in ended.items() if not _agrees(job, expected[key])),
    )


def _agrees(job: LookJob, expected: Outcome) -> bool:
    if "code" in expected:
        return bool(job.error and job.error["code"] == expected["code"])
    return digest(job.result) == digest(expected["result"])


def digest(value: Any) -> str:
    """Return a hash of JSON data that does not depend on the order of its keys."""
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()
