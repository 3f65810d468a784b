#!/usr/bin/env python
"""Django's command line; starts the embedded PostgreSQL where no DATABASE_URL is set."""

import os
import sys


def main() -> None:
    """Run one management command."""
    try:
        from config.postgres import ensure_database_url
    except ModuleNotFoundError as error:
        sys.exit(f"{error}: run `make setup`, then `.venv/bin/python manage.py ...`.")
    ensure_database_url()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
