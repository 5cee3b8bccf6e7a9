"""P14: how long a list takes while four slow clients take a long file away.

The files of months are nginx's to give, as shipped in ``deploy/``; an export of the list is made
on the way by the same processes that answer the list, asked here directly.
"""

import socket
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

from marketplace.devstack.processes import Family, StackError
from tests.bench.arrivals import Arrival, quantile, send
from tests.faults.proxy import find_nginx, start

CLIENTS, BYTES_A_SECOND = 4, 200_000
SECONDS, A_SECOND = 10, 20
EXPORT = "/en/tenders/export.csv?view=all"
MONTH, LONG = "releases-2026-01.json", 40_000_000  # its name and its bytes, of no interest here


@dataclass(frozen=True)
class Download:
    """What the slow clients take, and from which port."""

    port: int
    path: str


def monthly_file(family: Family, behind: int) -> Download:
    """Nginx in front of the port ``behind``, and a file of a month at one of its addresses."""
    nginx = find_nginx()
    if nginx is None:
        raise StackError("nginx is missing: apt-get install nginx-light.")
    port = start(family, nginx, behind=behind)
    folder = family.place.var / "nginx/data"
    folder.mkdir(exist_ok=True)
    (folder / MONTH).write_bytes(bytes(LONG))
    return Download(port, f"/data/{MONTH}")


def slowed(
    port: int, paths: Sequence[str], headers: Mapping[str, str], download: Download
) -> float:
    """The 99th percentile of the list with such clients, as a multiple of that without."""
    alone = _p99(port, paths, headers)
    stop = threading.Event()
    clients = [
        threading.Thread(target=_take, args=(download, headers, stop)) for _ in range(CLIENTS)
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


def _take(download: Download, headers: Mapping[str, str], stop: threading.Event) -> None:
    """Read the file as slowly as that, again and again, until told to stop."""
    while not stop.is_set():
        with closing(socket.create_connection(("127.0.0.1", download.port), timeout=60)) as client:
            lines = [f"GET {download.path} HTTP/1.1", "Connection: close"]
            lines += [f"{name}: {value}" for name, value in headers.items()]
            client.sendall("\r\n".join([*lines, "", ""]).encode())
            while client.recv(BYTES_A_SECOND // 10) and not stop.is_set():
                time.sleep(0.1)
