"""Bodies that existing systems send are valid, and what our engine says is too."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from config.contracts import ContractSerializer, from_wire, to_wire
from layer1 import services
from layer1.engine.types import FaceProfile
from layer1.serializers import (
    CompatibilityRequest,
    FaceProfileV0,
    Layer1BundleV0,
    SimilarityReportV0,
)

SAMPLES = {
    "compatibility.request": CompatibilityRequest,
    "faceProfileV0": FaceProfileV0,
    "layer1BundleV0": Layer1BundleV0,
    "similarityReportV0": SimilarityReportV0,
}


def sample(shared: Path, name: str) -> Any:
    return json.loads((shared / "design/samples" / f"{name}.sample.json").read_text())


@pytest.mark.parametrize(("name", "contract"), SAMPLES.items())
def test_frozen_samples_are_valid(
    shared: Path, name: str, contract: type[ContractSerializer]
) -> None:
    body = contract(data=sample(shared, name))
    assert body.is_valid(), body.errors


@pytest.mark.parametrize("locale", ["en", "es-MX", "fr"])
@pytest.mark.parametrize("with_user", [True, False])
def test_what_the_engine_says_is_a_valid_report(shared: Path, locale: str, with_user: bool) -> None:
    request = sample(shared, "compatibility.request")
    user = from_wire(FaceProfile, request["userFaceProfile"]) if with_user else None
    ref = from_wire(FaceProfile, request["refFaceProfile"])
    for mode in ("structure", "vibe", "ease"):
        report = services.compare_faces(user=user, ref=ref, mode=mode, locale=locale)
        body = SimilarityReportV0(data=to_wire(report))
        assert body.is_valid(), body.errors
