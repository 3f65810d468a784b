"""The use cases of Layer 2: read a look, the wearer's skin, plan the steps, keep samples."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from config.colour import lab_from_hex
from config.contracts import to_wire
from layer1.engine.pyramid import Photo, pyramid
from layer1.engine.types import (
    IMPACT_AREAS,
    FaceMesh,
    FaceProfile,
    Layer1Bundle,
    PreferenceMode,
)
from layer2.deck import load_deck
from layer2.engine import read, wearer
from layer2.engine.facts import gather
from layer2.engine.parts import slots_used
from layer2.engine.steps import plan
from layer2.engine.swatches import skin_swatch
from layer2.engine.traits import named_by_layer1
from layer2.engine.types import LookReading, LookSpec, Preferences, Steps, Wearer
from layer2.models import LookSpecSample, StepsSample

STATED_CONFIDENCE: Final = 1.0  # the wearer's own word; nobody knows it better


def read_look(photo: Photo, *, mesh: FaceMesh, profile: FaceProfile, locale: str) -> LookReading:
    """Return the makeup of the reference photo, field by field, and what could not be read."""
    return read.read(pyramid(photo), mesh=mesh, profile=profile, locale=locale)


def read_wearer(photo: Photo, *, mesh: FaceMesh, profile: FaceProfile, locale: str) -> Wearer:
    """Return the skin of the selfie; never call it with the reference."""
    return wearer.read_wearer(pyramid(photo), mesh=mesh, profile=profile, locale=locale)


def stated_wearer(skin_hex: str, *, locale: str) -> Wearer:
    """Return the skin that the wearer stated as #rrggbb. Raises ColourError for other text."""
    return Wearer(
        skin=skin_swatch(lab_from_hex(skin_hex), locale),
        confidence=STATED_CONFIDENCE,
        source="stated",
    )


def plan_steps(
    look: LookSpec,
    *,
    bundle: Layer1Bundle | None,
    mode: PreferenceMode,
    preferences: Preferences,
    locale: str,
) -> Steps:
    """Return how to do a look: nine steps, fitted to the wearer where the bundle knows them."""
    return plan(
        look,
        facts=gather(look, bundle=bundle, mode=mode, preferences=preferences),
        deck=load_deck(),
        locale=locale,
        used=slots_used(look),
        named={area: named_by_layer1(bundle, area) for area in IMPACT_AREAS},
    )


@transaction.atomic
def store_samples(
    look: LookSpec,
    steps: Steps,
    *,
    mode: PreferenceMode,
    caller: str,
    session_id: str,
    now: datetime,
    job_id: UUID | None = None,
) -> None:
    """Store look and steps for training: both or nothing; only where the person opted in.

    layer1.services deletes and exports them with its own, by session or by job.
    """
    row: dict[str, Any] = {
        "caller": caller, "session_id": session_id, "job_id": job_id, "created_at": now,
        "engine_version": look.engine_version,
    }  # fmt: skip
    LookSpecSample.objects.create(**row, look_spec=to_wire(look))
    StepsSample.objects.create(**row, preference_mode=mode, steps=to_wire(steps))
