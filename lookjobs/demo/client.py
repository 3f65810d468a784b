"""A client of our own API, as any frontend would write one: upload, create, follow, share."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import httpx

CONSENT_VERSION: Final = "2026-11"
TIMEOUT_S: Final = 120.0
Wire = dict[str, Any]


class ApiError(Exception):
    """The API refused: its message, and every reason and tip that came with it."""

    def __init__(self, body: Wire) -> None:
        super().__init__(str(body.get("message", "")))
        self.code = str(body.get("error", ""))
        self.body = body


class Client:
    """One caller of the API at `url`."""

    def __init__(self, url: str) -> None:
        self._http = httpx.Client(base_url=url, timeout=TIMEOUT_S)

    def upload(self, path: Path, *, kind: str, content_type: str) -> str:
        """Upload a photo to a signed URL and return its asset key."""
        data = path.read_bytes()
        ticket = self._json(
            "POST",
            "/uploads/signed-url",
            {
                "kind": kind,
                "filename": path.name,
                "contentType": content_type,
                "sizeBytes": len(data),
                "market": "US",
            },
        )
        answer = self._http.put(ticket["uploadUrl"], content=data, headers=ticket["headers"])
        _raise_for(answer)
        return str(ticket["assetKey"])

    def create(self, *, reference: str, selfie: str | None, mode: str, locale: str) -> Wire:
        """Create the job and return its status."""
        body: Wire = {
            "market": "US",
            "locale": locale,
            "referenceImage": {"assetKey": reference},
            "preferenceMode": mode,
        }
        if selfie:
            accepted = datetime.now(UTC).isoformat()
            body["selfieImage"] = {"assetKey": selfie}
            body["selfieConsent"] = {"version": CONSENT_VERSION, "acceptedAt": accepted}
        return self._json("POST", "/look-jobs", body, {"Idempotency-Key": uuid.uuid4().hex})

    def follow(self, job_id: str) -> Iterator[Wire]:
        """Yield the job's status at each event, until it is done."""
        with self._http.stream("GET", f"/look-jobs/{job_id}/events") as answer:
            _raise_for(answer)
            for line in answer.iter_lines():
                if line.startswith("data:"):
                    yield json.loads(line.removeprefix("data:"))

    def status(self, job_id: str) -> Wire:
        """Return the job's status, with its result once it is completed."""
        return self._json("GET", f"/look-jobs/{job_id}")

    def share(self, job_id: str) -> Wire:
        """Share the result and return {shareId, shareUrl, expiresAt}."""
        return self._json("POST", f"/look-jobs/{job_id}/share", {})

    def page(self, url: str) -> str:
        """Return an HTML page."""
        answer = self._http.get(url)
        _raise_for(answer)
        return answer.text

    def _json(
        self,
        method: str,
        path: str,
        body: Wire | None = None,
        headers: dict[str, str] | None = None,
    ) -> Wire:
        answer = self._http.request(method, path, json=body, headers=headers)
        _raise_for(answer)
        found: Wire = answer.json()
        return found


def _raise_for(answer: httpx.Response) -> None:
    if answer.is_success:
        return
    answer.read()
    try:
        body = answer.json()
    except ValueError:
        body = {"error": "INTERNAL_ERROR", "message": f"HTTP {answer.status_code}"}
    raise ApiError(body)
