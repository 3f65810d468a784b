"""`manage.py api_key`: make, rotate, revoke and list API keys."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from lookjobs.models import ApiKey
from lookjobs.services.keys import make_key, revoke_key, rotate_key


class Command(BaseCommand):
    help = "Make, rotate, revoke or list API keys. A key is printed once and stored as a hash."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["make", "rotate", "revoke", "list"])
        parser.add_argument("which", nargs="?", help="make: the caller's name; else: a prefix")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        which = options["which"] or ""
        match options["action"]:
            case "make":
                self._show(make_key(name=which)[1] if which else "")
            case "rotate":
                self._show(rotate_key(key=_find(which), now=timezone.now())[1])
            case "revoke":
                revoke_key(key=_find(which), now=timezone.now())
            case "list":
                for key in ApiKey.objects.order_by("name", "created_at"):
                    self.stdout.write(f"{key.prefix}  {key.name}  {_state(key)}")

    def _show(self, text: str) -> None:
        if not text:
            raise CommandError("Name the caller: manage.py api_key make NAME")
        self.stdout.write(text)


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
