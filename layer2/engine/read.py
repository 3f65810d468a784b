"""Read a look: every field measured, or "unknown"."""

from __future__ import annotations

from typing import Final

from config.markets import US
from layer1.engine.types import RGB, FaceMesh, FaceProfile
from layer2.engine import types
from layer2.engine.canvas import face_canvas
from layer2.engine.lips import lip_patch
from layer2.engine.pixels import Patch, swatch
from layer2.engine.skin import cheek_patch, skin_patch

ENGINE_VERSION: Final = "look-us-0.1.0"


def read(rgb: RGB, *, mesh: FaceMesh, profile: FaceProfile, locale: str) -> types.LookReading:
    """Return the look of one face. rgb: (H, W, 3) sRGB; mesh in its pixels."""
    del profile
    canvas = face_canvas(rgb, mesh.points)
    breakdown = types.Breakdown(
        base=_base(skin_patch(canvas), cheek_patch(canvas), locale),
        eye=_eye(),
        lip=_lip(lip_patch(canvas), locale),
    )
    look = types.LookSpec(
        schema_version="v0", market=US, locale=locale, engine_version=ENGINE_VERSION,
        look_title="Look", style_tags=(), color_story=(), emphasis_areas=(), warnings=(),
        breakdown=breakdown,
    )  # fmt: skip
    return types.LookReading(look=look, degraded=())


def _swatch(patch: Patch | None, locale: str) -> types.Swatch | None:
    return swatch(patch.lab, locale) if patch else None


def _evidence(patch: Patch | None, region: str) -> tuple[types.Evidence, ...]:
    if patch is None:
        return ()
    return (
        types.Evidence(
            metric="colour.pixels", value=float(patch.pixels), unit="px", region=region,
            rule="median L*a*b* of the region without shine and shadow",
        ),
    )  # fmt: skip


def _base(skin: Patch | None, cheek: Patch | None, locale: str) -> types.BaseLook:
    return types.BaseLook(
        intent="unknown", finish="unknown", coverage="unknown", color=_swatch(skin, locale),
        blush=types.Blush("unknown", "unknown", _swatch(cheek, locale)), key_notes=(),
        evidence=_evidence(skin, "skin") + _evidence(cheek, "cheeks"), confidence=0.0,
    )  # fmt: skip


def _eye() -> types.EyeLook:
    return types.EyeLook(
        intent="unknown", finish="unknown", coverage="unknown", shadow_family="unknown", colors=(),
        liner="unknown", liner_direction="unknown", liner_color=None, lashes="unknown",
        brow="unknown", key_notes=(), evidence=(), confidence=0.0,
    )  # fmt: skip


def _lip(patch: Patch | None, locale: str) -> types.LipLook:
    return types.LipLook(
        intent="unknown", finish="unknown", coverage="unknown", color_family="unknown",
        color=_swatch(patch, locale), key_notes=(), evidence=_evidence(patch, "lips"),
        confidence=0.0,
    )  # fmt: skip


def read_wearer(rgb: RGB, *, mesh: FaceMesh, profile: FaceProfile, locale: str) -> types.Wearer:
    """Return the skin of the person in a selfie, surer where its light is better."""
    patch = skin_patch(face_canvas(rgb, mesh.points))
    if patch is None:
        return types.Wearer(skin=None, confidence=0.0, source="none")
    confidence = round(min(1.0, max(0.0, profile.quality.lighting_score / 100)), 2)
    return types.Wearer(swatch(patch.lab, locale), confidence, "selfie")
