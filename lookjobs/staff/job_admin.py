"""Jobs in the admin: the list, and the page of one job with what staff may do with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.db.models.fields.json import KT
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.template.defaultfilters import truncatechars
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from config.admin import exported
from config.errors import DomainError
from config.marks import chip
from lookjobs.models import LookJob
from lookjobs.staff import services
from lookjobs.staff.audit import record
from lookjobs.staff.exports import ExportAdmin
from lookjobs.staff.filters import DayFilter, DurationFilter, ErrorFilter, GateFilter
from lookjobs.staff.job_page import find_deletion, job_page
from lookjobs.staff.photos import PICTURES, draw_picture, open_link, sign_link, upload_of

HEAVY: Final = ("result", "layer1_bundle", "preferences", "constraints", "timings", "warnings")
PERMISSIONS: Final = (
    "view_photo", "retry_job", "cancel_job", "delete_job", "rerun_job", "export_data",
)  # fmt: skip


@admin.register(LookJob)
class LookJobAdmin(ExportAdmin):
    """Staff see every caller's jobs; services alone change them."""

    list_display = (
        "short_id", "state", "title", "gate", "error_code", "took", "attempt", "who",
        "created_at",
    )  # fmt: skip
    list_filter = (
        "status", GateFilter, ErrorFilter, DurationFilter, ("created_at", DayFilter), "kind",
        "preference_mode",
    )  # fmt: skip
    search_fields = ("pk",)  # shows the box; get_search_results says what is searched
    search_help_text = "A job's id, a caller such as key:NAME, or a session, each in full"
    ordering = ("-created_at",)
    export_fields = (
        "id", "status", "stage", "kind", "caller", "locale", "preference_mode", "selfie_given",
        "opt_in_training", "gate_state", "error_code", "duration", "attempt", "created_at",
        "finished_at",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet[LookJob]:
        rows: QuerySet[LookJob] = super().get_queryset(request)
        return rows.defer(*HEAVY).annotate(look_title=KT("result__lookSpec__lookTitle"))

    def get_search_results(
        self,
        request: HttpRequest,  # noqa: ARG002
        queryset: QuerySet[Any],
        search_term: str,
    ) -> tuple[QuerySet[Any], bool]:
        """Whole values only, each by its index: a part of a UUID would read every row."""
        term = search_term.strip()
        if not term:
            return queryset, False
        try:
            return queryset.filter(pk=UUID(term)), False
        except ValueError:
            by_caller = queryset.filter(caller=term)
            return by_caller | queryset.filter(session_id=term), False

    @admin.display(description="job", ordering="id")
    def short_id(self, job: LookJob) -> str:
        return str(job.pk)[:8]

    @admin.display(description="state", ordering="status")
    def state(self, job: LookJob) -> str:
        return chip(job.status)

    @admin.display(description="look")
    def title(self, job: Any) -> str:
        return format_html('<span class="st-cell">{}</span>', job.look_title or "")

    @admin.display(description="gate", ordering="gate_state")
    def gate(self, job: LookJob) -> str:
        return chip(job.gate_state)

    @admin.display(description="took", ordering="duration")
    def took(self, job: LookJob) -> str:
        return f"{job.duration.total_seconds():.1f} s" if job.duration is not None else ""

    @admin.display(description="caller", ordering="caller")
    def who(self, job: LookJob) -> str:
        return truncatechars(job.caller, 20)

    def get_urls(self) -> list[URLPattern]:
        views: dict[str, Callable[..., HttpResponseBase]] = {
            "retry": require_POST(self.retry),
            "cancel": require_POST(self.cancel),
            "erase": require_POST(self.erase),
            "rerun": require_POST(self.rerun),
            "show/<str:picture>": require_POST(self.show),
            "picture": require_GET(self.picture),
            "export": require_GET(self.export_json),
        }
        own = [
            path(
                f"<uuid:job_id>/{route}/",
                self.admin_site.admin_view(never_cache(view)),
                name=f"job_{route.split('/')[0]}",
            )
            for route, view in views.items()
        ]
        return own + list(super().get_urls())

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",  # noqa: ARG002
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The job's page; read-only, so that no form is built."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        try:
            job = services.find_for_staff(UUID(object_id))
        except ValueError:
            raise Http404 from None
        if job is None:
            return self._gone(request, object_id)
        context = {
            **self.admin_site.each_context(request),
            **job_page(job),
            **(extra_context or {}),
            "title": f"Job {str(job.pk)[:8]}",
            "opts": self.opts,
            "job": job,
            "may": {name: request.user.has_perm(f"staff.{name}") for name in PERMISSIONS},
            "token": request.GET.get("photo", ""),
            "shown": _shown(request),
        }
        return TemplateResponse(request, "staff/job.html", context)

    def _gone(self, request: HttpRequest, job_id: str) -> HttpResponse:
        deletion = find_deletion(job_id)
        if deletion is None:
            raise Http404
        reason, when = deletion.reason, deletion.deleted_at
        text = f"This job was deleted on {when:%Y-%m-%d %H:%M} UTC, by the {reason}."
        messages.info(request, text)
        return redirect("admin:lookjobs_lookjob_changelist")

    def retry(self, request: HttpRequest, job_id: UUID) -> HttpResponse:
        job = self._find(request, job_id, "retry_job")
        made = self._try(
            request,
            lambda: services.retry_job(job=job, user=request.user, now=timezone.now()),
            "The request runs again as this new job.",
        )
        return _to_page(made.pk if made is not None else job_id)

    def cancel(self, request: HttpRequest, job_id: UUID) -> HttpResponse:
        job = self._find(request, job_id, "cancel_job")
        self._try(
            request,
            lambda: services.cancel_job(job=job, user=request.user, now=timezone.now()),
            "The job is canceled.",
        )
        return _to_page(job_id)

    def erase(self, request: HttpRequest, job_id: UUID) -> HttpResponse:
        job = self._find(request, job_id, "delete_job")
        self._try(
            request,
            lambda: services.delete_job(job=job, user=request.user, now=timezone.now()),
            "The job is deleted, with its photos, its share and its samples.",
        )
        return redirect("admin:lookjobs_lookjob_changelist")

    def rerun(self, request: HttpRequest, job_id: UUID) -> HttpResponse:
        job = self._find(request, job_id, "rerun_job")
        self._try(
            request,
            lambda: services.ask_rerun(job=job, user=request.user, now=timezone.now()),
            "A worker runs it again; reload in a few seconds to see the difference.",
        )
        return _to_page(job_id, "#reruns")

    def show(self, request: HttpRequest, job_id: UUID, picture: str) -> HttpResponse:
        """Make the link of one minute, and go back to the page that shows what it opens."""
        job = self._find(request, job_id, "view_photo")
        if picture not in PICTURES or upload_of(job, picture) is None:
            raise Http404
        token = sign_link(job=job, picture=picture, user=request.user)
        place = "explained" if picture == "explained" else "inputs"
        return _to_page(job_id, f"?photo={token}#{place}")

    def picture(self, request: HttpRequest, job_id: UUID) -> HttpResponse:
        """The photo behind a link, from its pixels alone; the view is recorded first."""
        job = self._find(request, job_id, "view_photo")
        try:
            link = open_link(request.GET.get("token", ""), user=request.user)
            upload = upload_of(job, link.picture)
            if link.job_id != job.pk or upload is None:
                raise Http404
            record(request.user, "view_photo", job_id=job.pk, picture=link.picture)
            body, kind = draw_picture(upload, link.picture)
        except DomainError as error:
            return HttpResponse(error.message, status=error.status, content_type="text/plain")
        return HttpResponse(body, content_type=kind)

    def export_json(self, request: HttpRequest, job_id: UUID) -> HttpResponse:
        """The stored job as a file."""
        job = self._find(request, job_id, "export_data")
        exported.send(type(self), request=request, table=LookJob._meta.db_table, rows=1)
        body = {
            "jobId": str(job.pk), "status": job.status, "timings": job.timings,
            "warnings": job.warnings, "error": job.error, "result": job.result,
        }  # fmt: skip
        response = JsonResponse(body, json_dumps_params={"indent": 2, "ensure_ascii": False})
        response["Content-Disposition"] = f'attachment; filename="job-{job.pk}.json"'
        return response

    def _find(self, request: HttpRequest, job_id: UUID, permission: str) -> LookJob:
        if not (self.has_view_permission(request) and request.user.has_perm(f"staff.{permission}")):
            raise PermissionDenied
        job = services.find_for_staff(job_id)
        if job is None:
            raise Http404
        return job

    def _try(self, request: HttpRequest, step: Callable[[], Any], done: str) -> Any:
        """Run a step and say how it went; what a person can mend is a message, never a 500."""
        try:
            made = step()
        except DomainError as error:
            messages.error(request, error.message)
            return None
        messages.success(request, done)
        return made


def _to_page(job_id: UUID, more: str = "") -> HttpResponse:
    return redirect(reverse("admin:lookjobs_lookjob_change", args=[job_id]) + more)


def _shown(request: HttpRequest) -> str:
    """Return which picture the address's link shows; empty without one, expired if it is old."""
    token = request.GET.get("photo")
    if not token or not request.user.has_perm("staff.view_photo"):
        return ""
    try:
        return open_link(token, user=request.user).picture
    except DomainError:
        return "expired"
