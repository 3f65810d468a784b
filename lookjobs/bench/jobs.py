"""A running stack under load: reads of a finished job, and the worker's memory over fifty jobs."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any, Final

import httpx
import psutil
from django.db import connection
from django.test import Client as DjangoClient
from django.test.utils import CaptureQueriesContext

from config.paths import generated
from lookjobs.demo.client import Client
from lookjobs.demo.stack import Stack, free_port

SECONDS: Final = 5.0
JOBS: Final = 50
MEBIBYTE: Final = 1024 * 1024


def measure(photo: Path) -> dict[str, Any]:
    """Return {"read": ..., "worker memory": ...} of a stack that runs fifty jobs on the photo."""
    with generated("log", "bench.log").open("wb") as log, Stack(port=free_port(), log=log) as stack:
        client = Client(stack.url)
        memory: dict[int, float] = {}
        job_id = ""
        for number in range(1, JOBS + 1):
            job_id = _run_job(client, photo)
            if number in (1, 10, 30, JOBS):
                memory[number] = _worker_mebibytes(stack)
        read: dict[str, Any] = {"sql queries": _queries(job_id)}
        for clients in (1, 8):
            read[f"requests/s with {clients}"] = _requests_per_s(stack.url, job_id, clients)
    return {
        "GET /look-jobs/{id}": read,
        "worker memory": {f"after {count} jobs, MiB": value for count, value in memory.items()},
    }


def _run_job(client: Client, photo: Path) -> str:
    key = client.upload(photo, kind="reference", content_type="image/png")
    job = client.create(reference=key, selfie=None, mode="structure", locale="en")
    *_, last = client.follow(job["jobId"])
    if last["status"] != "completed":
        raise RuntimeError(f"a benchmark job ended as {last['status']}: {last['error']}")
    return str(job["jobId"])


def _worker_mebibytes(stack: Stack) -> float:
    """Return the memory of the worker, in MiB: all its processes, shared pages counted once."""
    supervisor = psutil.Process(stack.pid("worker"))
    processes = [supervisor, *supervisor.children(recursive=True)]
    held: int = sum(process.memory_full_info().pss for process in processes)
    return round(held / MEBIBYTE, 1)


def _queries(job_id: str) -> int:
    """Return how many SQL queries a read of the finished job takes."""
    with CaptureQueriesContext(connection) as queries:
        answer = DjangoClient(headers={"host": "127.0.0.1"}).get(f"/look-jobs/{job_id}")
    if answer.status_code != httpx.codes.OK:
        raise RuntimeError(f"the job cannot be read: {answer.status_code}")
    return len(queries)


def _requests_per_s(url: str, job_id: str, clients: int) -> float:
    done = [0] * clients
    end = time.monotonic() + SECONDS

    def ask(number: int) -> None:
        with httpx.Client(base_url=url, timeout=60) as http:
            while time.monotonic() < end:
                http.get(f"/look-jobs/{job_id}").raise_for_status()
                done[number] += 1

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return round(sum(done) / SECONDS, 1)
