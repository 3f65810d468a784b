"""Dockerfile and compose file, as far as they can be read without a container engine."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml
from django.core.management import get_commands

ROOT = Path(__file__).resolve().parent.parent.parent
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
DOCKERFILE = (ROOT / "Dockerfile").read_text()
KNOWN = {
    line.partition("=")[0]
    for line in (ROOT / ".env.example").read_text().splitlines()
    if line and not line.startswith("#")
}


def our_services() -> dict[str, Any]:
    return {n: s for n, s in COMPOSE["services"].items() if s["image"] == "look-replicator"}


def test_the_services_are_there() -> None:
    assert set(COMPOSE["services"]) == {"postgres", "s3", "setup", "web", "worker"}
    assert set(our_services()) == {"setup", "web", "worker"}


def test_every_variable_is_a_setting_of_ours() -> None:
    for name, service in our_services().items():
        assert set(service["environment"]) <= KNOWN, name


def test_every_setting_of_the_env_file_reaches_our_services() -> None:
    for name, service in our_services().items():
        assert service["env_file"] == ".env", name
        assert service["environment"]["DEBUG"] == "false"  # the example's is for a laptop


def test_the_image_has_what_its_commands_read() -> None:
    for path in re.findall(r"^COPY ([^-].*) \S+$", DOCKERFILE, re.MULTILINE):
        assert all((ROOT / each).exists() for each in path.split()), path
    folders = re.search(r"compileall -q (.*)$", DOCKERFILE, re.MULTILINE)
    assert folders is not None
    assert all((ROOT / each / "__init__.py").is_file() for each in folders[1].split())


def test_every_command_exists() -> None:
    commands = get_commands()
    for service in our_services().values():
        text = " ".join(
            [*service.get("command", []), *service.get("healthcheck", {}).get("test", [])]
        )
        for command in re.findall(r"manage\.py (\w+)", text):
            assert command in commands
    for command in re.findall(r"manage\.py (\w+)", DOCKERFILE):
        assert command in commands or command == "collectstatic"


def test_images_are_pinned_and_secrets_have_no_default() -> None:
    for name, service in COMPOSE["services"].items():
        assert not service["image"].endswith(":latest"), name
    text = (ROOT / "compose.yaml").read_text()
    for secret in ("SECRET_KEY", "POSTGRES_PASSWORD", "S3_SECRET"):
        assert re.search(r"\$\{" + secret + r":\?", text)
        assert not re.search(r"\$\{" + secret + r":-[^}]", text)


def test_ours_run_without_privileges() -> None:
    for name, service in our_services().items():
        assert service["cap_drop"] == ["ALL"], name
        assert service["read_only"], name
        assert "no-new-privileges:true" in service["security_opt"]
    last_stage = DOCKERFILE.rsplit("\nFROM ", 1)[1]
    assert re.search(r"^USER 10001$", last_stage, re.MULTILINE)
    assert "pip uninstall" in last_stage
    assert re.search(r"^HEALTHCHECK ", last_stage, re.MULTILINE)


def test_a_worker_has_longer_to_stop_than_it_takes() -> None:
    worker = COMPOSE["services"]["worker"]
    grace = int(worker["stop_grace_period"].removesuffix("s"))
    assert grace > int(worker["environment"]["WORKER_STOP_S"])


def test_what_must_not_be_in_an_image_is_ignored() -> None:
    ignored = (ROOT / ".dockerignore").read_text().split()
    assert {".git", ".venv", "var", ".env"} <= set(ignored)
