"""Sharing: the panel on the result page, and the public page of a shared look."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.views.decorators.http import require_GET, require_POST

from config.errors import GoneError
from lookjobs.consent import CONSENT_VERSION
from lookjobs.models import LookJob, Share
from lookjobs.page_charts import card_png, chart_of, chart_svg
from lookjobs.page_frame import draw, find, page, page_language, public_page, texts_for
from lookjobs.page_result import present
from lookjobs.page_texts import say
from lookjobs.services import shares


def share_context(job: LookJob) -> dict[str, Any]:
    """Return what the share panel shows of a job."""
    share: Share | None = getattr(job, "share", None)
    is_open = share and share.revoked_at is None and share.expires_at > timezone.now()
    return {
        "share": _open_share(job, share) if share and is_open else None,
        "share_url": reverse("look-share", args=[job.pk]),
        "share_days": settings.RETENTION_SHARE_DAYS,
    }


def _open_share(job: LookJob, share: Share) -> dict[str, Any]:
    path = reverse("shared-look", args=[share.pk])
    return {
        "url": f"{settings.PUBLIC_BASE_URL}{path}",
        "path": path,
        "expires": date_format(share.expires_at, "DATE_FORMAT"),
        "revoke_url": reverse("look-unshare", args=[job.pk]),
    }


@require_POST
@page
def share(request: HttpRequest, caller: str, job_id: UUID) -> HttpResponse:
    """Make a link, with consent; without it nothing is shared."""
    job, texts = find(caller, job_id), texts_for(request)
    if request.POST.get("consent") != "yes":
        return _panel(request, caller, job, texts["share"]["need_consent"])
    shares.share_job(
        caller=job.caller, job_id=job_id, now=timezone.now(), text_version=CONSENT_VERSION,
        locale=page_language(request),
    )  # fmt: skip
    return _panel(request, caller, job, "")


@require_POST
@page
def revoke(request: HttpRequest, caller: str, job_id: UUID) -> HttpResponse:
    """Take the link back at once."""
    job, texts = find(caller, job_id), texts_for(request)
    if made := getattr(job, "share", None):
        shares.revoke_share(caller=job.caller, share_id=made.pk, now=timezone.now())
    return _panel(request, caller, job, texts["share"]["revoked"])


def _panel(request: HttpRequest, caller: str, job: LookJob, note: str) -> HttpResponse:
    """The panel alone for htmx; for a browser without scripts the whole page again."""
    if not request.headers.get("HX-Request"):
        return redirect(f"{reverse('look', args=[job.pk])}#share")
    fresh = find(caller, job.pk)
    context = share_context(fresh) | {"share_note": note, "share_fresh": True}
    return draw(request, "parts/share_panel", context)


@require_GET
@public_page
def shared(request: HttpRequest, share_id: str) -> HttpResponse:
    """The look without anyone's face; a kind 410 once it is revoked or over."""
    try:
        found = shares.read_share(share_id=share_id, now=timezone.now())
    except GoneError:
        return _sealed_share(draw(request, "gone", {}, status=410))
    texts = texts_for(request)
    view = present(found.result or {}, texts)
    context = {
        "view": view,
        "chart": chart_of(found.result or {}),
        "chart_url": reverse("shared-chart", args=[share_id]),
        "card_url": f"{settings.PUBLIC_BASE_URL}{reverse('shared-card', args=[share_id])}",
        "hero_line": say(
            texts, "shared.expires", date=date_format(found.expires_at, "DATE_FORMAT")
        ),
        "priced_at": date_format(
            parse_datetime(view["kit"]["priced_at"]) or found.created_at, "DATE_FORMAT"
        ),
        "page_url": f"{settings.PUBLIC_BASE_URL}{request.path}",
    }
    return _sealed_share(draw(request, "share", context))


def _sealed_share(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_GET
@public_page
def card(request: HttpRequest, share_id: str) -> HttpResponse:  # noqa: ARG001
    """The Open Graph picture of a shared look."""
    found = shares.read_share(share_id=share_id, now=timezone.now())
    return _sealed_share(HttpResponse(card_png(found.result or {}), content_type="image/png"))


@require_GET
@public_page
def chart(request: HttpRequest, share_id: str) -> HttpResponse:  # noqa: ARG001
    """The face chart of a shared look, as a picture."""
    found = shares.read_share(share_id=share_id, now=timezone.now())
    drawn = chart_svg(found.result or {})
    return _sealed_share(HttpResponse(drawn, content_type="image/svg+xml"))
