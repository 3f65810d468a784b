"""The start page: its form, and the job that it makes where the browser has no scripts."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from lookjobs import page_forms
from lookjobs.consent import CONSENT_VERSION
from lookjobs.engine.sniff import CONTENT_TYPES
from lookjobs.models import LookJob
from lookjobs.models.jobs import MODES
from lookjobs.page_frame import draw, page, page_language, texts_for
from lookjobs.page_photos import take_form_photo
from lookjobs.services import jobs

YOURS_MAX: Final = 12
# The frieze of the start page: drawn product, nothing measured.
FRIEZE: Final = (
    ("#8e2c48", "satin"), ("#c4737a", "matte"), ("#b3824f", "shimmer"), ("#d8a98b", "dewy"),
    ("#5b2333", "glossy"), ("#8a6a58", "matte"), ("#7d8471", "shimmer"), ("#d9645a", "satin"),
)  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@page
def start(request: HttpRequest, caller: str) -> HttpResponse:
    """GET: the form. POST: the same form from a browser without scripts."""
    language, texts = page_language(request), texts_for(request)
    if request.method != "POST":
        values = page_forms.empty_start(language)
        too_large = "too-large" in request.GET  # config/body_limits.py sends a form back so
        problems = (texts["start"]["problem"]["size"],) if too_large else ()
        return _draw_start(request, caller, values, problems)
    form = page_forms.read_start(request, language, texts)
    if form.problems or form.reference is None:
        return _draw_start(request, caller, form.values, form.problems, status=400)
    job = _create(caller, form)
    return redirect("look", job_id=job.pk)


def _create(caller: str, form: page_forms.StartForm) -> LookJob:
    now = timezone.now()
    assert form.reference is not None  # noqa: S101, the form said so
    reference = take_form_photo(caller=caller, kind="reference", photo=form.reference, now=now)
    selfie_key = ""
    if form.selfie is not None:
        selfie_key = take_form_photo(caller=caller, kind="selfie", photo=form.selfie, now=now)
    consent = jobs.SelfieConsent(CONSENT_VERSION, now) if form.selfie else None
    skin = form.values["skinHex"]
    new = jobs.NewJob(
        locale=form.values["locale"],
        mode=form.values["mode"],
        reference_key=reference,
        selfie_key=selfie_key,
        consent=consent,
        preferences={"skinHex": skin} if skin else {},
        constraints=page_forms.constraints_wire(form.budget_cents),
    )
    job, _ = jobs.create_job(caller=caller, new=new, now=now, idempotency_key=None, body_sha256="")
    return job


def _draw_start(
    request: HttpRequest,
    caller: str,
    values: dict[str, Any],
    problems: tuple[str, ...],
    status: int = 200,
) -> HttpResponse:
    t = texts_for(request)["start"]
    context = {
        "here": "start",
        "values": values,
        "problems": problems,
        "frieze": FRIEZE,
        "skin_tones": page_forms.SKIN_TONES,
        "locales": page_forms.LOCALES,
        "modes": [(mode, t[f"mode_{mode}"], t[f"mode_{mode}_hint"]) for mode in MODES],
        "consent_version": CONSENT_VERSION,
        "terms": {
            "selfie_hours": settings.RETENTION_SELFIE_HOURS,
            "geometry_days": settings.RETENTION_GEOMETRY_DAYS,
        },
        "limits": {
            "max_bytes": settings.UPLOAD_MAX_BYTES,
            "max_pixels": settings.PHOTO_MAX_PIXELS,
            "types": list(CONTENT_TYPES),
            "accept": ",".join([*CONTENT_TYPES, ".heic", ".heif", ".avif"]),
        },
        "js_words": {
            **t["problem"],
            "sending": t["sending"],
            "sending_selfie": t["sending_selfie"],
            "starting": t["starting"],
        },
        "looks": _looks_of(caller),
        "deleted": "deleted" in request.GET,
    }
    return draw(request, "start", context, status=status)


def _looks_of(caller: str) -> list[dict[str, Any]]:
    rows = (
        LookJob.objects.owned_by(caller)
        .filter(status=LookJob.Status.COMPLETED)
        .order_by("-created_at")
        .values_list(
            "pk", "created_at", "result__lookSpec__lookTitle", "result__lookSpec__colorStory"
        )[:YOURS_MAX]
    )
    return [
        {
            "url": reverse("look", args=[pk]),
            "created_at": created_at,
            "title": title,
            "colors": [color["hex"] for color in story[:4]],
        }
        for pk, created_at, title, story in rows
    ]
