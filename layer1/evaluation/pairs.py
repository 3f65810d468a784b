"""Pairs of profiles to compare: made up from a seed, or read from a file."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, get_args

from config.contracts import from_wire
from layer1.engine.types import EyeType, FaceProfile, FaceShape, LipType
from layer1.serializers import GEOMETRY_KEYS, FaceProfileV0

# Ranges of the eight numbers on 31 labelled photos and the frozen samples, a little widened.
RANGES: Final = (
    (0.88, 1.12), (0.68, 0.88), (0.17, 0.32), (0.34, 0.43), (0.20, 0.31), (-3.0, 11.0),
    (0.20, 0.42), (0.10, 0.30),
)  # fmt: skip
SEED: Final = 20260101
PAIRS: Final = 72
ALIKE_EVERY: Final = 6  # pairs of two faces that are the same
ALONE_EVERY: Final = 8  # pairs without a selfie
WEAK_EVERY: Final = 9  # pairs whose selfie is not valid


@dataclass(frozen=True, slots=True)
class Pair:
    """user is None where no selfie was given."""

    name: str
    user: FaceProfile | None
    ref: FaceProfile


class PairError(ValueError):
    """A line of a file that is no pair; the message has the line's number and what is wrong."""


def made_up(count: int = PAIRS, seed: int = SEED) -> Iterator[Pair]:
    """Yield count pairs; the same seed always gives the same ones."""
    chance = random.Random(seed)  # noqa: S311  (repeatable on purpose)
    for index in range(count):
        ref = _face(chance, "reference")
        user = _face(chance, "selfie")
        if index % ALIKE_EVERY == 0:
            user = {**ref, "source": "selfie"}
        elif index % WEAK_EVERY == 0:
            quality = {**user["quality"], "valid": False, "lightingScore": 20.0, "score": 40.0}
            user["quality"] = quality | {"rejectReasons": ["LIGHTING_LOW_CONFIDENCE"]}
        alone = index % ALONE_EVERY == 1
        yield Pair(
            name=f"made-up {index}",
            user=None if alone else from_wire(FaceProfile, user),
            ref=from_wire(FaceProfile, ref),
        )


def from_file(path: Path) -> Iterator[Pair]:
    """Yield the pairs of a file: {"userFaceProfile"?, "refFaceProfile"} in each line.

    A file that ends in .json holds one pair.
    """
    text = path.read_text()
    lines = [" ".join(text.split())] if path.suffix == ".json" else text.splitlines()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            data = json.loads(line)
            user, ref = data.get("userFaceProfile"), data["refFaceProfile"]
        except (ValueError, KeyError, AttributeError) as error:
            raise PairError(f"{path}, line {number}: {error!r}") from None
        yield Pair(
            name=f"{path.name} {number}",
            user=None if user is None else _checked(user, path, number),
            ref=_checked(ref, path, number),
        )


def _checked(data: Any, path: Path, number: int) -> FaceProfile:
    body = FaceProfileV0(data=data)
    if not body.is_valid():
        raise PairError(f"{path}, line {number}: {dict(body.errors)}")
    return from_wire(FaceProfile, body.validated_data)


def _face(chance: random.Random, source: str) -> dict[str, Any]:
    numbers = [round(chance.uniform(low, high), 4) for low, high in RANGES]
    return {
        "version": "v0", "market": "US", "source": source, "locale": "en",
        "quality": {
            "valid": True, "score": round(chance.uniform(60, 100), 1),
            "lightingScore": round(chance.uniform(50, 100), 1),
            "sharpnessScore": round(chance.uniform(50, 100), 1), "faceCount": 1,
            "pose": {
                "yawDeg": round(chance.gauss(0, 10), 1), "pitchDeg": round(chance.gauss(-5, 8), 1),
                "rollDeg": round(chance.gauss(0, 6), 1),
            },
            "occlusionFlags": {
                "eyesOccluded": chance.random() < 0.05, "mouthOccluded": chance.random() < 0.05,
                "faceBorderCutoff": False,
            },
            "rejectReasons": [],
        },
        "geometry": dict(zip(GEOMETRY_KEYS, numbers, strict=True)),
        "categorical": {
            "faceShape": chance.choice(get_args(FaceShape)),
            "eyeType": chance.choice(get_args(EyeType)),
            "lipType": chance.choice(get_args(LipType)),
        },
        "derived": {"geometryVector": numbers, "embeddingVersion": "geom-v0"},
    }  # fmt: skip
