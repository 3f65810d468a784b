"""Makes the database that DATABASE_URL names ready: tables, demo catalogue, staff, finished jobs.

The jobs belong to nobody, as those of `make demo` do, so that any browser sees them under DEBUG.
One process does all of it, for starting Python and the face models is what takes the time.
"""

from __future__ import annotations

import json
import os
import sys

import django


def main() -> dict[str, str]:
    """Return the ids of the jobs by their kind."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    call_command("demo_catalog", verbosity=0)

    from config.auth import ANONYMOUS
    from tests.pages.conftest import make_job
    from tests.pages.looks import make_hostile_result, make_result

    _hire()
    results = {"plain": make_result(), "hostile": make_hostile_result()}
    return {kind: str(make_job(ANONYMOUS, result=made).pk) for kind, made in results.items()}


PASSWORD = "a password for tests alone"


def _hire() -> None:
    """Write one person of each role, and a merchant of its own for the third."""
    from django.contrib.auth.models import Group, User

    from catalog.models import Merchant, MerchantMember

    for role in ("Operator", "Auditor", "Merchant"):
        person = User.objects.create_user(role.lower(), password=PASSWORD, is_staff=True)
        person.groups.add(Group.objects.get(name=role))
    shop = Merchant.objects.create(slug="rosewater", name="Rosewater & Co", margin_floor_bp=3000)
    MerchantMember.objects.create(user=User.objects.get(username="merchant"), merchant=shop)


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main()) + "\n")
