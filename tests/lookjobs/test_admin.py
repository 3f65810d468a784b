"""Every page of the admin opens, and each stands on the project's one base class."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client

from config.admin import BaseAdmin

MODELS = sorted(admin.site._registry, key=lambda model: model._meta.label)


@pytest.fixture
def staff(admin_user: Any) -> Client:
    client = Client()
    client.force_login(admin_user)
    return client


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_admin_stands_on_the_one_base_class(model: Any) -> None:
    assert isinstance(admin.site._registry[model], BaseAdmin)


@pytest.mark.django_db
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_list_opens_and_searches(staff: Client, model: Any) -> None:
    url = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
    assert staff.get(url).status_code == 200
    assert staff.get(url, {"q": "nothing"}).status_code == 200


@pytest.mark.django_db
def test_a_stranger_sees_the_login_alone(client: Client) -> None:
    for model in MODELS:
        url = f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        assert client.get(url)["Location"].startswith("/admin/login/")
