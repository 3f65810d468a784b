"""GET /look-jobs/{jobId}/events: an async door, because a stream waits."""

from __future__ import annotations

import re
from typing import Any, Final
from uuid import UUID

from asgiref.sync import sync_to_async
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_GET
from rest_framework.exceptions import APIException, AuthenticationFailed, NotAuthenticated
from rest_framework.request import Request

from config.auth import CallerAuthentication
from config.errors import json_error
from lookjobs.events import HUB, Follower, TooManyStreamsError, stream
from lookjobs.models import JobEvent, LookJob

EVENT_ID: Final = re.compile(r"^[0-9]{0,18}\Z")  # fits PostgreSQL's bigint; empty: from the start


class EventStream(StreamingHttpResponse):
    """A stream that gives its place back also where its client left before the first byte."""

    follower: Follower | None = None

    def close(self) -> None:
        super().close()
        if self.follower is not None:
            HUB.leave(self.follower)


@require_GET
async def job_events(request: HttpRequest, job_id: UUID) -> HttpResponseBase:
    """Stream the job's events after Last-Event-ID, until done."""
    last = _last_event_id(request)
    if last is None:
        return json_error(request, 400, "Last-Event-ID must be a whole number.")
    refused, ended = await sync_to_async(_look, thread_sensitive=False)(request, job_id, last)
    if refused is not None:
        return refused
    if ended:
        return HttpResponse(status=204)  # tells an EventSource to stop asking
    try:
        follower = HUB.join(job_id, last)
    except TooManyStreamsError:
        return json_error(request, 503, "Too many event streams are open. Poll the job instead.")
    response = EventStream(stream(follower), content_type="text/event-stream")
    response.follower = follower
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"  # proxies must not collect events
    return response


def _last_event_id(request: HttpRequest) -> int | None:
    text = request.headers.get("Last-Event-ID", "").strip()
    return int(text or "0") if EVENT_ID.match(text) else None


def _look(request: HttpRequest, job_id: UUID, last: int) -> tuple[HttpResponse | None, bool]:
    """Return the refusal, if any, and whether everything was told already; then let go."""
    try:
        found: Any = CallerAuthentication().authenticate(Request(request))
        if found is None:
            raise NotAuthenticated
        if not LookJob.objects.owned_by(found[0].pk).filter(pk=job_id).exists():
            return json_error(request, 404, "There is no such job."), False
        return None, JobEvent.objects.filter(job=job_id, event="done", id__lte=last).exists()
    except APIException as error:
        response = json_error(request, error.status_code, str(error.detail))
        if isinstance(error, AuthenticationFailed | NotAuthenticated):
            response.status_code = 401
            response["WWW-Authenticate"] = "Bearer"
        return response, False
    finally:
        connection.close()
