"""Withdraw a session's training consent: delete what it left."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from layer1.services import delete_session_samples


class Command(BaseCommand):
    help = "Delete all opt-in samples of one or more sessions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("session_id", nargs="+")
        parser.add_argument("--caller", help="only this caller's, such as key:NAME")

    def handle(self, *_args: Any, **options: Any) -> None:
        for session_id in options["session_id"]:
            if not session_id.strip():
                raise CommandError("A session id is empty; nothing was deleted for it.")
            count = delete_session_samples(session_id=session_id, caller=options["caller"])
            self.stdout.write(f"{session_id}: {count} samples deleted")
