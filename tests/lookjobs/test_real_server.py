"""uvicorn as it is deployed, over a real socket: cut bodies, chunks, a kill, a stop in order."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from django.conf import settings
from django.db import connection

from lookjobs.chaos.stub.apps import RESULT
from lookjobs.demo.stack import free_port
from lookjobs.models import LookJob, Upload
from tests.lookjobs.conftest import job_body
from tests.lookjobs.test_worker_process import STUB, has_ended, running_worker, wait_until

pytestmark = pytest.mark.django_db(transaction=True)
KEY = {"Authorization": "Bearer key-of-alice"}


@contextmanager
def running_web(store: Path, **environment: str) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    database = connection.settings_dict
    host = database["HOST"] or database["OPTIONS"].get("host", "")
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    ours = {
        "DATABASE_URL": f"postgresql://{database['USER']}@/{database['NAME']}?host={host}",
        "LOG_LEVEL": "ERROR", "LOOK_REPLICATOR_API_KEYS": "alice:key-of-alice",
        "LOOK_REPLICATOR_LOCAL_STORE": str(store), "PUBLIC_BASE_URL": url,
    }  # fmt: skip
    process = subprocess.Popen(
        [sys.executable, "-m", "uvicorn", "config.asgi:application", "--port", str(port),
         "--no-access-log", "--timeout-graceful-shutdown", "20"],
        env={**os.environ, **ours, **environment}, cwd=settings.BASE_DIR, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        wait_until(lambda: answers(url))
        yield process, url
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(30)


def answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz").is_success
    except httpx.TransportError:
        return False


@pytest.fixture
def web(tmp_path: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    with running_web(tmp_path) as found:
        yield found


def ticket(url: str, size: int) -> dict[str, Any]:
    body = {
        "kind": "reference", "filename": "a.jpg", "contentType": "image/jpeg", "sizeBytes": size,
        "market": "US",
    }  # fmt: skip
    answer = httpx.post(f"{url}/uploads/signed-url", json=body, headers=KEY, timeout=90)
    assert answer.status_code == 201
    found: dict[str, Any] = answer.json()
    return found


def raw(url: str, request: bytes, *, hang_up: bool = True) -> bytes:
    """Send bytes as they are, half-close if so wanted, and return whatever comes back."""
    parts = urlsplit(url)
    with socket.create_connection((str(parts.hostname), parts.port or 80), timeout=90) as sock:
        sock.sendall(request)
        if hang_up:
            sock.shutdown(socket.SHUT_WR)
        found = b""
        while chunk := sock.recv(65536):
            found += chunk
    return found


def put_head(where: dict[str, Any], *headers: str) -> bytes:
    path = urlsplit(where["uploadUrl"]).path
    lines = [f"PUT {path} HTTP/1.1", "Host: 127.0.0.1", "Content-Type: image/jpeg", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_bodies_that_lie_about_their_length_store_nothing(  # U7, U12
    web: tuple[subprocess.Popen[bytes], str], tmp_path: Path, photo: bytes
) -> None:
    url = web[1]
    where = ticket(url, len(photo))
    raw(url, put_head(where, f"Content-Length: {len(photo)}") + photo[:-1])
    assert files(tmp_path) == []
    chunk = f"{len(photo):x}\r\n".encode() + photo + b"\r\n0\r\n\r\n"
    assert (
        b" 411 "
        in raw(url, put_head(where, "Transfer-Encoding: chunked") + chunk, hang_up=False)[:40]
    )
    assert files(tmp_path) == []
    longer = put_head(where, f"Content-Length: {len(photo)}", "Connection: close") + photo + b"more"
    assert b" 204 " in raw(url, longer, hang_up=False)[:40]
    assert [path.read_bytes() for path in files(tmp_path)] == [photo]


def test_a_job_runs_although_the_web_process_dies_next(  # J2
    web: tuple[subprocess.Popen[bytes], str], photo: bytes
) -> None:
    process, url = web
    where = ticket(url, len(photo))
    assert put(where, photo).status_code == 204
    made = httpx.post(f"{url}/look-jobs", json=job_body(where["assetKey"]), headers=KEY, timeout=90)
    assert made.status_code == 201
    process.kill()
    process.wait()
    with running_worker(**STUB):
        job = LookJob.objects.get()
        wait_until(lambda: has_ended(job))
        assert (job.status, job.result) == ("completed", RESULT)


def test_a_stop_lets_an_open_request_end(
    web: tuple[subprocess.Popen[bytes], str], photo: bytes
) -> None:
    process, url = web
    where = ticket(url, len(photo))
    parts = urlsplit(url)
    with socket.create_connection((str(parts.hostname), parts.port or 80), timeout=90) as sock:
        sock.sendall(put_head(where, f"Content-Length: {len(photo)}", "Connection: close"))
        sock.sendall(photo[:100])
        threading.Event().wait(0.5)  # it has begun
        process.send_signal(signal.SIGTERM)
        threading.Event().wait(0.5)
        sock.sendall(photo[100:])
        assert b" 204 " in sock.recv(65536)[:40]
    assert process.wait(90) in (0, -signal.SIGTERM)  # uvicorn ends by the signal that it was sent
    assert Upload.objects.get().state == "received"


@pytest.fixture
def tiny(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    folder = tmp_path / "tiny"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("only root can mount a tmpfs here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def send_photo(url: str, data: bytes) -> httpx.Response:
    return put(ticket(url, len(data)), data)


def put(where: dict[str, Any], data: bytes) -> httpx.Response:
    return httpx.put(where["uploadUrl"], content=data, headers=where["headers"], timeout=90)


def test_a_full_store_says_so_and_loses_nothing(tiny: Path, photo: bytes) -> None:
    large = photo + os.urandom(2_000_000)
    with running_web(tiny) as (_, url):
        assert send_photo(url, photo).status_code == 204
        where = ticket(url, len(large))
        full = put(where, large)
        assert (full.status_code, full.json()["error"]) == (503, "STORAGE_UNAVAILABLE")
        assert full.headers["Retry-After"]
        assert [path.read_bytes() for path in files(tiny)] == [photo]  # no half of the other
        subprocess.run(["mount", "-o", "remount,size=9m", str(tiny)], check=True)
        again = put(where, large)
        assert again.status_code == 204  # the same URL is still good


def test_no_room_for_a_body_says_so(tiny: Path, tmp_path: Path, photo: bytes) -> None:
    with running_web(tmp_path / "looks", TMPDIR=str(tiny)) as (_, url):
        answer = send_photo(url, photo + os.urandom(5_000_000))
        assert (answer.status_code, answer.json()["error"]) == (503, "STORAGE_UNAVAILABLE")
        assert answer.headers["Retry-After"]
        assert send_photo(url, photo).status_code == 204
