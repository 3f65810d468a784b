"""`manage.py worker`: run look jobs until SIGTERM."""

from __future__ import annotations

import socket
import sys
from argparse import SUPPRESS, ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connections

from lookjobs.health import is_alive
from lookjobs.schedules import ensure_schedules
from lookjobs.supervisor import Supervisor


class Command(BaseCommand):
    requires_system_checks = ()  # they load every view, which no worker needs
    help = "Run look jobs: a supervisor with one or more crash-only django-q2 clusters."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--clusters", type=int, default=settings.WORKER_PROCESSES,
            help="how many jobs at a time on this machine; default WORKER_PROCESSES",
        )  # fmt: skip
        parser.add_argument(
            "--alive", action="store_true", help="exit 0 if a cluster of this host beats, else 1"
        )
        parser.add_argument("--cluster", action="store_true", help=SUPPRESS)  # one, unsupervised

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        if options["alive"]:
            sys.exit(0 if is_alive(socket.gethostname()) else 1)
        if options["cluster"]:
            from lookjobs.cluster import (
                run_cluster,
            )  # it loads the engines; the supervisor stays small

            run_cluster()
            return
        ensure_schedules()
        connections.close_all()
        Supervisor(options["clusters"]).run()
