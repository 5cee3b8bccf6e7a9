"""An open loop of requests: each is sent at its own fixed moment, whatever became of the others.

Latency counts from that moment, so that a server which makes its clients wait is not flattered by
the requests that it kept them from sending.
"""

import asyncio
import statistics
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

PROXY_HEADER = "X-Last-Byte-At"
LAG_ALLOWED = 0.005  # seconds: a driver that runs later than this measures itself
PATIENCE = 60


@dataclass(frozen=True)
class Arrival:
    """A request to send ``at`` so many seconds from the start, counted as one of its ``kind``."""

    at: float
    kind: str
    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes = b""


@dataclass(frozen=True)
class Answer:
    """``lag``: how late it was sent; ``latency``: from its moment to the answer; seconds.

    ``stamp`` is what the proxy's header said, in seconds since 1970.
    """

    kind: str
    stamp: float
    lag: float
    latency: float
    status: int
    location: str


def send(port: int, arrivals: Iterable[Arrival]) -> list[Answer]:
    """Send them all to this machine's ``port``; return when the last is answered."""
    return asyncio.run(_all(port, sorted(arrivals, key=lambda arrival: arrival.at)))


def quantile(answers: Sequence[Answer], kind: str, share: float) -> float:
    """The latency, in ms, under which ``share`` of the answers of that kind stayed."""
    latencies = [1000 * answer.latency for answer in answers if answer.kind == kind]
    return statistics.quantiles(latencies, n=1000, method="inclusive")[round(1000 * share) - 1]


def lag(answers: Sequence[Answer]) -> float:
    """The driver's own lateness in ms, at the 95th percentile."""
    return 1000 * statistics.quantiles([answer.lag for answer in answers], n=20)[-1]


async def _all(port: int, arrivals: Sequence[Arrival]) -> list[Answer]:
    start = time.perf_counter() + 0.2
    return list(await asyncio.gather(*(_one(port, start, arrival) for arrival in arrivals)))


async def _one(port: int, start: float, arrival: Arrival) -> Answer:
    moment = start + arrival.at
    await asyncio.sleep(moment - time.perf_counter())
    lag = time.perf_counter() - moment
    async with asyncio.timeout(PATIENCE):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        stamp = round(time.time(), 3)
        writer.write(_raw(arrival, stamp))
        answer = await reader.read()
    writer.close()
    head = answer.partition(b"\r\n\r\n")[0].decode("latin-1").split("\r\n")
    named = dict(line.split(": ", 1) for line in head[1:])
    latency = time.perf_counter() - moment
    status = int(head[0].split()[1])
    return Answer(arrival.kind, stamp, lag, latency, status, named.get("Location", ""))


def _raw(arrival: Arrival, stamp: float) -> bytes:
    """The request as nginx would pass it on, with its stamp of the last byte."""
    lines = [
        f"{arrival.method} {arrival.path} HTTP/1.1",
        "Host: localhost",
        "Connection: close",
        f"Content-Length: {len(arrival.body)}",
        f"{PROXY_HEADER}: {stamp:.3f}",
        *(f"{name}: {value}" for name, value in arrival.headers.items()),
    ]
    return "\r\n".join([*lines, "", ""]).encode() + arrival.body
