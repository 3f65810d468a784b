"""`make demo`: the main job on a real photo, through the real server, queue and worker."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import httpx
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import Progress

from config.paths import generated
from lookjobs.demo.client import ApiError, Client
from lookjobs.demo.first_run import prepare
from lookjobs.demo.sample import sample_photo
from lookjobs.demo.stack import Stack, StackError, free_port
from lookjobs.demo.summary import print_summary
from lookjobs.engine.decode import ImageUnreadableError, check_container
from lookjobs.engine.sniff import CONTENT_TYPES
from lookjobs.services.stages import PROGRESS

REJECTED = 2


class Command(BaseCommand):
    help = "Run one job on a real photo through server, queue and worker, and print the result."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--photo", help="default: the portrait that scikit-image ships")
        parser.add_argument("--selfie", help="your own face; it is deleted after 24 hours")
        parser.add_argument("--mode", default="structure", choices=["structure", "vibe", "ease"])
        parser.add_argument("--locale", default="en")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        photo = _photo(options["photo"]) if options["photo"] else (sample_photo(), "image/png")
        selfie = _photo(options["selfie"]) if options["selfie"] else None
        console, log_file = Console(), generated("log", "demo.log")
        try:
            prepare(console.print)
            with log_file.open("wb") as log, Stack(port=free_port(), log=log) as stack:
                client = Client(stack.url)
                status = _run(client, console, photo, selfie, options)
                if status["status"] == "completed":
                    _show(console, status)
        except StackError as error:
            raise CommandError(f"{error}\nLog: {log_file}") from None
        except ApiError as error:
            raise CommandError(f"{error.code}: {error}") from None
        except httpx.TransportError as error:
            raise CommandError(f"The server went away: {error}. Log: {log_file}") from None
        if status["status"] != "completed":
            sys.exit(_explain_failure(console, status))


def _photo(name: str) -> tuple[Path, str]:
    """Return the path and its content type. Raises CommandError for what is no photo."""
    path = Path(name).expanduser()
    try:
        found = check_container(path.read_bytes())
    except OSError as error:
        raise CommandError(
            f"{path}: {error.strerror}. Give a photo: make demo PHOTO=path"
        ) from None
    except ImageUnreadableError as error:
        raise CommandError(f"{path}: {error} {error.tip}") from None
    return path, next(kind for kind, format_ in CONTENT_TYPES.items() if format_ == found)


def _run(
    client: Client,
    console: Console,
    photo: tuple[Path, str],
    selfie: tuple[Path, str] | None,
    options: dict[str, Any],
) -> dict[str, Any]:
    console.print(f"Photo: {photo[0]}")
    reference = client.upload(photo[0], kind="reference", content_type=photo[1])
    own = client.upload(selfie[0], kind="selfie", content_type=selfie[1]) if selfie else None
    job = client.create(
        reference=reference, selfie=own, mode=options["mode"], locale=options["locale"]
    )
    with Progress(console=console, transient=True) as progress:
        bar = progress.add_task("queued", total=100)
        for event in client.follow(job["jobId"]):
            progress.update(bar, completed=event["progress"], description=event["stage"])
            if not console.is_terminal:
                console.print(f"{event['progress']:3d} % {event['stage']}")
    return client.status(job["jobId"])


def _show(console: Console, status: dict[str, Any]) -> None:
    written = generated("demo", "result.json")
    written.write_text(json.dumps(status["result"], indent=2, ensure_ascii=False))
    print_summary(console, status["result"])
    taken = status["timings"]
    timings = ", ".join(f"{stage} {taken[stage]:.0f} ms" for stage in PROGRESS if stage in taken)
    console.print(f"Timings: {timings}")
    console.print(f"JSON: {written}", soft_wrap=True)
    console.print(
        f"Result page: `make serve`, then http://127.0.0.1:8000/looks/{status['jobId']}",
        soft_wrap=True,
    )


def _explain_failure(console: Console, status: dict[str, Any]) -> int:
    """Print why, with the tip that the message ends with, and return the exit code."""
    error = status.get("error") or {"code": status["status"], "message": "", "reasons": []}
    console.print(f"[bold]{error['code']}[/bold]: {error['message']}")
    for reason in error["reasons"]:
        console.print(f"  {reason}")
    return REJECTED if error["code"] in {"LAYER1_HARD_REJECT", "IMAGE_UNREADABLE"} else 1
