"""Refuse a body that is too large before any of it is read.

Django's ASGI handler spools the whole body to disk before a view runs; without this, anybody could
fill the disk. The server (uvicorn) sees to it that a body is no longer than its Content-Length.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Any, Any, Any], Awaitable[None]]

UPLOADS: Final = "/uploads/local/"
FORM: Final = "/"  # the start page's form, from browsers without scripts: photo and selfie
STAFF: Final = "/admin/"  # imports of a merchant's catalogue


class BodyLimits:
    """The application, behind limits by path: uploads, staff, the start form, all else (JSON)."""

    def __init__(self, app: App, *, upload: int, staff: int, form: int, other: int) -> None:
        self._app = app
        self._form = form
        self._limits = ((UPLOADS, upload), (STAFF, staff), ("", other))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        refusal = self._refusal(scope) if scope["type"] == "http" else None
        if refusal is None:
            await self._app(scope, receive, send)
        else:
            await _refuse(send, *refusal)

    def _refusal(self, scope: Scope) -> tuple[int, str, str] | None:
        headers = dict(scope["headers"])
        if b"transfer-encoding" in headers:
            return 411, "LENGTH_REQUIRED", "Content-Length is required."
        length = headers.get(b"content-length", b"0")
        limit = self._limit(scope["path"])
        if not length.isdigit() or int(length) > limit:
            return 413, "UPLOAD_TOO_LARGE", f"A body here has at most {limit} bytes."
        return None

    def _limit(self, path: str) -> int:
        if path == FORM:
            return self._form
        return next(n for prefix, n in self._limits if path.startswith(prefix))


async def _refuse(send: Send, status: int, code: str, message: str) -> None:
    request_id = uuid.uuid4().hex
    body = {"error": code, "message": message, "details": {}, "requestId": request_id}
    headers = [
        (b"content-type", b"application/json"),
        (b"x-request-id", request_id.encode()),
        (b"connection", b"close"),  # the rest of the body will not be read
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(body).encode()})
