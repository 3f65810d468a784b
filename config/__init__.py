"""What every app shares; imported before any of them, so the one place for what must be set first.

A photo is small work for BLAS and OpenCV: a pool of threads beside it costs more than it brings
(OpenBLAS's spin after each call: twice the processor time of reading a face), and a machine is
filled by more workers instead. The libraries read these when they load; whoever sets them wins.
"""

import os

for _threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "OPENCV_FOR_THREADS_NUM"):
    os.environ.setdefault(_threads, "1")
