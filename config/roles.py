"""Writes a role of staff as a group with its permissions, from a migration or from a test."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any


def write_group(apps: Any, role: str, names: Iterable[str]) -> None:
    """Write the group; names are app.codename, or app.model.codename for a permission of its own.

    In a fresh database Django writes permissions only after all migrations, so those that are
    missing are written here. What the group holds already stays.
    """
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=role)
    group.permissions.add(*[_permission(apps, name) for name in names])


def _permission(apps: Any, name: str) -> Any:
    app, *model, codename = name.split(".")
    kind, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app, model=model[0] if model else codename.partition("_")[2]
    )
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=kind, codename=codename, defaults={"name": codename.replace("_", " ")}
    )
    return found
