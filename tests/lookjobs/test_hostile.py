"""Hostile files through the decoding helper: bounded CPU and memory, and good photos in between."""

from __future__ import annotations

import contextlib
import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lookjobs.decoder import Decoder
from lookjobs.engine.decode import ImageUnreadableError, decode
from tests.lookjobs.hostile import hostile_files
from tests.lookjobs.photos import encoded, gradient

CPU_LIMIT_S = 2.0
MEMORY_LIMIT_MB = 700
MIB = 1024 * 1024


@pytest.fixture
def decoder() -> Iterator[Decoder]:
    made = Decoder()
    made.warm_up()
    yield made
    made.close()


class Gauge:
    """CPU seconds and peak memory of the helper since reset(); a dead helper shows its last."""

    def __init__(self, decoder: Decoder) -> None:
        self._decoder = decoder

    def reset(self) -> None:
        pid = self._decoder.pid
        Path(f"/proc/{pid}/clear_refs").write_text("5")  # the peak begins again
        self._before = self._cpu(pid)

    def read(self) -> tuple[float, float]:
        pid = self._decoder.pid
        status = Path(f"/proc/{pid}/status").read_text()
        peak = re.search(r"VmHWM:\s+(\d+) kB", status)
        return self._cpu(pid) - self._before, int(peak[1]) / 1024 if peak else 0.0

    @staticmethod
    def _cpu(pid: int) -> float:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def test_two_hundred_hostile_files_cost_little_and_stop_nothing(decoder: Decoder) -> None:
    good = encoded(gradient(), "JPEG")
    expected = decode(good)
    gauge = Gauge(decoder)
    costs: list[tuple[str, float, float]] = []
    for number, (name, data) in enumerate(hostile_files()):
        gauge.reset()
        with contextlib.suppress(ImageUnreadableError):
            decoder.decode(data)
        if decoder.deaths:  # the kernel ended it: by its limits, so within them
            decoder.deaths = 0
            decoder.warm_up()
        else:
            costs.append((name, *gauge.read()))
        if number % 10 == 0:
            assert np.array_equal(decoder.decode(good), expected), name
    assert number >= 200
    assert [cost for cost in costs if cost[1] > CPU_LIMIT_S] == []
    assert [cost for cost in costs if cost[2] > MEMORY_LIMIT_MB] == []
    assert len(costs) > number * 0.95


@pytest.mark.parametrize("limits", [{"cpu_limit_s": 0.3}, {"memory_limit": 250 * MIB}])
def test_a_photo_past_its_limits_costs_one_helper_and_not_us(limits: dict[str, Any]) -> None:
    costly = encoded(np.full((7071, 7071, 4), 128, np.uint8))
    good = encoded(gradient(), "JPEG")
    made = Decoder(**limits)
    try:
        for _ in range(2):
            with pytest.raises(ImageUnreadableError) as caught:
                made.decode(costly)
            assert caught.value.reason == "TOO_COSTLY"
            assert np.array_equal(made.decode(good), decode(good))
    finally:
        made.close()


def test_the_helper_can_open_neither_file_nor_socket(decoder: Decoder) -> None:
    limits = Path(f"/proc/{decoder.pid}/limits").read_text()
    assert re.search(r"Max open files\s+0\s+0", limits)
    assert re.search(r"Max file size\s+0\s+0", limits)
    assert re.search(r"Max core file size\s+0\s+0", limits)


def test_the_helper_has_none_of_our_secrets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SECRET_KEY", "do-not-tell")
    made = Decoder()
    made.warm_up()
    try:
        assert b"do-not-tell" not in Path(f"/proc/{made.pid}/environ").read_bytes()
    finally:
        made.close()


def test_a_helper_that_was_killed_is_replaced(decoder: Decoder) -> None:
    good = encoded(gradient(), "PNG")
    decoder.decode(good)
    os.kill(decoder.pid, 9)
    assert np.array_equal(decoder.decode(good), gradient())


def test_a_photo_over_which_two_helpers_are_killed_is_refused(
    decoder: Decoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The kernel may kill for want of memory; a photo that brings it to that has no third try."""
    send = decoder._send

    def send_and_kill(data: bytes) -> None:
        decoder._running()
        os.kill(decoder.pid, signal.SIGSTOP)
        send(data)
        os.kill(decoder.pid, signal.SIGKILL)

    monkeypatch.setattr(decoder, "_send", send_and_kill)
    with pytest.raises(ImageUnreadableError):
        decoder.decode(encoded(gradient(), "PNG"))
    assert decoder.deaths == 2
