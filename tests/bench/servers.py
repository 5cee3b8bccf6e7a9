"""The servers that are measured: the reference, and the site as in production."""

import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from marketplace.devstack.environment import operator_environment, trial_environment
from marketplace.devstack.linting import production_environment
from marketplace.devstack.places import ROOT
from marketplace.devstack.processes import Child, Family, wait_until_ready
from marketplace.devstack.server import Server
from marketplace.devstack.site import answers, listen
from marketplace.devstack.templates import ensure_template
from marketplace.devstack.valkey import addresses
from marketplace.devstack.valkey import start as start_valkey

# What nginx would say to the site.
BEHIND_TLS = {"Host": "localhost", "X-Forwarded-Proto": "https"}


@dataclass(frozen=True)
class Web:
    """A web server under measurement."""

    port: int
    child: Child


def start_reference(family: Family) -> Web:
    """The bare Django view, by two synchronous processes."""
    arguments = ["tests.bench.reference:application", "--workers=2", "--no-control-socket"]
    return _gunicorn(family, "reference", arguments, None)


def start_site(family: Family, name: str, environment: Mapping[str, str]) -> Web:
    """The site, by the gunicorn configuration of deploy/."""
    return _gunicorn(family, name, ["--config=deploy/gunicorn.conf.py"], environment)


def site_environment(family: Family, url: str) -> dict[str, str]:
    """Production settings on the database at ``url``, its own Valkey, and collected files."""
    folder = family.place.var
    environment = production_environment() | _broker(family)
    environment |= {
        "DATABASE_URL": url,
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "VAR_DIR": str(folder),
        "SEALER_SOCKET": str(family.place.sockets() / "sealer"),
        "OPEN_DATA_PER_MINUTE": "1000000000",
    }
    python(environment, "manage.py", "collectstatic", "--no-input", "--verbosity=0")
    return environment


def trial_data(family: Family, url: str, *arguments: str) -> None:
    """Run a command that fills the database at ``url``: allowed in the trial's settings alone."""
    python(own_environment(family, url), "manage.py", *arguments)


def own_environment(family: Family, url: str) -> dict[str, str]:
    """The trial's settings on the database at ``url``, with the right to do anything there."""
    environment = trial_environment(family.place, {"DATABASE_URL": url} | _broker(family))
    return operator_environment(family.place, environment)


def python(environment: Mapping[str, str], *arguments: str) -> str:
    """Run Python with ``arguments`` in the source tree; return what it printed."""
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE
    ).stdout.decode()


def fresh_database(server: Server, name: str) -> str:
    """A migrated database of that name; its address."""
    server.drop(name)
    server.create(name, template=ensure_template(server))
    return server.url_of(name)


def _broker(family: Family) -> dict[str, str]:
    """The family's Valkey, started once."""
    if any(child.name == "valkey" for child in family.children):
        return addresses(family.place.sockets() / "valkey")
    return addresses(start_valkey(family))


def _gunicorn(
    family: Family, name: str, arguments: list[str], environment: Mapping[str, str] | None
) -> Web:
    with listen(0) as listener:
        port = listener.getsockname()[1]
        bind = f"fd://{listener.fileno()}"
        command = [sys.executable, "-m", "gunicorn", *arguments, "--bind", bind]
        child = family.spawn(
            name, command, environment=environment, pass_fds=[listener.fileno()], cwd=ROOT
        )
        path = "/healthz" if environment else "/"
        wait_until_ready(child, lambda: answers("127.0.0.1", port, path), seconds=60)
    return Web(port, child)
