"""make_profile(**overrides): a valid FaceProfileV0 in wire form, with fixed values."""

from __future__ import annotations

from typing import Any, Final

GEOMETRY: Final[dict[str, float]] = {
    "faceAspect": 1.0,
    "jawToCheekRatio": 0.78,
    "chinLengthRatio": 0.26,
    "midfaceRatio": 0.38,
    "eyeSpacingRatio": 0.26,
    "eyeTiltDeg": 5.0,
    "eyeOpennessRatio": 0.32,
    "lipFullnessRatio": 0.21,
}


def make_profile(
    *,
    source: str = "reference",
    geometry: dict[str, float] | None = None,
    categorical: dict[str, str] | None = None,
    quality: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Return a good frontal face; what is passed replaces single values."""
    numbers = GEOMETRY | (geometry or {})
    return {
        "version": "v0",
        "market": "US",
        "source": source,
        "locale": "en",
        "quality": {
            "valid": True,
            "score": 95.0,
            "lightingScore": 90.0,
            "sharpnessScore": 92.0,
            "faceCount": 1,
            "pose": {"yawDeg": 1.0, "pitchDeg": -2.0, "rollDeg": 0.5},
            "occlusionFlags": {
                "eyesOccluded": False,
                "mouthOccluded": False,
                "faceBorderCutoff": False,
            },
            "rejectReasons": [],
        }
        | (quality or {}),
        "geometry": numbers,
        "categorical": {"faceShape": "oval", "eyeType": "almond", "lipType": "balanced"}
        | (categorical or {}),
        "derived": {"geometryVector": list(numbers.values()), "embeddingVersion": "geom-v0"},
    }


def make_request(**overrides: Any) -> dict[str, Any]:
    """Return a valid compatibility request for two good, different faces."""
    body = {
        "market": "US",
        "locale": "en",
        "preferenceMode": "structure",
        "userFaceProfile": make_profile(source="selfie", geometry={"eyeTiltDeg": 1.0}),
        "refFaceProfile": make_profile(),
    }
    return body | overrides
