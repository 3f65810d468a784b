"""Refuse a body that is too large before any of it is read.

Django's ASGI handler spools the whole body to disk before a view runs; without this, anybody could
fill the disk. The server (uvicorn) sees to it that a body is no longer than its Content-Length.
A browser without scripts that posts too much to the start form is sent back to it.
"""

from __future__ import annotations

import errno
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
TOO_LARGE: Final = b"/?too-large"  # where such a browser is sent: the form, with the problem said
# A browser that is still sending when we hang up shows its own error instead of our answer.
DRAINED_MAX: Final = 256 * 1024 * 1024
MAX_DIGITS: Final = 15
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
            await self._run(scope, receive, send)
        elif refusal[0] == 413 and scope["path"] == FORM and _wants_page(scope):
            await _drain(receive)
            await _send_back(send)
        else:
            await _refuse(send, *refusal)

    async def _run(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await self._app(scope, receive, send)
        except OSError as error:
            # A large body goes to a temporary file before any view runs; nothing was answered yet.
            if error.errno != errno.ENOSPC:
                raise
            await _refuse(send, 503, "STORAGE_UNAVAILABLE", "There is no room for the body now.")

    def _refusal(self, scope: Scope) -> tuple[int, str, str] | None:
        headers = dict(scope["headers"])
        if b"transfer-encoding" in headers:
            return 411, "LENGTH_REQUIRED", "Content-Length is required."
        length = headers.get(b"content-length", b"0")
        limit = self._limit(scope["path"])
        # int() itself refuses thousands of digits, with an error.
        if not length.isdigit() or len(length) > MAX_DIGITS or int(length) > limit:
            return 413, "UPLOAD_TOO_LARGE", f"A body here has at most {limit} bytes."
        return None

    def _limit(self, path: str) -> int:
        if path == FORM:
            return self._form
        return next(n for prefix, n in self._limits if path.startswith(prefix))


def _wants_page(scope: Scope) -> bool:
    return b"text/html" in dict(scope["headers"]).get(b"accept", b"")


async def _drain(receive: Receive) -> None:
    """Read the body away, keeping nothing, up to DRAINED_MAX."""
    seen = 0
    while seen < DRAINED_MAX:
        message = await receive()
        seen += len(message.get("body", b""))
        if message["type"] != "http.request" or not message.get("more_body"):
            return


async def _send_back(send: Send) -> None:
    headers = [(b"location", TOO_LARGE), (b"content-length", b"0"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 303, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


async def _refuse(send: Send, status: int, code: str, message: str) -> None:
    request_id = uuid.uuid4().hex
    body = {"error": code, "message": message, "details": {}, "requestId": request_id}
    headers = [
        (b"content-type", b"application/json"),
        (b"x-request-id", request_id.encode()),
        (b"connection", b"close"),  # the rest of the body will not be read
        *([(b"retry-after", b"10")] if status == 503 else []),
    ]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": json.dumps(body).encode()})
