"""Makes the database that DATABASE_URL names ready: tables, demo catalogue, finished jobs.

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

    results = {"plain": make_result(), "hostile": make_hostile_result()}
    return {kind: str(make_job(ANONYMOUS, result=made).pk) for kind, made in results.items()}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main()) + "\n")
