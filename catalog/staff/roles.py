"""What the role Merchant may do, with its own merchant's rows alone (rows.py sees to that)."""

from __future__ import annotations

from typing import Any, Final

from config.roles import write_group

ROLE: Final = "Merchant"
# Without view_merchant: it is what lets the operator's people see every merchant's rows.
PERMISSIONS: Final = tuple(
    f"catalog.{codename}"
    for codename in (
        "view_product",
        "add_product",
        "change_product",
        "view_shade",
        "add_shade",
        "change_shade",
        "view_promotion",
        "add_promotion",
        "change_promotion",
        "view_creator",
        "add_creator",
        "change_creator",
        "view_brand",
        "view_pricehistory",
        "view_importrun",
        "view_redemption",
    )
)


def write_role(apps: Any) -> None:
    """Write the group with its permissions."""
    write_group(apps, ROLE, PERMISSIONS)
