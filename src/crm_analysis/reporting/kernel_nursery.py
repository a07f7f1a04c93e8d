"""A process that imports once and forks a ready kernel for each notebook.

Most of a short report is importing pandas, seaborn and scikit-learn. This process does
it one time; a forked kernel then starts in a fraction of a second and shares memory.
It is run as a file, so that nothing else of the package is imported:

    python kernel_nursery.py serve SOCKET MODULE ...     the nursery
    python kernel_nursery.py kernel SOCKET -f FILE       stands for one kernel

Jupyter starts the second as if it were a kernel; it asks the first for one, hands
signals on to it, and ends with it. When either side goes, the kernel goes too.
"""

import contextlib
import ctypes
import importlib
import json
import os
import selectors
import signal
import socket
import sys
import time
from pathlib import Path

STOPPED = "stopped"  # a file beside the socket once no kernel is given any more
DEATH_SIGNAL_OPTION = 1  # PR_SET_PDEATHSIG of Linux' prctl


def serve(address: str, modules: list[str]) -> None:
    """Import, then fork a kernel for each caller until standard input closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _import_ahead(modules)
    with socket.socket(socket.AF_UNIX) as listener, _Selector() as selector:
        listener.bind(address)
        listener.listen()
        selector.register(sys.stdin, selectors.EVENT_READ)
        selector.register(listener, selectors.EVENT_READ)
        _serve_until_closed(listener, selector)


def stand_for_kernel(address: str, arguments: list[str]) -> int:
    """Ask the nursery for a kernel, pass signals on, and return its exit status."""
    with socket.socket(socket.AF_UNIX) as nursery:
        _connect(nursery, address)
        request = {"arguments": arguments, "folder": str(Path.cwd())}
        nursery.sendall(json.dumps(request).encode() + b"\n")
        kernel = int(nursery.recv(32).decode())
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda got, _: os.kill(kernel, got))
        status = nursery.recv(32).decode()
    return int(status or 1)


def _connect(nursery: socket.socket, address: str) -> None:
    """Connect, waiting for the imports while whoever asked for a kernel still lives."""
    asked_by = os.getppid()
    while True:
        try:
            nursery.connect(address)
            return
        except OSError:
            folder = Path(address).parent
            stopped = not folder.exists() or (folder / STOPPED).exists()
            if os.getppid() != asked_by or stopped:
                raise
            time.sleep(0.05)


class _Selector(selectors.DefaultSelector):
    """A selector that also remembers which kernel belongs to which caller."""

    def __init__(self) -> None:
        super().__init__()
        self.kernels: dict[socket.socket, tuple[int, int]] = {}


def _import_ahead(modules: list[str]) -> None:
    for module in ["ipykernel.kernelapp", "ipykernel.ipkernel", *modules]:
        with contextlib.suppress(ImportError):
            importlib.import_module(module)


def _serve_until_closed(listener: socket.socket, selector: _Selector) -> None:
    try:
        while True:
            for key, _ in selector.select():
                if key.fileobj is sys.stdin:
                    return
                if key.fileobj is listener:
                    _adopt(listener.accept()[0], selector)
                else:
                    _release(key.data, selector)
    finally:
        for caller in list(selector.kernels):
            _release(caller, selector)


def _adopt(caller: socket.socket, selector: _Selector) -> None:
    request = json.loads(caller.makefile().readline())
    nursery = os.getpid()
    kernel = os.fork()
    if kernel == 0:
        _become_kernel(request, nursery)
    caller.sendall(str(kernel).encode())
    ended = os.pidfd_open(kernel)
    selector.kernels[caller] = (kernel, ended)
    selector.register(caller, selectors.EVENT_READ, caller)
    selector.register(ended, selectors.EVENT_READ, caller)


def _release(caller: socket.socket, selector: _Selector) -> None:
    """End a kernel whose caller has gone, or tell the caller that it has ended."""
    if caller not in selector.kernels:
        return
    kernel, ended = selector.kernels.pop(caller)
    with contextlib.suppress(ProcessLookupError):
        os.kill(kernel, signal.SIGKILL)
    status = os.waitstatus_to_exitcode(os.waitpid(kernel, 0)[1])
    selector.unregister(caller)
    selector.unregister(ended)
    os.close(ended)
    with contextlib.suppress(OSError):
        caller.sendall(str(abs(status)).encode())
    caller.close()


def _become_kernel(request: dict, nursery: int) -> None:
    ctypes.CDLL(None).prctl(DEATH_SIGNAL_OPTION, signal.SIGKILL)
    if os.getppid() != nursery:  # it went between the fork and the line above
        os._exit(1)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.setsid()
    os.chdir(request["folder"])
    status = 1
    try:
        from ipykernel.kernelapp import IPKernelApp  # noqa: PLC0415  not in a caller

        parent = f"--IPKernelApp.parent_handle={nursery}"
        IPKernelApp.launch_instance(argv=[*request["arguments"], parent])
        status = 0
    finally:
        sys.stdout.flush()
        os._exit(status)


if __name__ == "__main__":
    task, socket_path, *rest = sys.argv[1:]
    if task == "serve":
        serve(socket_path, rest)
    else:
        raise SystemExit(stand_for_kernel(socket_path, rest))
