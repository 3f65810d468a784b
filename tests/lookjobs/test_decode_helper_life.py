"""The decoding helper lives as long as its process, not as the thread that first needed it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

import psutil

from lookjobs.decoder import Decoder
from tests.lookjobs.photos import encoded, gradient

_STARTS_ONE = """
import os, time
from lookjobs.decoder import Decoder
d = Decoder(); d.warm_up(); print(d.pid, flush=True); time.sleep(60)
"""


def test_it_outlives_the_thread_that_started_it() -> None:
    decoder = Decoder()
    try:
        thread = threading.Thread(target=decoder.warm_up)
        thread.start()
        thread.join()
        first = decoder.pid
        time.sleep(0.3)  # a signal on the thread's end would have come by now
        assert decoder.decode(encoded(gradient(), "JPEG")).ndim == 3
        assert decoder.pid == first
        assert decoder.deaths == 0
    finally:
        decoder.close()


def test_a_photo_is_not_blamed_for_a_helper_that_somebody_killed() -> None:
    """Its job was refused as too costly, where the machine or an operator had killed the helper."""
    decoder = Decoder()
    try:
        decoder.warm_up()
        first = decoder.pid
        os.kill(first, signal.SIGSTOP)  # with the photo before it
        threading.Timer(1, lambda: os.kill(first, signal.SIGKILL)).start()
        assert decoder.decode(encoded(gradient(), "JPEG")).ndim == 3
        assert decoder.deaths == 1
        assert decoder.pid != first
    finally:
        decoder.close()


def test_it_ends_when_its_process_is_killed() -> None:
    parent = subprocess.Popen([sys.executable, "-c", _STARTS_ONE], stdout=subprocess.PIPE)
    assert parent.stdout is not None
    helper = psutil.Process(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    parent.stdout.close()
    helper.wait(timeout=60)
