"""Who calls: an API key, or a browser that our own pages gave a random id. Nobody else gets in.

Each caller owns what it made. The caller's id is stored beside it ("key:NAME" or "browser:ID"), and
what is not the caller's own looks like what is not there.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.utils.module_loading import import_string
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

BROWSER_COOKIE: Final = "look_replicator_browser"
ADMIN_KEY_HEADER: Final = "X-ADMIN-KEY"
BROWSER_COOKIE_AGE_S: Final = 365 * 24 * 3600
_SALT: Final = "look-replicator.browser"
ANONYMOUS: Final = "anonymous"

# What a caller may do: looks is everything about jobs and layers, the others a merchant's own.
LOOKS: Final = "looks"
MERCHANT_READ: Final = "merchant:read"
MERCHANT_WRITE: Final = "merchant:write"
MERCHANT_SCOPES: Final = (MERCHANT_READ, MERCHANT_WRITE)
SCOPES: Final = (LOOKS, *MERCHANT_SCOPES)


@dataclass(frozen=True, slots=True)
class KnownKey:
    """What a valid key says: who calls, what for, and for which merchant (its row's id)."""

    name: str
    scopes: frozenset[str] = frozenset((LOOKS,))
    merchant_id: int | None = None


@dataclass(frozen=True, slots=True)
class Caller:
    """The caller of a request; stands where Django expects a user."""

    id: str
    scopes: frozenset[str] = frozenset((LOOKS,))
    merchant_id: int | None = None
    is_operator: bool = False

    @property
    def is_authenticated(self) -> bool:
        return True

    @property
    def pk(self) -> str:
        return self.id


class CallerAuthentication(BaseAuthentication):
    """An API key; else the browser cookie, CSRF-checked; else, under DEBUG without keys, anyone."""

    def authenticate(self, request: Request) -> tuple[Caller, None] | None:
        if (key := sent_key(request)) is not None:
            known: KnownKey | None = import_string(settings.API_KEY_LOOKUP)(key)
            if known is None:
                raise AuthenticationFailed("The API key is not valid.")
            return Caller(f"key:{known.name}", known.scopes, known.merchant_id), None
        if browser := browser_id(request._request):
            _enforce_csrf(request._request)
            return Caller(f"browser:{browser}"), None
        if settings.DEBUG and not settings.API_KEYS:
            return Caller(ANONYMOUS), None
        return None

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002
        return "Bearer"


class AdminKeyAuthentication(BaseAuthentication):
    """The operator's X-ADMIN-KEY, for the calls that take it; it speaks for any merchant."""

    def authenticate(self, request: Request) -> tuple[Caller, None] | None:
        sent = request.headers.get(ADMIN_KEY_HEADER)
        if sent is None:
            return None
        if not is_admin_key(sent):
            raise AuthenticationFailed("The admin key is not valid.")
        return Caller("operator", frozenset(MERCHANT_SCOPES), is_operator=True), None

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002
        return "Bearer"


class HasScope(BasePermission):
    """A caller whose scopes hold the view's: `looks`, unless it names others by method."""

    message = "This key may not do that."

    def has_permission(self, request: Request, view: Any) -> bool:
        if not isinstance(request.user, Caller):
            return False
        if not hasattr(view, (request.method or "").lower()):
            return True  # 405 says more than 403
        scopes: dict[str, str] = getattr(view, "scopes", {})
        return scopes.get(request.method or "", LOOKS) in request.user.scopes


def is_admin_key(sent: str) -> bool:
    """Whether a text is the operator's key, compared in constant time; without one, none is."""
    known = settings.ADMIN_KEY
    return bool(known) and hmac.compare_digest(known.encode(), sent.encode(errors="replace"))


def sent_key(request: Request) -> str | None:
    """Return the API key of either header, or None."""
    header = request.headers.get("Authorization", "")
    scheme, _, token = header.partition(" ")
    if scheme.lower() == "bearer":
        return token.strip()
    sent: str | None = request.headers.get("X-API-Key")
    return sent


def find_env_key(key: str) -> str | None:
    """Return the name of a key of the environment, compared in constant time, or None."""
    found = None
    for name, known in settings.API_KEYS.items():
        if hmac.compare_digest(known.encode(), key.encode(errors="replace")):
            found = name
    return found


def browser_id(request: HttpRequest) -> str | None:
    """Return the id in the browser cookie, or None where it is absent or forged."""
    value = request.get_signed_cookie(
        BROWSER_COOKIE, default=None, salt=_SALT, max_age=BROWSER_COOKIE_AGE_S
    )
    return value or None


def ensure_browser_cookie(request: HttpRequest, response: HttpResponseBase) -> str:
    """Give the browser an id if it has none, and return its caller id. Our own pages call this."""
    existing = browser_id(request)
    if existing:
        return f"browser:{existing}"
    fresh = secrets.token_urlsafe(16)
    response.set_signed_cookie(
        BROWSER_COOKIE, fresh, salt=_SALT, max_age=BROWSER_COOKIE_AGE_S,
        httponly=True, samesite="Lax", secure=not settings.DEBUG,
    )  # fmt: skip
    return f"browser:{fresh}"


class _CSRFCheck(CsrfViewMiddleware):
    def _reject(self, request: HttpRequest, reason: str) -> Any:  # noqa: ARG002
        return reason


def _enforce_csrf(request: HttpRequest) -> None:
    check = _CSRFCheck(lambda _: None)  # type: ignore[arg-type]
    check.process_request(request)
    if reason := check.process_view(request, HttpResponse, (), {}):
        raise PermissionDenied(f"CSRF check failed: {reason}")
