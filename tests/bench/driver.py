"""A closed loop of requests: wrk where it is installed, otherwise a small one of our own.

wrk costs 5 µs a request and measures the server; ours costs more, so that its requests per second
say little. The CPU of the server, which is what counts here, is the same with both.
"""

import http.client
import json
import re
import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from itertools import cycle

CONNECTIONS = 8
IN_TURN = """
local paths, place = {%s}, 0
request = function()
  place = place %% #paths + 1
  return wrk.format("GET", paths[place])
end
"""


@dataclass(frozen=True)
class Slice:
    """What one slice of load did."""

    requests: int
    seconds: float
    failures: int

    @property
    def rate(self) -> float:
        return self.requests / self.seconds


def drive(
    port: int, paths: str | Sequence[str], headers: Mapping[str, str], seconds: float
) -> Slice:
    """Ask for ``paths`` in turn on CONNECTIONS connections, each as fast as it is answered."""
    paths = [paths] if isinstance(paths, str) else paths
    if wrk := shutil.which("wrk"):
        return _wrk(wrk, port, paths, headers, seconds)
    began = time.monotonic()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        loops = [
            pool.submit(_loop, port, paths, headers, began + seconds) for _ in range(CONNECTIONS)
        ]
        counts = [loop.result() for loop in loops]
    elapsed = time.monotonic() - began
    return Slice(sum(done for done, _ in counts), elapsed, sum(failed for _, failed in counts))


def fetch(port: int, path: str, headers: Mapping[str, str]) -> bytes:
    """What is answered at ``path``, once."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", path, headers=dict(headers))
        return connection.getresponse().read()


def _loop(
    port: int, paths: Sequence[str], headers: Mapping[str, str], end: float
) -> tuple[int, int]:
    done = failed = 0
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        for path in cycle(paths):
            if time.monotonic() >= end:
                break
            connection.request("GET", path, headers=dict(headers))
            response = connection.getresponse()
            response.read()
            done += 1
            failed += response.status >= 400
    return done, failed


def _wrk(
    wrk: str, port: int, paths: Sequence[str], headers: Mapping[str, str], seconds: float
) -> Slice:
    command = [wrk, "-t", "1", "-c", str(CONNECTIONS), "-d", f"{max(1, round(seconds))}s"]
    command += [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(IN_TURN % ", ".join(json.dumps(path) for path in paths))
        script.flush()
        command += ["-s", script.name, f"http://127.0.0.1:{port}/"]
        report = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    total = re.search(r"(\d+) requests in ([\d.]+)(ms|s|m),", report)
    bad = re.search(r"Non-2xx or 3xx responses: (\d+)", report)
    assert total is not None, report
    length = float(total[2]) * {"ms": 0.001, "s": 1, "m": 60}[total[3]]
    return Slice(int(total[1]), length, int(bad[1]) if bad else 0)
