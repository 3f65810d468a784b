"""What every app shares; imported before any of them, so the one place for what must be set first.

A photo is small work for BLAS and OpenCV: a pool of threads beside it costs more than it brings
(OpenBLAS's spin after each call: twice the processor time of reading a face), and a machine is
filled by more workers instead. The libraries read these when they load; whoever sets them wins.

A photo is much memory for glibc: by default it gives the megabytes of one step back to the system
and takes them again, page by page, for the next. They are kept instead, as much as glibc keeps by
itself once a process has freed something large (mallopt(3), DEFAULT_MMAP_THRESHOLD_MAX).
"""

import contextlib
import ctypes
import os

for _threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "OPENCV_FOR_THREADS_NUM"):
    os.environ.setdefault(_threads, "1")

_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # malloc.h
_MEBIBYTE = 1 << 20
if not {"MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_THRESHOLD_"} & os.environ.keys():
    with contextlib.suppress(AttributeError):  # another C library than glibc
        _mallopt = ctypes.CDLL(None).mallopt
        _mallopt(_M_MMAP_THRESHOLD, 32 * _MEBIBYTE)
        _mallopt(_M_TRIM_THRESHOLD, 64 * _MEBIBYTE)
