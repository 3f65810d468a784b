"""`manage.py api_key`: make, rotate, revoke and list API keys."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_slug
from django.utils import timezone

from catalog.access.models import ApiKey
from catalog.access.services import make_key, revoke_key, rotate_key
from catalog.models import Merchant
from config.auth import MERCHANT_SCOPES, SCOPES
from config.errors import DomainError


class Command(BaseCommand):
    help = "Make, rotate, revoke or list API keys. A key is printed once and stored as a hash."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["make", "rotate", "revoke", "list"])
        parser.add_argument("which", nargs="?", help="make: the caller's name; else: a prefix")
        parser.add_argument("--merchant", metavar="SLUG", help="make: whose catalogue it may see")
        parser.add_argument(
            "--scopes",
            nargs="+",
            default=(),
            choices=SCOPES,
            help="make: looks, or with a merchant merchant:read and merchant:write by default",
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        which = options["which"] or ""
        match options["action"]:
            case "make":
                self._show(_make(which, options["merchant"], options["scopes"]) if which else "")
            case "rotate":
                self._show(rotate_key(key=_find(which), now=timezone.now())[1])
            case "revoke":
                revoke_key(key=_find(which), now=timezone.now())
            case "list":
                for key in ApiKey.objects.select_related("merchant").order_by("name", "created_at"):
                    self.stdout.write(f"{key.prefix}  {key.name}  {_about(key)}  {_state(key)}")

    def _show(self, text: str) -> None:
        if not text:
            raise CommandError("Name the caller: manage.py api_key make NAME")
        self.stdout.write(text)


def _make(name: str, slug: str | None, scopes: Sequence[str]) -> str:
    try:
        validate_slug(name)
        merchant = Merchant.objects.get(slug=slug) if slug else None
    except ValidationError:
        raise CommandError(f"A name is letters, digits, - and _; got {name!r}.") from None
    except Merchant.DoesNotExist:
        raise CommandError(f"No merchant has the slug {slug!r}.") from None
    if merchant is None and set(scopes) & set(MERCHANT_SCOPES):
        raise CommandError("A merchant's scope needs --merchant SLUG.")
    try:
        return make_key(name=name, merchant=merchant, scopes=scopes)[1]
    except DomainError as error:
        raise CommandError(error.message) from None


def _about(key: ApiKey) -> str:
    whose = f"{key.merchant.slug}  " if key.merchant else ""
    return f"{whose}{' '.join(key.scopes)}"


def _find(prefix: str) -> ApiKey:
    try:
        return ApiKey.objects.get(prefix=prefix)
    except ApiKey.DoesNotExist:
        raise CommandError(
            f"No key has the prefix {prefix!r}; see manage.py api_key list"
        ) from None


def _state(key: ApiKey) -> str:
    if key.revoked_at is not None:
        return "revoked"
    return "no end" if key.expires_at is None else f"until {key.expires_at:%Y-%m-%d %H:%M} UTC"
