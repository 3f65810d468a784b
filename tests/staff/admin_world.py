"""One row of everything that the admin lists."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import admin
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth.models import Group, User
from django.utils import timezone
from django_q.models import Failure, OrmQ, Schedule, Success

from catalog.access.models import ApiKey
from catalog.models import (
    Creator,
    ImportRun,
    MerchantMember,
    PriceHistory,
    Promotion,
    Redemption,
)
from layer1.models import BundleSample, FaceProfileSample, SimilarityReportSample
from layer2.models import LookSpecSample, StepsSample
from layer3.models import KitSample
from lookjobs.models import Consent, Deletion, JobEvent, Share, WorkerBeat
from lookjobs.staff.models import StaffAction
from tests.factories import make_merchant, make_shade
from tests.pages.looks import make_result
from tests.staff.jobs import with_photos


def make_everything() -> dict[str, Any]:
    """Return a row of each registered model, by app_model."""
    rows = [*_jobs(), *_samples(), *_catalog(), *_queue()]
    user = User.objects.create_user("somebody")
    rows += [
        user,
        Group.objects.create(name="A group"),
        StaffAction.objects.create(at=timezone.now(), username="x", action="login"),
        LogEntry.objects.create(user=user, object_repr="a row", action_flag=ADDITION),
    ]
    world = {f"{row._meta.app_label}_{row._meta.model_name}": row for row in rows}
    listed = {f"{m._meta.app_label}_{m._meta.model_name}" for m in admin.site._registry}
    assert listed <= set(world), f"no row of {listed - set(world)}"
    return world


def _jobs() -> list[Any]:
    now = timezone.now()
    job = with_photos()
    return [
        job,
        job.reference,
        JobEvent.objects.create(job=job, event="stage", data={}, created_at=now),
        Share.objects.create(id="s" * 32, job=job, result={}, created_at=now, expires_at=now),
        Consent.objects.create(
            job_id=job.pk, purpose="sharing", text_version="1", locale="en", term="90 days",
            accepted_at=now, created_at=now,
        ),
        Deletion.objects.create(
            job_id=uuid4(), caller_sha256="0" * 64, reason="caller", deleted_at=now
        ),
        WorkerBeat.objects.create(name="host:1", started_at=now, beaten_at=now),
    ]  # fmt: skip


def _samples() -> list[Any]:
    result, us = make_result(), {"market": "US"}
    shared: dict[str, Any] = {"caller": "key:a", "session_id": "s", "created_at": timezone.now()}
    mode = {"preference_mode": "vibe"}
    bundle = result["layer1"]
    return [
        FaceProfileSample.objects.create(
            **shared, source="selfie", profile=bundle["userFaceProfile"]
        ),
        SimilarityReportSample.objects.create(
            **shared, **mode, engine_version="1", fit_score=1, report=us
        ),
        BundleSample.objects.create(**shared, **mode, gate="ok", bundle=us),
        LookSpecSample.objects.create(**shared, engine_version="1", look_spec=result["lookSpec"]),
        StepsSample.objects.create(**shared, **mode, engine_version="1", steps=result["steps"]),
        KitSample.objects.create(
            **shared, engine_version="1", catalog_version="us-1", kit=result["kit"]
        ),
    ]


def _catalog() -> list[Any]:
    now, shade = timezone.now(), make_shade()
    merchant = make_merchant()
    sale = Promotion.objects.create(
        merchant=merchant, name="Ten off", kind="PERCENT_OFF", percent_bp=1000, starts_at=now
    )
    return [
        MerchantMember.objects.create(user=User.objects.create_user("member"), merchant=merchant),
        Creator.objects.create(merchant=merchant, handle="ana", name="Ana"),
        Redemption.objects.create(promotion=sale, order_ref="1", discount_cents=1, redeemed_at=now),
        ImportRun.objects.create(
            merchant=merchant,
            source="csv",
            file_name="feed.csv",
            digest="0" * 64,
            rows=1,
            created=1,
            updated=0,
            unchanged=0,
            refused=0,
            finished_at=now,
        ),
        merchant,
        shade,
        shade.product,
        shade.product.brand,
        PriceHistory.objects.filter(shade=shade).first()
        or PriceHistory.objects.create(shade=shade, price_cents=1, currency="USD", started_at=now),
        sale,
        ApiKey.objects.create(name="caller", prefix="lr_123456789", secret_sha256="0" * 64),
    ]


def _queue() -> list[Any]:
    now = timezone.now()
    task: dict[str, Any] = {"func": "a.b", "started": now, "stopped": now, "name": "task"}
    return [
        OrmQ.objects.create(key="k", payload="", lock=now),
        Schedule.objects.create(func="a.b", name="nightly"),
        Success.objects.create(id="1" * 32, success=True, **task),
        Failure.objects.create(id="2" * 32, success=False, **task),
    ]
