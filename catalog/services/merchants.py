"""Which merchant a caller of /api/merchant speaks for."""

from __future__ import annotations

from catalog.models import Merchant
from config.auth import Caller
from config.errors import InvalidRequestError, NotFoundError


def merchant_of(caller: Caller, named: str | None) -> Merchant:
    """Return the caller's merchant; the operator must name one, a key can only name its own.

    Raises InvalidRequestError where the operator names none, NotFoundError for one that is not
    there or not the caller's: both look the same.
    """
    if caller.is_operator:
        if named is None:
            raise InvalidRequestError(
                "merchantId: the operator names the merchant.",
                details={"fields": {"merchantId": ["Needed with X-ADMIN-KEY."]}},
            )
        found = Merchant.objects.filter(slug=named).first()
    else:
        found = Merchant.objects.filter(pk=caller.merchant_id or 0).first()
        found = found if named is None or (found and found.slug == named) else None
    if found is None:
        raise NotFoundError("There is no such merchant.")
    return found
