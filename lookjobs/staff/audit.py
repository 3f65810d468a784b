"""The record of what staff did. A row is written in the transaction of what it is about."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.http import HttpRequest
from django.utils import timezone

from config.admin import exported
from lookjobs.staff.models import StaffAction


def record(user: Any, action: str, *, job_id: UUID | None = None, **detail: Any) -> StaffAction:
    """Write one row; detail holds counts, kinds and ids, nothing of a person or a face."""
    return StaffAction.objects.create(
        at=timezone.now(),
        user_id=getattr(user, "pk", None),
        username=user.get_username() if user is not None else "",
        action=action,
        job_id=job_id,
        detail=detail,
    )


def listen() -> None:
    """Record sign-ins and exports, wherever they happen."""
    user_logged_in.connect(_signed_in, dispatch_uid="staff audit")
    user_login_failed.connect(_refused, dispatch_uid="staff audit")
    exported.connect(_exported, dispatch_uid="staff audit")


def _signed_in(sender: Any, request: HttpRequest, user: Any, **_: Any) -> None:  # noqa: ARG001
    record(user, "login")


def _refused(sender: Any, credentials: dict[str, Any], **_: Any) -> None:  # noqa: ARG001
    # The name may hold a password that was typed into the wrong field, so it is not kept.
    record(None, "login_failed")


def _exported(
    sender: Any,  # noqa: ARG001
    request: HttpRequest,
    table: str,
    rows: int,
    **_: Any,
) -> None:
    record(request.user, "export", table=table, rows=rows)
