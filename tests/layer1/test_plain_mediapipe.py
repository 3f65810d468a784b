"""The models load alone: what MediaPipe's package would import beside them stays out."""

from __future__ import annotations

import subprocess
import sys

LOADED = (
    "import sys; from layer1.landmarks import get_finder; get_finder();"
    "print(sorted({'matplotlib', 'mediapipe.python.solutions'} & set(sys.modules)))"
)


def test_loading_the_models_loads_no_solutions_and_no_figures() -> None:
    seen = subprocess.run(
        [sys.executable, "-c", LOADED], capture_output=True, text=True, check=True, timeout=120
    )
    assert seen.stdout.strip() == "[]"


def test_solutions_are_still_found_by_their_full_name() -> None:
    face_mesh = "import mediapipe.python.solutions.face_mesh as found; print(found.FaceMesh)"
    seen = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", f"{LOADED}; {face_mesh}"],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    assert "FaceMesh" in seen.stdout
