"""Fill the database that DATABASE_URL names with what generated calls need: objects to be found.

Calls delete what they are given, so there are many of each. All of it belongs to the key that the
calls carry, and the photos are tiny, so that a job over one ends in milliseconds.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Final

import django

from tests.fuzz import merchant

CALLER: Final = "key:fuzz"
EACH: Final = 150
ROOT: Final = Path(__file__).resolve().parents[2]
GOLDEN: Final = ROOT / "contracts" / "us" / "fixtures" / "lookReplicateResultV1.json"
Seeds = dict[str, list[str]]


def main() -> Seeds:
    """Return the ids of what was made, by the name of the parameter that takes them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("demo_catalog", verbosity=0)
    return _photos() | _jobs() | _products() | merchant.seeds()


def _photos() -> Seeds:
    from lookjobs.demo.sample import sample_photo
    from tests.lookjobs.photos import encoded, gradient

    blank, face = encoded(gradient(), "JPEG"), sample_photo().read_bytes()
    found: Seeds = {"reference": [], "selfie": []}
    for kind, keys in found.items():
        for number in range(EACH):
            # A face takes a hundred times as long as a blank photo, so there is one now and then.
            has_face = number % 10 == 0
            keys.append(_store(kind, number, face if has_face else blank, png=has_face))
    return found


def _store(kind: str, number: int, data: bytes, *, png: bool) -> str:
    from django.core.files.base import ContentFile
    from django.utils import timezone

    from lookjobs import storage
    from lookjobs.models import Upload

    now = timezone.now()
    photo = f"{number:08d}-0000-4000-8000-{len(kind):012d}.{'png' if png else 'jpg'}"
    key = storage.looks().save(f"look-replicator/us/{kind}/2026-01-01/{photo}", ContentFile(data))
    Upload.objects.create(
        caller=CALLER, kind=kind, key=key, content_type="image/png" if png else "image/jpeg",
        size_bytes=len(data), state="received", received_at=now, created_at=now, expires_at=now,
    )  # fmt: skip
    return key


def _jobs() -> Seeds:
    from lookjobs.claims import write_event
    from lookjobs.services.shares import share_job
    from tests.pages.conftest import make_job

    result = json.loads(GOLDEN.read_text())
    sessions = [f"session-{number}" for number in range(40)]
    jobs = [
        make_job(CALLER, result=result, session_id=session)
        for session in sessions + [""] * (EACH * 4)
    ]
    for job in jobs:
        write_event(job.pk, "done")
    shares = [
        share_job(caller=CALLER, job_id=job.pk, now=job.created_at)[0].pk for job in jobs[-EACH:]
    ]
    failed = make_job(
        CALLER, status="failed", stage="gate", progress=45, result=None,
        error={"code": "LAYER1_HARD_REJECT", "message": "No face.", "reasons": ["REF_INVALID"]},
    )  # fmt: skip
    return {
        "job_id": [str(job.pk) for job in [*jobs, failed]],
        "share_id": shares,
        "session_id": sessions,
    }


def _products() -> Seeds:
    from catalog.models import Shade

    shades = Shade.objects.order_by("sku")
    worn = shades.filter(category__code__in=["foundation", "concealer"])
    return {
        "skuId": list(shades.values_list("sku", flat=True)[:50]),
        "foundationSkuId": list(worn.values_list("sku", flat=True)[:50]),
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main()) + "\n")
