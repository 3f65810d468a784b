"""What drf-spectacular cannot see by itself: scalar fields of the layers, and the event stream."""

from __future__ import annotations

from typing import Any, Final

from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import Direction

_SCALAR: Final = {"type": ["number", "string"]}
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
            {"in": "header", "name": "Last-Event-ID", "schema": {"type": "integer", "minimum": 0}},
        ],
        "security": [{"bearerKey": []}, {"headerKey": []}, {"browserCookie": []}],
        "responses": {
            "200": {
                "description": "The stream.",
                "content": {"text/event-stream": {"schema": {"type": "string"}}},
            },
            "204": {"description": "Everything after Last-Event-ID was told; do not ask again."},
        },
    }
}  # fmt: skip


class _Scalar(OpenApiSerializerFieldExtension):  # type: ignore[no-untyped-call]
    def map_serializer_field(self, auto_schema: AutoSchema, direction: Direction) -> Any:  # noqa: ARG002
        null = ["null"] if self.target.allow_null else []
        return {"type": [*_SCALAR["type"], *null]}


class Layer1Value(_Scalar):  # type: ignore[no-untyped-call]
    target_class = "layer1.serializers.ValueField"


class MeasuredValue(_Scalar):  # type: ignore[no-untyped-call]
    target_class = "layer2.serializers.MeasuredValueField"


def add_events(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Describe the event stream, whose view is no DRF view."""
    result["paths"]["/look-jobs/{job_id}/events"] = _EVENTS
    return result
