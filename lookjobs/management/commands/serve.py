"""`make serve`: web server and worker for development, until Ctrl-C."""

from __future__ import annotations

import signal
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lookjobs.demo.first_run import prepare
from lookjobs.demo.stack import Stack, StackError


class Command(BaseCommand):
    help = "Run the web server and one worker on 127.0.0.1 until Ctrl-C; for development."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="default 8000")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        for number in (signal.SIGTERM, signal.SIGINT):  # a shell in the background ignores SIGINT
            signal.signal(number, _interrupt)
        try:
            prepare(self.stdout.write)
            with Stack(port=options["port"]) as stack:
                self.stdout.write(
                    f"Serving {stack.url}/ (API docs at /api/docs/). Ctrl-C stops it."
                )
                while True:
                    stack.check()
                    time.sleep(0.5)
        except StackError as error:
            raise CommandError(str(error)) from None
        except KeyboardInterrupt:
            self.stdout.write("Stopped.")


def _interrupt(signum: int, frame: FrameType | None) -> None:  # noqa: ARG001
    raise KeyboardInterrupt
