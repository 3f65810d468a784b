"""The bucket's rules follow the settings, and a store takes them."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.lookjobs.test_s3 import BUCKET, client  # noqa: F401  (a fixture)


def printed(*options: str) -> dict[str, Any]:
    out = StringIO()
    call_command("storage_policy", *options, stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


def test_expiry_follows_the_retention_settings(settings: Any) -> None:
    settings.RETENTION_REFERENCE_DAYS, settings.RETENTION_SELFIE_HOURS = 3, 36
    days = {
        rule["Filter"]["Prefix"].split("/")[2]: rule["Expiration"]["Days"]
        for rule in printed()["lifecycle"]["Rules"]
    }
    assert days == {"reference": 4, "selfie": 3}


def test_only_known_origins_may_put(settings: Any) -> None:
    settings.CORS_ALLOWED_ORIGINS = ["https://shop.example"]
    settings.PUBLIC_BASE_URL = "https://looks.example"
    rule = printed()["cors"]["CORSRules"][0]
    assert rule["AllowedOrigins"] == ["https://looks.example", "https://shop.example"]
    assert rule["AllowedMethods"] == ["PUT"]


def test_nothing_is_applied_without_a_bucket() -> None:
    with pytest.raises(CommandError, match="LOOK_REPLICATOR_S3_BUCKET"):
        call_command("storage_policy", "--apply", stdout=StringIO())


@pytest.mark.usefixtures("client")
def test_a_store_takes_the_rules(client: Any) -> None:  # noqa: F811
    rules = printed("--apply")
    taken = client.get_bucket_lifecycle_configuration(Bucket=BUCKET)["Rules"]
    assert [rule["ID"] for rule in taken] == ["expire-reference", "expire-selfie"]
    assert client.get_bucket_cors(Bucket=BUCKET)["CORSRules"][0]["AllowedMethods"] == ["PUT"]
    statements = {s["Sid"]: s for s in rules["policy"]["Statement"]}
    assert statements["NeverReplace"]["Resource"].startswith(f"arn:aws:s3:::{BUCKET}/")
