"""`./manage.py lint_cards`: refuses technique cards that are wrong, and says why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from layer2.card_lint import lint
from layer2.deck import TECHNIQUES, CardError, read_deck


class Command(BaseCommand):
    help = "Check every technique card: triggers, reachability, translations, language, sources."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=TECHNIQUES)

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        try:
            deck = read_deck(options["folder"])
        except CardError as error:
            raise CommandError(str(error)) from error
        problems = lint(deck)
        for problem in problems:
            self.stderr.write(problem)
        if problems:
            raise CommandError(f"{len(problems)} problems in {len(deck.cards)} cards")
        self.stdout.write(f"{len(deck.cards)} cards, no problems")
