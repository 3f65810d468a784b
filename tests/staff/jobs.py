"""Jobs with photos for the tests of the admin."""

from __future__ import annotations

import io
from typing import Any

import skimage.data
from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image

from lookjobs import storage
from lookjobs.models import Consent, LookJob, Upload
from tests.pages.conftest import jpeg, make_job

REJECTED = {
    "code": "LAYER1_HARD_REJECT",
    "message": "The photo cannot be used: REF_LIGHTING_TOO_LOW.",
    "reasons": ["REF_LIGHTING_TOO_LOW"],
    "details": [
        {"code": "REF_LIGHTING_TOO_LOW", "photo": "reference", "value": 12.5, "limit": 35.0,
         "tip": "Find more light."}
    ],
}  # fmt: skip


def make_upload(kind: str = "reference", *, caller: str = "key:shop", data: bytes = b"") -> Upload:
    """Store a photo of the caller, as if it had been uploaded."""
    body, now = data or jpeg(), timezone.now()
    upload: Upload = Upload.objects.create(
        caller=caller, kind=kind, key=f"look-replicator/us/{kind}/{now:%Y-%m-%d}/{now:%f}.jpg",
        content_type="image/jpeg", size_bytes=len(body), state="received", created_at=now,
        expires_at=now, received_at=now,
    )  # fmt: skip
    storage.looks().save(upload.key, ContentFile(body))
    return upload


def with_photos(*, selfie: bool = False, data: bytes = b"", **overrides: Any) -> LookJob:
    """Write a completed job with its photo, and with a selfie and its consent if asked."""
    values: dict[str, Any] = {"reference": make_upload(data=data)}
    if selfie:
        now = timezone.now()
        consent = Consent.objects.create(
            job_id="00000000-0000-4000-8000-000000000001", purpose="processing",
            text_version="2026-11", locale="en-US", term="selfie 24 h", accepted_at=now,
            created_at=now,
        )  # fmt: skip
        values |= {
            "selfie": make_upload("selfie"), "selfie_given": True, "selfie_consent": consent,
        }  # fmt: skip
    caller = overrides.pop("caller", "key:shop")
    return make_job(caller, **(values | overrides))


def rejected(**overrides: Any) -> LookJob:
    """Write a job that the gate refused."""
    values: dict[str, Any] = {
        "status": "failed", "result": None, "error": REJECTED, "stage": "gate", "progress": 45,
    }  # fmt: skip
    return with_photos(**(values | overrides))


def portrait() -> bytes:
    """Return the portrait that scikit-image ships, as JPEG."""
    out = io.BytesIO()
    Image.fromarray(skimage.data.astronaut()).save(out, "JPEG", quality=92)  # type: ignore[no-untyped-call]
    return out.getvalue()
