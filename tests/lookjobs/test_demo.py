"""`make demo` and `make serve`: the real server and the real worker, started and stopped."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import skimage.data
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from PIL import Image

from lookjobs.demo.first_run import prepare
from lookjobs.demo.stack import Stack, StackError, free_port, require_free


@pytest.fixture
def environment(transactional_db: None, tmp_path: Path) -> dict[str, str]:
    """The environment of a child process that uses this test's database and its own store."""
    found = connection.settings_dict
    url = f"postgresql://{found['USER']}:{found['PASSWORD']}@/{found['NAME']}?host={found['HOST']}"
    if found["PORT"]:
        url += f"&port={found['PORT']}"
    return {
        **os.environ,
        "DATABASE_URL": url,
        "LOOK_REPLICATOR_LOCAL_STORE": str(tmp_path / "looks"),
    }


def run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, timeout=180,
        check=False,
    )  # fmt: skip


def test_the_demo_runs_one_job_through_server_queue_and_worker(
    environment: dict[str, str],
) -> None:
    done = run(environment, "demo", "--mode", "ease")
    assert done.returncode == 0, done.stdout + done.stderr
    for promised in ("100 % done", "Gate: soft_degrade", "Nine steps", "result.json", "/looks/"):
        assert promised in done.stdout


def test_a_rejected_photo_exits_2_with_reasons_and_a_tip(
    environment: dict[str, str], tmp_path: Path
) -> None:
    path = tmp_path / "coffee.jpg"
    Image.fromarray(skimage.data.coffee()).save(path)  # type: ignore[no-untyped-call]
    done = run(environment, "demo", "--photo", str(path))
    assert done.returncode == 2, done.stdout + done.stderr
    assert "REF_FACE_COUNT_NOT_ONE" in done.stdout
    assert "one face" in done.stdout


@contextmanager
def serving(environment: dict[str, str], port: int) -> Iterator[subprocess.Popen[str]]:
    """`manage.py serve` on a port, once it says that it serves; killed if the test leaves it."""
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    with subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        try:
            assert process.stdout is not None
            line = ""
            while "Serving" not in line:
                line = process.stdout.readline()
                assert line, "serve ended before it served"
            yield process
        finally:
            process.kill()


def test_serve_stops_both_on_ctrl_c(environment: dict[str, str]) -> None:
    port = free_port()
    with serving(environment, port) as process:
        assert httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=60).status_code == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 0
    require_free(port)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("missing.jpg", None, "No such file"),
        ("empty.jpg", b"", "empty"),
        ("text.jpg", b"hello, this is no photo", "not a JPEG"),
    ],
)
def test_what_is_no_photo_is_said_before_anything_starts(
    tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(CommandError, match=said):
        call_command("demo", "--photo", str(path))


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield taken.getsockname()[1]


def test_a_port_in_use_is_said_with_a_way_out(taken_port: int) -> None:
    with pytest.raises(StackError, match=f"Port {taken_port} is in use"), Stack(port=taken_port):
        pytest.fail("the stack started on a taken port")


def test_an_unreachable_database_is_said_in_two_lines() -> None:
    nowhere = {**os.environ, "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"}
    done = run(nowhere, "serve", "--port", str(free_port()))
    assert done.returncode == 1
    assert "The database cannot be reached" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) <= 3


@pytest.mark.django_db
def test_the_first_run_prints_the_password_once(django_user_model: Any) -> None:
    said: list[str] = []
    prepare(said.append)
    prepare(said.append)
    assert sum("password" in line for line in said) == 1
    assert django_user_model.objects.filter(is_superuser=True).count() == 1


def test_the_server_dies_with_a_killed_parent(environment: dict[str, str]) -> None:
    port = free_port()
    with serving(environment, port) as process:
        process.kill()
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            require_free(port)
        except StackError:
            time.sleep(0.2)
        else:
            return
    pytest.fail("the web server outlived its parent")
