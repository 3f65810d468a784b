"""The published schemas are the code's, complete, and refuse what the API refuses."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from jsonschema import Draft202012Validator

from config.errors import UnsupportedMarketError
from lookjobs.contract_fixtures import all_fixtures
from lookjobs.published import CONTRACTS, all_schemas
from tests.lookjobs.mutations import mutations

FOLDER = Path(settings.BASE_DIR) / "contracts" / "us"
SCHEMAS = all_schemas()
PARTS = {type(c()).__name__.removesuffix("Serializer"): n for n, c in CONTRACTS.items()}
LEAST_MUTATIONS = 15
# The call refuses the first two with codes of their own (415, 413); nobody sends the third.
NOT_IN_THE_SERIALIZER = {
    "signedUrlRequest": {".contentType no such choice", ".sizeBytes beyond maximum"},
    "lookJobStatusResponseV1": {".jobId a number for text"},
}


def fixture(name: str) -> Any:
    return json.loads((FOLDER / "fixtures" / f"{name}.json").read_text())


def api_takes(name: str, body: Any) -> bool:
    try:
        return bool(CONTRACTS[name](data=body).is_valid())
    except UnsupportedMarketError:
        return False


def test_the_folder_is_what_the_code_says() -> None:
    call_command("export_contracts", check=True, stdout=StringIO())


def test_check_fails_where_a_file_differs_is_missing_or_is_a_stranger(tmp_path: Path) -> None:
    for file in ("lookSpecV0.json", "kitV0.json"):
        (tmp_path / "fixtures").mkdir(exist_ok=True)
        (tmp_path / "fixtures" / file).write_text((FOLDER / "fixtures" / file).read_text())
    call_command("export_contracts", to=tmp_path, stdout=StringIO())
    call_command("export_contracts", to=tmp_path, check=True, stdout=StringIO())
    (tmp_path / "kitV0.schema.json").write_text("{}")
    (tmp_path / "stepsV0.schema.json").unlink()
    (tmp_path / "extra.json").write_text("{}")
    errors = StringIO()
    with pytest.raises(SystemExit):
        call_command("export_contracts", to=tmp_path, check=True, stderr=errors)
    said = errors.getvalue()
    assert "differs: kitV0.schema.json" in said
    assert "missing: stepsV0.schema.json" in said
    assert "not ours: extra.json" in said


def test_every_contract_has_a_schema_a_fixture_and_a_line_in_the_manifest() -> None:
    manifest = json.loads((FOLDER / "manifest.json").read_text())["files"]
    recorded = {name: fixture(name) for name in ("lookSpecV0", "kitV0")}
    for name in SCHEMAS:
        assert f"{name}.schema.json" in manifest
        assert f"fixtures/{name}.json" in manifest
        assert name in all_fixtures(recorded)


@pytest.mark.parametrize("name", sorted(SCHEMAS))
def test_schemas_are_valid_and_take_their_fixture(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])
    Draft202012Validator(SCHEMAS[name]).validate(fixture(name))


@pytest.mark.parametrize("name", sorted(CONTRACTS))
def test_a_broken_fixture_fails_in_the_schema_and_in_the_api_alike(name: str) -> None:
    body, validator = fixture(name), Draft202012Validator(SCHEMAS[name])
    assert api_takes(name, body)
    apart = {part for part, its_own in PARTS.items() if its_own != name}
    broken = list(mutations(SCHEMAS[name], body, apart=apart))
    assert len(broken) >= min(LEAST_MUTATIONS, 3 * len(body))
    passed_schema = [label for label, wrong in broken if validator.is_valid(wrong)]
    passed_api = {label for label, wrong in broken if api_takes(name, wrong)}
    assert passed_schema == []
    assert passed_api == NOT_IN_THE_SERIALIZER.get(name, set())
