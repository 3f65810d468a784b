"""Puts the stub in the place of the pipeline; stub_settings.py installs it, nothing else does."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from types import SimpleNamespace
from typing import Any, Final

from django.apps import AppConfig

from lookjobs.services import ends

RESULT: Final = {"stub": True}
HANGS: Final = "en-hang"  # the locale of a job whose analysis never ends, whatever is raised in it
KILLS: Final = "en-kill"  # of one whose analysis takes its whole process along
KILLS_LATE: Final = "en-kill-late"  # of one whose process dies once the job has ended

_dying = False


class StubConfig(AppConfig):
    name = "lookjobs.chaos.stub"
    label = "chaos_stub"

    def ready(self) -> None:
        from django_q.signals import post_execute_in_worker

        from lookjobs import pipeline

        pipeline.run = _run
        pipeline.wire_result = lambda result: dict(RESULT)  # noqa: ARG005
        post_execute_in_worker.connect(_die_late)


def _run(inputs: Any, *, photos: Any, on_stage: Any) -> Any:  # noqa: ARG001
    for stage in ("fetch", "faces", "gate", "look", "steps", "kit"):
        on_stage(stage)
        if stage == "look":
            _analyse(inputs.locale)
    return SimpleNamespace(warnings=())


def _die_late(**_: Any) -> None:
    """Die where django-q2's worker holds the lock of its timer."""
    if _dying:
        ends.settle()
        os.kill(os.getpid(), signal.SIGKILL)


def _analyse(locale: str) -> None:
    global _dying
    _dying = locale == KILLS_LATE
    if locale == KILLS:
        os.kill(os.getpid(), signal.SIGKILL)
    while locale == HANGS:
        with suppress(BaseException):
            time.sleep(60)
    time.sleep(float(os.environ.get("CHAOS_STUB_S", "0.05")))
