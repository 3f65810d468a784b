"""Opt-in samples of kits: what the database refuses, and that they go with the rest."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from config.contracts import to_wire
from layer1 import services as layer1
from layer2.engine.types import Preferences
from layer3 import services
from layer3.engine.types import Constraints, Kit
from layer3.models import KitSample
from layer3.serializers import KitV0Serializer
from tests.factories import make_look, make_shade, make_wearer

pytestmark = pytest.mark.django_db


def kit() -> Kit:
    make_shade()
    return services.build_kit(
        look=make_look(), wearer=make_wearer(), preferences=Preferences(),
        constraints=Constraints(), priced_at=timezone.now(), locale="en",
    )  # fmt: skip


def store(session: str = "sess_1") -> None:
    services.store_sample(kit(), caller="key:a", session_id=session, now=timezone.now())


def test_a_kit_is_kept_as_sent() -> None:
    built = kit()
    services.store_sample(built, caller="key:a", session_id="s", now=timezone.now())
    row = KitSample.objects.get()
    assert KitV0Serializer(data=row.kit).is_valid()
    assert row.kit["totals"] == to_wire(built)["totals"]
    assert row.catalog_version == built.catalog_version


def test_it_goes_and_is_exported_with_those_of_layer_1() -> None:
    store()
    KitSample.objects.update(session_id="sess_2")
    row = KitSample.objects.get()
    row.pk, row.session_id = None, "sess_1"
    row.save()
    found = layer1.session_samples(session_id="sess_1", caller="key:a")
    assert {name: len(kept) for name, kept in found.items() if kept} == {"kits": 1}
    assert layer1.delete_session_samples(session_id="sess_1", caller="key:b") == 0
    assert layer1.delete_session_samples(session_id="sess_1", caller="key:a") == 1
    assert [row.session_id for row in KitSample.objects.all()] == ["sess_2"]


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"market": "CA"}, "layer3_kit_us_market"),
        ({"session_id": ""}, "layer3_kit_us_session"),
        ({"kit": {"slots": []}}, "layer3_kit_us_json_areas"),
        ({"kit": []}, "layer3_kit_us_json_areas"),
    ],
)
def test_the_database_refuses_what_must_not_be_stored(
    change: dict[str, Any], constraint: str
) -> None:
    store()
    row: dict[str, Any] = dict(KitSample.objects.values().get())
    del row["id"]
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        KitSample.objects.create(**(row | change))


def test_staff_look_and_export_but_change_nothing(client: Client) -> None:
    store()
    client.force_login(User.objects.create_superuser("boss", password="x"))
    row = KitSample.objects.get()
    assert client.get("/admin/layer3/kitsample/").status_code == 200
    assert client.get(f"/admin/layer3/kitsample/{row.pk}/change/").status_code == 200
    assert client.get("/admin/layer3/kitsample/add/").status_code == 403
    chosen = {"action": "export_jsonl", "_selected_action": [row.pk]}
    answer = client.post("/admin/layer3/kitsample/", chosen)
    lines = b"".join(answer.streaming_content).decode().splitlines()  # type: ignore[attr-defined]
    assert len(lines) == 1
    assert "key:a" not in lines[0]
