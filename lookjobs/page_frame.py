"""What every page shares: the browser's id, its language's words, headers, errors in words."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.shortcuts import render
from django.utils import translation

from config.auth import ANONYMOUS, ensure_browser_cookie
from config.errors import DomainError
from lookjobs.models import LookJob
from lookjobs.page_texts import Texts, language_of, load_texts
from lookjobs.selectors import find_job

View = Callable[..., HttpResponseBase]
PACKED: Final = ("text/html", "image/svg+xml", "application/json")
_GZIP: Final = GZipMiddleware(lambda _: HttpResponse())
KNOWN_ERRORS: Final = frozenset({400, 403, 404, 405, 409, 413, 429, 500, 503})


def callers_of(caller: str) -> list[str]:
    """Whose jobs this browser sees: its own; under DEBUG without keys also the demo's."""
    open_house = settings.DEBUG and not settings.API_KEYS
    return [caller, ANONYMOUS] if open_house else [caller]


def find(caller: str, job_id: UUID) -> LookJob:
    """Return a job that this browser may see; Http404 where there is none."""
    for owner in callers_of(caller):
        if job := find_job(caller=owner, job_id=job_id):
            return job
    raise Http404


def texts_for(request: HttpRequest) -> Texts:
    """Return the words of the page's language: the choice in the cookie, else the browser's."""
    return load_texts(page_language(request))


def page_language(request: HttpRequest) -> str:
    # LocaleMiddleware has not run yet where a request is refused before it.
    code = getattr(request, "LANGUAGE_CODE", None)
    return language_of(code or translation.get_language_from_request(request))


def draw(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, status: int = 200
) -> HttpResponse:
    """Return a page with the words of its language."""
    shared = {"t": texts_for(request), "language": page_language(request)}
    return render(request, f"pages/{template}.html", shared | dict(context), status=status)


def page(view: View) -> View:
    """A page that belongs to one browser: the view gets its caller id; errors become pages."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        jar = HttpResponse()  # the cookie is needed before there is an answer to put it on
        caller = ensure_browser_cookie(request, jar)
        response = _answer(view, request, caller, *args, **kwargs)
        response.cookies.update(jar.cookies)
        return _packed(request, seal(response))

    return inner


def public_page(view: View) -> View:
    """A page for anybody: no browser id is given out."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return _packed(request, seal(_answer(view, request, *args, **kwargs)))

    return inner


def _packed(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Compress text. CSRF tokens are masked anew on each page and Django pads the length at random,
    so that compression tells an eavesdropper nothing (BREACH)."""
    packable = response.headers.get("Content-Type", "").startswith(PACKED)
    return _GZIP.process_response(request, response) if packable else response


def _answer(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    try:
        return view(request, *args, **kwargs)
    except Http404:
        return error_page(request, 404)
    except DomainError as error:
        response = error_page(request, error.status)
        if error.retry_after_s:
            response["Retry-After"] = str(error.retry_after_s)
        return response


def error_page(request: HttpRequest, status: int) -> HttpResponse:
    """Return an error in words, with the request id to quote."""
    words = texts_for(request)["error"][str(status if status in KNOWN_ERRORS else _nearest(status))]
    context = {"words": words, "request_id": getattr(request, "request_id", "")}
    return draw(request, "error", context, status=status)


def _nearest(status: int) -> int:
    return 500 if status >= 500 else 400


def wants_page(request: HttpRequest) -> bool:
    """Whether a person with a browser asked, and not for one of the API's addresses."""
    api = re.match(settings.CORS_URLS_REGEX, request.path) is not None
    return not api and "text/html" in request.headers.get("Accept", "")


def seal(response: HttpResponseBase) -> HttpResponseBase:
    """Set the headers of a page: nothing from elsewhere, nothing inline, nothing kept."""
    response.headers.setdefault("Content-Security-Policy", content_security_policy())
    response.headers.setdefault("Cache-Control", "no-store")
    response.headers.setdefault("Permissions-Policy", "geolocation=(), microphone=(), payment=()")
    return response


def content_security_policy() -> str:
    """Return the policy; only uploads may leave for another host, and only for our own bucket."""
    connect = " ".join(["'self'", *_bucket_origins()])
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
        f"img-src 'self' blob:; connect-src {connect}; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    )


def _bucket_origins() -> list[str]:
    options = settings.STORAGES["looks"].get("OPTIONS", {})
    bucket = options.get("bucket_name")
    if not bucket:
        return []
    if endpoint := options.get("endpoint_url"):
        return [endpoint.rstrip("/")]
    region = options.get("region_name", "us-east-1")
    return [f"https://{bucket}.s3.amazonaws.com", f"https://{bucket}.s3.{region}.amazonaws.com"]


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponseBase:  # noqa: ARG001
    """Django's CSRF failure view: the form of a page was too old, or cookies are off."""
    return seal(error_page(request, 403))
