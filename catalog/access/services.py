"""API keys: made once, shown once, kept as a hash; rotated with an overlap."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import connection, transaction
from django.utils import timezone

from catalog.access.models import ApiKey
from catalog.models import Merchant
from config.auth import LOOKS, MERCHANT_SCOPES, KnownKey, find_env_key
from config.errors import InvalidRequestError

# lr_ and nine random characters name the key; 32 random bytes are its secret, so a plain SHA-256
# is enough: there is nothing to guess.
_MARK: Final = "lr_"
_PREFIX: Final = re.compile(r"^lr_[A-Za-z0-9_-]{9}\Z")
OVERLAP: Final = timedelta(days=7)
SEEN_EVERY: Final = timedelta(minutes=1)  # a busy key is written once a minute, not once a call

# One round trip to read a key and note its use. Its hash must fit before anything is written.
_FIND: Final = """
WITH known AS (
    SELECT k.id, k.name, k.secret_sha256, k.scopes, k.merchant_id, k.last_used_at
    FROM catalog_api_key_us k LEFT JOIN catalog_merchant_us m ON m.id = k.merchant_id
    WHERE k.prefix = %(prefix)s AND k.revoked_at IS NULL
        AND (k.expires_at IS NULL OR k.expires_at > %(now)s)
        AND (k.merchant_id IS NULL OR m.is_active)
), seen AS (
    UPDATE catalog_api_key_us k SET last_used_at = %(now)s FROM known
    WHERE k.id = known.id AND known.secret_sha256 = %(hash)s
        AND (known.last_used_at IS NULL OR known.last_used_at <= %(stale)s)
)
SELECT name, secret_sha256, scopes, merchant_id FROM known
"""


class KeyNameTakenError(InvalidRequestError):
    """Another merchant's keys have this name; callers of one name share what they made."""


def find_key(key: str) -> KnownKey | None:
    """Return who a valid key is, or None; keys of the environment work too."""
    if name := find_env_key(key):
        return KnownKey(name)
    prefix, _, secret = key.partition(".")
    if not _PREFIX.match(prefix) or not secret:
        return None
    digest, now = _hash(secret), timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            _FIND, {"prefix": prefix, "hash": digest, "now": now, "stale": now - SEEN_EVERY}
        )
        known = cursor.fetchone()
    if known is None or not hmac.compare_digest(known[1], digest):
        return None
    return KnownKey(known[0], frozenset(known[2]), known[3])


@transaction.atomic
def make_key(
    *,
    name: str,
    merchant: Merchant | None = None,
    scopes: Sequence[str] = (),
    expires_at: datetime | None = None,
) -> tuple[ApiKey, str]:
    """Return a new key's row and its text; the text is stored nowhere.

    Without scopes a merchant's key may read and write its catalogue, any other may make looks.
    Raises KeyNameTakenError where the name belongs to another merchant, or to none.
    """
    with connection.cursor() as cursor:  # two makers of one name wait for one another
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"api key {name}"])
    if not name_is_free(name, merchant):
        raise KeyNameTakenError(f"The name {name} belongs to another caller.")
    prefix = _MARK + secrets.token_urlsafe(9)[:9]
    secret = secrets.token_urlsafe(32)
    row = ApiKey.objects.create(
        name=name,
        merchant=merchant,
        scopes=sorted(scopes) or (list(MERCHANT_SCOPES) if merchant else [LOOKS]),
        prefix=prefix,
        secret_sha256=_hash(secret),
        expires_at=expires_at,
    )
    return row, f"{prefix}.{secret}"


def name_is_free(name: str, merchant: Merchant | None) -> bool:
    """Whether no other merchant's key has the name."""
    owners = ApiKey.objects.filter(name=name).values_list("merchant", flat=True)
    return set(owners) <= {merchant.pk if merchant else None}


def rotate_key(*, key: ApiKey, now: datetime, overlap: timedelta = OVERLAP) -> tuple[ApiKey, str]:
    """Make the caller a new key that may do the same; the old one works on for the overlap."""
    with transaction.atomic():
        old = ApiKey.objects.select_for_update(of=("self",)).get(pk=key.pk)
        end = now + overlap
        if old.expires_at is None or old.expires_at > end:
            old.expires_at = end
            old.save(update_fields=["expires_at"])
        return make_key(name=old.name, merchant=old.merchant, scopes=old.scopes)


def revoke_key(*, key: ApiKey, now: datetime) -> None:
    """Refuse the key from now on; again is fine."""
    ApiKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=now)


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
