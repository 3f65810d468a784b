"""The pages of the small web app: start, a look on its way and done, the dupe finder, privacy."""

from __future__ import annotations

from contextlib import suppress
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from config.errors import ConflictError
from layer2.engine.outlines import COLORS
from lookjobs import page_kit
from lookjobs.models import LookJob
from lookjobs.models.jobs import STAGES
from lookjobs.page_charts import chart_of, chart_svg
from lookjobs.page_frame import draw, find, page, public_page, texts_for
from lookjobs.page_photos import preview_jpeg, regions_jpeg
from lookjobs.page_result import present, present_reasons
from lookjobs.page_shares import share_context
from lookjobs.page_texts import LANGUAGES, Texts, say
from lookjobs.services import jobs


@require_GET
@page
def look(request: HttpRequest, caller: str, job_id: UUID) -> HttpResponse:
    """A look on its way, done, failed or stopped; with HX-Request only the kit, asked again."""
    job = find(caller, job_id)
    if job.status != LookJob.Status.COMPLETED:
        return _draw_unfinished(request, caller, job)
    texts = texts_for(request)
    kit = page_kit.kit_context(job, request.GET, texts)
    if request.headers.get("HX-Request"):
        return draw(request, "parts/kit", kit)
    shown = {"regions_shown": "regions" in request.GET}
    return draw(request, "result", _result_context(job, texts) | kit | shown)


def _result_context(job: LookJob, texts: Texts) -> dict[str, Any]:
    result: dict[str, Any] = job.result or {}
    has_photo = job.reference is not None
    days = settings.RETENTION_GEOMETRY_DAYS
    return {
        "view": present(result, texts),
        "hero_line": say(texts, "result.made", date=date_format(job.created_at, "DATE_FORMAT")),
        "chart": chart_of(result),
        "chart_url": reverse("look-chart", args=[job.pk]),
        "photo_url": reverse("look-photo", args=[job.pk]) if has_photo else None,
        "regions_url": reverse("look-regions", args=[job.pk]),
        "region_kinds": list(COLORS),
        "photo_gone": None
        if has_photo
        else say(texts, "result.photo_gone", days=settings.RETENTION_REFERENCE_DAYS),
        "no_fit": say(
            texts, f"result.fit_{'gone' if result['layer1'] is None else 'none'}", days=days
        ),
        "storage_key": f"look:{job.pk}:steps",
        "json_url": reverse("look-json", args=[job.pk]),
        "delete_url": reverse("look-delete", args=[job.pk]),
        **share_context(job),
    }


def _draw_unfinished(request: HttpRequest, caller: str, job: LookJob) -> HttpResponse:
    texts = texts_for(request)
    running = job.status not in LookJob.TERMINAL
    canceled = job.status == LookJob.Status.CANCELED
    name = "title" if running else "canceled_title" if canceled else "failed_title"
    error = job.error or {}
    own = job.caller == caller
    context = {
        "heading": texts["progress"][name],
        "running": running,
        "canceled": canceled,
        "progress": job.progress,
        "stages": _stages(job.stage, texts),
        "job_id": job.pk,
        # The API knows this browser only; a demo job's page asks its own address instead.
        "events_url": f"/look-jobs/{job.pk}/events" if own else "",
        "cancel_url": reverse("look-cancel", args=[job.pk]),
        "failure": texts["failure"].get(error.get("code"), texts["failure"]["other"]),
        "reasons": present_reasons(error.get("reasons", []), error.get("details") or [], texts),
    }
    return draw(request, "job", context)


def _stages(current: str, texts: Texts) -> list[dict[str, str]]:
    place = STAGES.index(current)
    states = ["past" if i < place else "now" if i == place else "" for i in range(len(STAGES))]
    return [
        {"key": key, "label": texts["stage"][key], "state": state}
        for key, state in zip(STAGES, states, strict=True)
        if key != "done"
    ]


@require_GET
@page
def progress(request: HttpRequest, caller: str, job_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Where a job is, for the page's own polling."""
    job = find(caller, job_id)
    running = job.status not in LookJob.TERMINAL
    return JsonResponse({"running": running, "stage": job.stage, "progress": job.progress})


@require_GET
@page
def photo(request: HttpRequest, caller: str, job_id: UUID) -> HttpResponse:  # noqa: ARG001
    """The reference photo, re-encoded: only for the browser that gave it, while it is kept."""
    job = find(caller, job_id)
    if job.reference is None:
        raise Http404
    response = HttpResponse(preview_jpeg(job.reference), content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=600"
    return response


@require_GET
@page
def regions(request: HttpRequest, caller: str, job_id: UUID) -> HttpResponse:  # noqa: ARG001
    """The reference photo with what was measured outlined: as private as the photo."""
    job = find(caller, job_id)
    drawn = regions_jpeg(job.reference) if job.reference is not None else None
    if drawn is None:
        raise Http404
    response = HttpResponse(drawn, content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=600"
    return response


@require_GET
@page
def chart(request: HttpRequest, caller: str, job_id: UUID) -> HttpResponse:  # noqa: ARG001
    """The face chart alone, as a picture."""
    job = find(caller, job_id)
    if job.result is None:
        raise Http404
    return HttpResponse(chart_svg(job.result), content_type="image/svg+xml")


@require_GET
@page
def result_json(request: HttpRequest, caller: str, job_id: UUID) -> HttpResponse:  # noqa: ARG001
    """The stored result as a file."""
    job = find(caller, job_id)
    if job.status != LookJob.Status.COMPLETED:
        raise Http404
    response = JsonResponse(job.result, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="look-{job.pk}.json"'
    return response


@require_POST
@page
def cancel(request: HttpRequest, caller: str, job_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Stop a job that runs; one that has ended meanwhile shows its end."""
    job = find(caller, job_id)
    with suppress(ConflictError):
        jobs.cancel_job(caller=job.caller, job_id=job_id, now=timezone.now())
    return redirect("look", job_id=job_id)


@require_POST
@page
def delete(request: HttpRequest, caller: str, job_id: UUID) -> HttpResponse:  # noqa: ARG001
    """Delete a look with its photos and its share."""
    job = find(caller, job_id)
    jobs.delete_job(caller=job.caller, job_id=job_id, now=timezone.now())
    return redirect(f"{reverse('start')}?deleted")


@require_POST
@public_page
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the language in a cookie and go back to the page."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = reverse("start")
    response = HttpResponseRedirect(target)
    language = request.POST.get("language")
    if language in LANGUAGES:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=365 * 24 * 3600, samesite="Lax",
            secure=not settings.DEBUG, httponly=True,
        )  # fmt: skip
    return response


@require_GET
@public_page
def privacy(request: HttpRequest) -> HttpResponse:
    """What happens with photos; the terms are the settings that the purge obeys."""
    texts = texts_for(request)
    t = texts["privacy"]
    days = {
        "reference": settings.RETENTION_REFERENCE_DAYS,
        "geometry": settings.RETENTION_GEOMETRY_DAYS,
        "job": settings.RETENTION_JOB_DAYS,
        "share": settings.RETENTION_SHARE_DAYS,
    }
    terms = [(t[what], say(texts, "privacy.days", n=n)) for what, n in days.items()]
    terms.insert(1, (t["selfie"], say(texts, "privacy.hours", n=settings.RETENTION_SELFIE_HOURS)))
    return draw(request, "privacy", {"terms": terms})
