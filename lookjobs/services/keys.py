"""API keys: made once, shown once, kept as a hash; rotated with an overlap."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from config.auth import find_env_key
from lookjobs.models import ApiKey

# lr_ and nine random characters name the key; 32 random bytes are its secret, so a plain SHA-256
# is enough: there is nothing to guess.
_MARK: Final = "lr_"
_PREFIX: Final = re.compile(r"^lr_[A-Za-z0-9_-]{9}\Z")
OVERLAP: Final = timedelta(days=7)


def find_key(key: str) -> str | None:
    """Return the caller's name of a valid key, or None; keys of the environment work too."""
    if name := find_env_key(key):
        return name
    prefix, _, secret = key.partition(".")
    if not _PREFIX.match(prefix) or not secret:
        return None
    known = ApiKey.objects.usable().filter(prefix=prefix).only("name", "secret_sha256").first()
    if known is None or not hmac.compare_digest(known.secret_sha256, _hash(secret)):
        return None
    return known.name


def make_key(*, name: str, expires_at: datetime | None = None) -> tuple[ApiKey, str]:
    """Return a new key's row and its text; the text is stored nowhere."""
    prefix = _MARK + secrets.token_urlsafe(9)[:9]
    secret = secrets.token_urlsafe(32)
    row = ApiKey.objects.create(
        name=name, prefix=prefix, secret_sha256=_hash(secret), expires_at=expires_at
    )
    return row, f"{prefix}.{secret}"


def rotate_key(*, key: ApiKey, now: datetime, overlap: timedelta = OVERLAP) -> tuple[ApiKey, str]:
    """Make the caller a new key; the old one works on until the overlap ends."""
    with transaction.atomic():
        old = ApiKey.objects.select_for_update().get(pk=key.pk)
        end = now + overlap
        if old.expires_at is None or old.expires_at > end:
            old.expires_at = end
            old.save(update_fields=["expires_at"])
        return make_key(name=old.name)


def revoke_key(*, key: ApiKey, now: datetime) -> None:
    """Refuse the key from now on; again is fine."""
    ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=now)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
