"""./manage.py demo_catalog: fill the catalogue with fictional brands; again changes nothing."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from catalog import demo


class Command(BaseCommand):
    help = "Fill the catalogue with seeded, fictional demo data; a second run changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        if demo.is_complete():
            self.stdout.write("The demo catalogue is there.")
            return
        count = demo.write(now=timezone.now())
        self.stdout.write(f"Wrote {count} demo shades.")
