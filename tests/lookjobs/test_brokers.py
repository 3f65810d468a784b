"""Other brokers for real: Redis as Debian ships it, SQS as moto's server speaks it."""

from __future__ import annotations

import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
import redis
from django_q.conf import Conf
from moto.server import ThreadedMotoServer

from lookjobs.chaos.killer import children, descendants
from lookjobs.demo.stack import free_port
from lookjobs.models import LookJob
from lookjobs.sweeper import sweep
from tests.lookjobs.test_worker_process import (
    cluster_of,
    has_ended,
    running_worker,
    send_one,
    wait_until,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def broker(monkeypatch: pytest.MonkeyPatch) -> Any:
    """broker(REDIS=...): this process sends by it, as the settings would let it."""

    def use(**changes: Any) -> None:
        for name, value in {"BROKER_CLASS": None, "ORM": None, "SQS": None, **changes}.items():
            monkeypatch.setattr(Conf, name, value)

    return use


@pytest.fixture
def redis_url(tmp_path: Path) -> Iterator[str]:
    if (program := shutil.which("redis-server")) is None:
        pytest.skip("redis-server is not installed (apt-get install redis-server)")
    port = free_port()
    server = subprocess.Popen(
        [program, "--port", str(port), "--save", "", "--dir", str(tmp_path)],
        stdout=subprocess.DEVNULL,
    )
    url = f"redis://127.0.0.1:{port}/0"
    try:
        wait_until(lambda: _answers(url))
        yield url
    finally:
        server.terminate()
        server.wait(10)


def _answers(url: str) -> bool:
    try:
        return bool(redis.from_url(url).ping())
    except redis.ConnectionError:
        return False


def _lives(pid: int) -> bool:
    """Whether a process runs; one that waits for its stopped parent to see its end does not."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_jobs_run_over_redis_and_one_whose_worker_dies_comes_back(
    broker: Any, redis_url: str
) -> None:
    broker(REDIS=redis_url)
    with running_worker(QUEUE_BROKER="redis", REDIS_URL=redis_url) as worker:
        first = send_one()
        wait_until(lambda: has_ended(first))
        worker.send_signal(signal.SIGSTOP)  # no supervisor: nothing is started again or swept
        victims = [p for child in children(worker.pid) for p in descendants(child)]
        subprocess.run(["kill", "-9", *map(str, victims)], check=False)
        wait_until(lambda: not any(map(_lives, victims)))  # a dying worker still takes messages
        lost = send_one()
        LookJob.objects.filter(pk=lost.pk).update(
            status="processing", attempt=1, lease_until="2020-01-01T00:00:00Z"
        )  # as if the dead worker had claimed it
        redis.from_url(redis_url).flushall()
        assert sweep() == 1
        worker.send_signal(signal.SIGCONT)
        wait_until(lambda: has_ended(lost))
        assert cluster_of(worker)


def test_jobs_run_over_sqs(broker: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    server = ThreadedMotoServer("127.0.0.1", port, verbose=False)
    server.start()
    environment = {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}", "AWS_ACCESS_KEY_ID": "test-only",
        "AWS_SECRET_ACCESS_KEY": "test-only",
    }  # fmt: skip
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    broker(SQS={"aws_region": "us-east-1"})
    try:
        with running_worker(QUEUE_BROKER="sqs", **environment):
            for job in [send_one() for _ in range(3)]:
                wait_until(lambda job=job: has_ended(job))  # type: ignore[misc]
    finally:
        server.stop()
