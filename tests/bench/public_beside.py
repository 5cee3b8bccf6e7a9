"""P14: how long a list takes while four slow clients take the longest file away.

They ask the web processes directly; behind nginx, which takes the file off them at once, it can
only be less.
"""

import socket
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import closing

from tests.bench.arrivals import Arrival, quantile, send

CLIENTS, BYTES_A_SECOND = 4, 200_000
SECONDS, A_SECOND = 10, 20
FILE = "/en/tenders/export.csv?view=all"


def slowed(port: int, paths: Sequence[str], headers: Mapping[str, str]) -> float:
    """The 99th percentile of the list with such clients, as a multiple of that without."""
    alone = _p99(port, paths, headers)
    stop = threading.Event()
    clients = [
        threading.Thread(target=_download, args=(port, headers, stop)) for _ in range(CLIENTS)
    ]
    for client in clients:
        client.start()
    time.sleep(1)
    beside = _p99(port, paths, headers)
    stop.set()
    for client in clients:
        client.join()
    return beside / alone


def _p99(port: int, paths: Sequence[str], headers: Mapping[str, str]) -> float:
    named = {name: value for name, value in headers.items() if name != "Host"}  # it says its own
    arrivals = [
        Arrival(number / A_SECOND, "list", "GET", paths[number], named)
        for number in range(SECONDS * A_SECOND)
    ]
    return quantile(send(port, arrivals), "list", 0.99)


def _download(port: int, headers: Mapping[str, str], stop: threading.Event) -> None:
    """Read the file as slowly as that, again and again, until told to stop."""
    while not stop.is_set():
        with closing(socket.create_connection(("127.0.0.1", port), timeout=60)) as client:
            lines = [f"GET {FILE} HTTP/1.1", "Connection: close"]
            lines += [f"{name}: {value}" for name, value in headers.items()]
            client.sendall("\r\n".join([*lines, "", ""]).encode())
            while client.recv(BYTES_A_SECOND // 10) and not stop.is_set():
                time.sleep(0.1)
