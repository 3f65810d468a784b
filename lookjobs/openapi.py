"""What drf-spectacular cannot see by itself: the event stream, whose view is no DRF view."""

from __future__ import annotations

from typing import Any, Final

from config.json_schema import ecma
from lookjobs.event_views import EVENT_ID

# OpenAPI 3.1 has no word for a stream; readers of the document take the schema as each event's.
_EVENT: Final = {
    "type": "object",
    "required": ["id", "event", "data"],
    "properties": {
        "id": {"type": "string", "pattern": "^[0-9]+$"},
        "event": {"enum": ["stage", "done"]},
        "data": {"type": "string", "description": "LookJobStatusResponseV1 without its result."},
    },
}
_EVENTS: Final[dict[str, Any]] = {
    "get": {
        "operationId": "look_jobs_events",
        "description": "Server-Sent Events: `id` integer, `event` stage or done, `data` the status "
        "without its result. A comment at least every 15 s; ends after done.",
        "tags": ["look-jobs"],
        "parameters": [
            {
                "in": "path", "name": "job_id", "required": True,
                "schema": {"type": "string", "format": "uuid"},
            },
            {
                "in": "header", "name": "Last-Event-ID",
                "schema": {"type": "string", "pattern": ecma(EVENT_ID.pattern)},
            },
        ],
        "security": [{"bearerKey": []}, {"headerKey": []}, {"browserCookie": []}],
        "responses": {
            "200": {
                "description": "The stream.",
                "content": {"text/event-stream": {"schema": _EVENT}},
            },
            "204": {"description": "Everything after Last-Event-ID was told; do not ask again."},
        },
    }
}  # fmt: skip


def add_events(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Describe the event stream, whose view is no DRF view."""
    result["paths"]["/look-jobs/{job_id}/events"] = _EVENTS
    return result
