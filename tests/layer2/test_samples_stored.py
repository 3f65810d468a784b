"""Opt-in samples of looks and steps: what the database refuses, what staff may do with them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from config.contracts import to_wire
from layer1 import services as layer1
from layer2 import services
from layer2.engine.types import Preferences
from layer2.models import LookSpecSample, StepsSample
from tests.layer2.step_looks import make_look

pytestmark = pytest.mark.django_db
MODELS = (LookSpecSample, StepsSample)


def store(session: str = "sess_1") -> None:
    look = make_look()
    steps = services.plan_steps(
        look, bundle=None, mode="vibe", preferences=Preferences(), locale="en"
    )
    services.store_samples(
        look, steps, mode="vibe", caller="key:a", session_id=session, now=timezone.now()
    )


def test_a_look_and_its_steps_are_kept_as_sent() -> None:
    store()
    assert LookSpecSample.objects.get().look_spec == json.loads(json.dumps(to_wire(make_look())))
    sample = StepsSample.objects.get()
    assert (sample.preference_mode, sample.engine_version) == ("vibe", "layer2-test")
    assert [len(section["steps"]) for section in sample.steps["sections"]] == [3, 3, 3]


def test_they_go_and_are_exported_with_those_of_layer_1() -> None:
    for session in ("sess_1", "sess_2"):
        store(session)
    found = layer1.session_samples(session_id="sess_1", caller="key:a")
    assert {name: len(kept) for name, kept in found.items() if kept} == {"lookSpecs": 1, "steps": 1}
    assert layer1.delete_session_samples(session_id="sess_1", caller="key:b") == 0
    assert layer1.delete_session_samples(session_id="sess_1", caller="key:a") == 2
    for model in MODELS:
        assert [row.session_id for row in model.objects.all()] == ["sess_2"]


@pytest.mark.parametrize(
    ("model", "change", "constraint"),
    [
        (LookSpecSample, {"market": "CA"}, "layer2_look_spec_us_market"),
        (LookSpecSample, {"session_id": ""}, "layer2_look_spec_us_session"),
        (LookSpecSample, {"look_spec": {"market": "CA"}}, "layer2_look_spec_us_json_market"),
        (LookSpecSample, {"look_spec": []}, "layer2_look_spec_us_json_market"),
        (StepsSample, {"market": "CA"}, "layer2_steps_us_market"),
        (StepsSample, {"session_id": ""}, "layer2_steps_us_session"),
        (StepsSample, {"steps": {"market": "US"}}, "layer2_steps_us_json_sections"),
        (StepsSample, {"preference_mode": "fast"}, "layer2_steps_us_mode"),
    ],
)
def test_the_database_refuses_what_must_not_be_stored(
    model: Any, change: dict[str, Any], constraint: str
) -> None:
    store()
    row = model.objects.values().get()
    del row["id"]
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model.objects.create(**(row | change))


def test_staff_look_and_export_but_change_nothing(client: Client) -> None:
    store()
    client.force_login(User.objects.create_superuser("boss", password="x"))
    for model in MODELS:
        base, pk = f"/admin/layer2/{model._meta.model_name}/", model.objects.get().pk
        assert client.get(base).status_code == 200
        assert client.get(f"{base}{pk}/change/").status_code == 200
        assert client.get(f"{base}add/").status_code == 403
        assert client.post(f"{base}{pk}/delete/", {"post": "yes"}).status_code == 403
        reply: Any = client.post(base, {"action": "export_jsonl", "_selected_action": [pk]})
        text = b"".join(reply.streaming_content).decode()
        assert json.loads(text) == getattr(model.objects.get(), model.BODY)
        assert "sess_1" not in text
