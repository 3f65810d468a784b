"""People of each role, with their browser, and jobs in a store of their own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, User
from django.test import Client

from catalog.staff.roles import write_role
from lookjobs.staff.roles import write_roles

Open = Callable[[str], Client]


@pytest.fixture(autouse=True)
def _store(settings: Any, tmp_path: Path) -> None:
    local = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(tmp_path / "looks")},
    }
    settings.STORAGES = {**settings.STORAGES, "looks": local}


@pytest.fixture
def sign_in(db: None) -> Open:
    """Return a browser of a person with a role: Operator, Auditor, none (staff alone), root."""
    write_role(apps)
    write_roles(apps)  # a test with real transactions may have emptied the tables before

    def open_one(role: str) -> Client:
        root = role == "root"
        user = User.objects.create_user(role.lower(), is_staff=True, is_superuser=root)
        if role not in ("root", "none"):
            user.groups.add(Group.objects.get(name=role))
        client = Client(raise_request_exception=True)
        client.force_login(user)
        return client

    return open_one


@pytest.fixture
def operator(sign_in: Open) -> Client:
    return sign_in("Operator")


@pytest.fixture
def auditor(sign_in: Open) -> Client:
    return sign_in("Auditor")
