"""Validated bodies and headers to what the services take."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from rest_framework.request import Request

from config.errors import InvalidRequestError
from lookjobs.models import LookJob
from lookjobs.services.jobs import NewJob, SelfieConsent

IDEMPOTENCY_KEY: Final = re.compile(r"^[\x21-\x7e]([\x20-\x7e]{0,253}[\x21-\x7e])?\Z")


def caller_id(request: Request) -> str:
    """Return the caller's id; every view that asks requires one."""
    return str(request.user.pk)


def idempotency_key(request: Request) -> str | None:
    """Return the Idempotency-Key, None where none was sent. Raises InvalidRequestError."""
    key: str | None = request.headers.get("Idempotency-Key")
    if key is not None and not IDEMPOTENCY_KEY.match(key):
        raise InvalidRequestError("Idempotency-Key must be 1 to 255 printable ASCII characters.")
    return key


def new_job(body: Mapping[str, Any]) -> NewJob:
    """Return a validated LookJobCreateRequestV1 as a NewJob."""
    consent = body.get("selfieConsent")
    return NewJob(
        locale=body["locale"],
        mode=body["preferenceMode"],
        reference_key=body.get("referenceImage", {}).get("assetKey", ""),
        reference_url=body.get("referenceImageUrl", ""),
        selfie_key=body.get("selfieImage", {}).get("assetKey", ""),
        consent=SelfieConsent(consent["version"], consent["acceptedAt"]) if consent else None,
        layer1_bundle=body.get("layer1Bundle"),
        preferences=dict(body.get("preferences", {})),
        constraints=dict(body.get("constraints", {})),
        opt_in_training=body.get("optInTraining", False),
        session_id=body.get("sessionId", ""),
    )


def new_look_job(body: Mapping[str, Any]) -> NewJob:
    """Return a validated LookSpecRequest as a NewJob that ends at the steps."""
    return NewJob(
        kind=LookJob.Kind.LOOK_SPEC,
        locale=body["locale"],
        mode=body["preferenceMode"],
        reference_key=body["referenceImage"]["assetKey"],
        layer1_bundle=body.get("layer1Bundle"),
        preferences=dict(body.get("preferences", {})),
    )
