"""The one way from photos to a result: fetch, faces, gate, look, steps, kit.

The worker and `manage.py replicate` both run this. It reads photos only through the function that
it is given, tells on_stage what begins (which may raise to stop), and knows no clock: the inputs
carry the only time there is. The same inputs and catalogue give the same result.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from config.contracts import to_wire
from config.markets import US
from layer1 import services as layer1
from layer1.engine.pyramid import Pyramid
from layer1.engine.types import (
    FaceProfile,
    FaceReading,
    Gate,
    Layer1Bundle,
    PreferenceMode,
    Source,
)
from layer2 import services as layer2
from layer2.engine.types import Degraded, LookReading, LookSpec, Preferences, Steps, Wearer
from layer2.engine.wearer import nobody
from layer3 import services as layer3
from layer3.engine.rules import ENGINE_VERSION as LAYER3_VERSION
from layer3.engine.types import Constraints, Kit
from lookjobs.engine.warnings import collect_warnings

RGB = NDArray[np.uint8]
Photos = Callable[[Source], RGB]  # decoded; raises UnreadablePhotoError, AssetNotFoundError
OnStage = Callable[[str], None]

SCHEMA_VERSION: Final = "v1"
SURE_SELFIE: Final = 0.5  # confidence from which a selfie's skin goes before a stated one


@dataclass(frozen=True, slots=True)
class Inputs:
    """What one job was asked; bundle is Layer 1 as a device derived it, instead of a selfie."""

    mode: PreferenceMode
    locale: str
    created_at: datetime
    selfie_given: bool = False
    bundle: Layer1Bundle | None = None
    preferences: Preferences = field(default_factory=Preferences)
    constraints: Constraints = field(default_factory=Constraints)


@dataclass(frozen=True, slots=True)
class EngineVersions:
    layer1: str
    layer2: str
    layer3: str


@dataclass(frozen=True, slots=True)
class LookReplicateResult:
    """LookReplicateResultV1."""

    schema_version: str
    market: str
    locale: str
    engine_versions: EngineVersions
    layer1: Layer1Bundle
    gate: Gate
    look_spec: LookSpec
    steps: Steps
    kit: Kit
    wearer: Wearer
    degraded: tuple[Degraded, ...]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LookPart:
    """The way up to the steps, with what the kit needs from the pixels."""

    bundle: Layer1Bundle
    gate: Gate
    reading: LookReading
    steps: Steps
    wearer: Wearer


def run(inputs: Inputs, *, photos: Photos, on_stage: OnStage) -> LookReplicateResult:
    """Return the whole result. Raises HardRejectError, and what photos and on_stage raise."""
    part = run_look(inputs, photos=photos, on_stage=on_stage)
    on_stage("kit")
    look = part.reading.look
    kit = layer3.build_kit(
        look=look,
        wearer=part.wearer,
        preferences=inputs.preferences,
        constraints=inputs.constraints,
        priced_at=inputs.created_at,
        locale=inputs.locale,
    )
    return LookReplicateResult(
        schema_version=SCHEMA_VERSION,
        market=US,
        locale=inputs.locale,
        engine_versions=EngineVersions(
            part.bundle.similarity_report.engine_version, look.engine_version, LAYER3_VERSION
        ),
        layer1=part.bundle,
        gate=part.gate,
        look_spec=look,
        steps=part.steps,
        kit=kit,
        wearer=part.wearer,
        degraded=_degraded(part),
        warnings=collect_warnings(inputs.locale, part.bundle, look, kit),
    )


def run_look(inputs: Inputs, *, photos: Photos, on_stage: OnStage) -> LookPart:
    """Return look and steps. Raises HardRejectError where the reference is too poor to trust."""
    on_stage("fetch")
    reference_photo = Pyramid(photos("reference"))
    selfie_photo = Pyramid(photos("selfie")) if inputs.selfie_given else None
    on_stage("faces")
    reference = _read_reference(reference_photo, inputs)
    selfie = _read_selfie(selfie_photo, inputs)
    on_stage("gate")
    bundle = inputs.bundle or _compare(reference, selfie, inputs)
    gate = layer1.judge(
        bundle=bundle,
        selfie_given=inputs.selfie_given or _has_selfie(inputs.bundle),
        reference=reference,
        selfie=selfie,
        locale=inputs.locale,
    )
    if gate.gate == "hard_reject" or bundle is None or reference.mesh is None:
        raise hard_reject(gate)
    on_stage("look")
    reading = layer2.read_look(
        reference_photo,
        mesh=reference.mesh,
        profile=bundle.ref_face_profile,
        locale=inputs.locale,
    )
    wearer = _find_wearer(selfie_photo, selfie, inputs)
    on_stage("steps")
    steps = layer2.plan_steps(
        reading.look,
        bundle=bundle,
        mode=inputs.mode,
        preferences=inputs.preferences,
        locale=inputs.locale,
    )
    return LookPart(bundle, gate, reading, steps, wearer)


def hard_reject(gate: Gate) -> layer1.HardRejectError:
    """Return the refusal that says which photo failed, what was measured, and what to do."""
    tips = " ".join(dict.fromkeys(detail.tip for detail in gate.details if detail.tip))
    return layer1.HardRejectError(
        f"The photo cannot be used: {', '.join(gate.reasons)}. {tips}".strip(),
        details={"reasons": to_wire(gate.details)},
        reasons=list(gate.reasons),
    )


def _read_reference(photo: Pyramid, inputs: Inputs) -> FaceReading:
    """Where a device derived Layer 1 only the face's place is found, for regions."""
    if inputs.bundle is not None:
        return layer1.find_face(photo)
    return layer1.read_face(photo, source="reference", locale=inputs.locale)


def _read_selfie(photo: Pyramid | None, inputs: Inputs) -> FaceReading | None:
    if photo is None:
        return None
    return layer1.read_face(photo, source="selfie", locale=inputs.locale)


def _has_selfie(bundle: Layer1Bundle | None) -> bool:
    return bundle is not None and bundle.user_face_profile is not None


def _compare(
    reference: FaceReading, selfie: FaceReading | None, inputs: Inputs
) -> Layer1Bundle | None:
    """Return the bundle of both faces; None where the reference shows no single face."""
    if reference.profile is None:
        return None
    user: FaceProfile | None = selfie.profile if selfie is not None else None
    report = layer1.compare_faces(
        user=user, ref=reference.profile, mode=inputs.mode, locale=inputs.locale
    )
    return layer1.make_bundle(
        user=user,
        ref=reference.profile,
        report=report,
        mode=inputs.mode,
        locale=inputs.locale,
        created_at=inputs.created_at,
    )


def _find_wearer(photo: Pyramid | None, selfie: FaceReading | None, inputs: Inputs) -> Wearer:
    """Return whose skin the kit is for: measured on the selfie, else stated, else worn.

    What somebody states goes before a selfie that is hardly sure; its reasons are told either way.
    """
    measured = _measured_wearer(photo, selfie, inputs)
    if measured.confidence >= SURE_SELFIE:
        return measured
    named = _named_wearer(inputs)
    return measured if named is None else replace(named, reasons=measured.reasons)


def _measured_wearer(photo: Pyramid | None, selfie: FaceReading | None, inputs: Inputs) -> Wearer:
    if photo is None or selfie is None:
        return nobody()
    if selfie.mesh is None or selfie.profile is None:
        return nobody("SELFIE_INVALID")
    return layer2.read_wearer(photo, mesh=selfie.mesh, profile=selfie.profile, locale=inputs.locale)


def _named_wearer(inputs: Inputs) -> Wearer | None:
    """Return the skin that was stated, or the one of a foundation; None where neither was named."""
    if inputs.preferences.skin_hex:
        return layer2.stated_wearer(inputs.preferences.skin_hex, locale=inputs.locale)
    if inputs.preferences.foundation_sku_id:
        with suppress(layer3.UnknownFoundationError):  # it left the catalogue after the request
            return layer3.foundation_wearer(inputs.preferences.foundation_sku_id)
    return None


def _degraded(part: LookPart) -> tuple[Degraded, ...]:
    """Say what was lost: each field of the look that stayed unknown, and what no selfie costs."""
    lost: list[Degraded] = list(part.reading.degraded)
    if part.bundle.user_face_profile is None:
        cause = "SELFIE_INVALID" if "SELFIE_INVALID" in part.gate.reasons else "MISSING_SELFIE"
        lost += [
            Degraded("layer1.userFaceProfile", cause),
            Degraded("layer1.similarityReport.confidence", cause),
        ]
    if part.wearer.skin is None:
        lost.append(Degraded("kit.areas.base.foundation", "NEEDS_SELFIE"))
    return tuple(dict.fromkeys(lost))


def wire_result(result: LookReplicateResult) -> dict[str, Any]:
    """Return LookReplicateResultV1 as it is stored and sent."""
    wire: dict[str, Any] = to_wire(result)
    return wire
