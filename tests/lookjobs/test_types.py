"""TypeScript types come from the OpenAPI document and compile as a frontend would use them."""

from __future__ import annotations

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

OFFLINE = ("ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ETIMEDOUT", "ECONNRESET", "ENETUNREACH")


@pytest.mark.skipif(shutil.which("npm") is None, reason="Node.js is not installed")
def test_the_types_compile() -> None:
    folder = Path(settings.VAR_DIR) / "typescript"
    try:
        call_command("generate_types", to=folder, stdout=StringIO())
    except CommandError as error:
        if any(code in str(error) for code in OFFLINE):
            pytest.skip("the npm registry cannot be reached")
        raise
    text = (folder / "api.d.ts").read_text()
    for name in ("FaceProfileV0", "SimilarityReportV0", "LookSpecV0", "StepsV0", "KitV0"):
        assert f"{name}: {{" in text


def test_without_npm_it_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(CommandError, match="Install Node"):
        call_command("generate_types")
