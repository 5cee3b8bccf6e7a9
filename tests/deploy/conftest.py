"""The shipped nginx and gunicorn configurations, running on addresses of the test."""

import http.client
import os
import re
import shutil
import ssl
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

import pytest

from marketplace.devstack.linting import production_environment
from marketplace.devstack.places import ROOT, Place
from marketplace.devstack.processes import Family, wait_until_ready
from marketplace.devstack.site import listen
from tests.plumbing.browser import missing

MAIN = """
daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{}}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include /etc/nginx/mime.types;
    include {folder}/micromarche.conf;
}}
"""


@dataclass
class Front:
    """nginx as shipped, at two ports of this machine, passing on to the socket ``upstream``."""

    http: int
    https: int
    context: ssl.SSLContext
    place: Place
    environment: Mapping[str, str] = field(default_factory=dict)
    database: str = ""

    @property
    def upstream(self):
        return self.place.sockets() / "web.sock"

    @contextmanager
    def connect(self, *, tls=True):
        """A connection as a browser's; closed with the block."""
        where = ("localhost", self.https if tls else self.http)
        connection = (
            http.client.HTTPSConnection(*where, context=self.context, timeout=60)
            if tls
            else http.client.HTTPConnection(*where, timeout=60)
        )
        with closing(connection):
            yield connection

    def get(self, path, *, tls=True, **headers):
        """One request; the answer, read to its end."""
        with self.connect(tls=tls) as connection:
            connection.request("GET", path, headers=headers)
            response = connection.getresponse()
            response.text = response.read().decode(errors="replace")
            return response


@pytest.fixture(scope="module")
def family(tmp_path_factory):
    family = Family(Place(tmp_path_factory.mktemp("server")))
    yield family
    family.stop()


@pytest.fixture(scope="module")
def front(family):
    folder = family.place.var
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if nginx is None:
        missing("nginx")
    front = Front(_free_port(), _free_port(), _certify(folder), family.place)
    _configure(front, folder)
    child = family.spawn("nginx", [nginx, "-p", folder, "-c", folder / "nginx.conf"])
    wait_until_ready(child, (folder / "nginx.pid").exists, seconds=10)
    return front


@pytest.fixture(scope="module")
def site(family, front, postgres, template):
    """The site with production settings behind ``front``, without a sealer or a broker."""
    folder = front.place.var
    front.database = f"mm_deploy_{front.https}"
    postgres.create(front.database, template=template)
    front.environment = production_environment() | {
        "DATABASE_URL": postgres.url_of(front.database),
        "SITE_URL": f"https://localhost:{front.https}",
        "ALLOWED_HOSTS": "localhost",
        "VAR_DIR": str(folder),
        "SEALER_SOCKET": f"{folder}/nobody-listens-here-either",
        "REDIS_URL": f"unix://{folder}/nobody-listens",
    }
    for command in (["collectstatic", "--no-input", "--verbosity=0"], ["make_receipt_key"]):
        manage = [sys.executable, "manage.py", *command]
        subprocess.run(manage, cwd=ROOT, env=front.environment, check=True, capture_output=True)
    start_gunicorn(family, front, front.environment)
    yield front
    family.stop()
    postgres.drop(front.database)


def start_gunicorn(family, front, environment, *arguments):
    """The shipped gunicorn configuration, bound to where ``front`` passes requests on."""
    front.upstream.unlink(missing_ok=True)
    child = family.spawn(
        "gunicorn",
        [sys.executable, "-m", "gunicorn", "-c", "deploy/gunicorn.conf.py", *arguments],
        environment={**environment, "WEB_BIND": f"unix:{front.upstream}"},
        cwd=ROOT,
    )
    wait_until_ready(child, front.upstream.exists, seconds=60)


def _configure(front, folder):
    """Write the shipped files with the test's ports and paths in place of the real ones."""
    locations = (ROOT / "deploy/nginx/locations.conf").read_text()
    site = (ROOT / "deploy/nginx/micromarche.conf").read_text()
    site = re.sub(r"\n *listen \[::\].*", "", site)
    changes = {
        "listen 80;": f"listen 127.0.0.1:{front.http};",
        "listen 443": f"listen 127.0.0.1:{front.https}",
        "/etc/letsencrypt/live/micromarche.example": str(folder),
        "/var/log/nginx": str(folder),
        "/etc/nginx/micromarche-locations.conf": str(folder / "locations.conf"),
        "/run/micromarche/web.sock": str(front.upstream),
        "server_name micromarche.example": "server_name localhost",
    }
    for old, new in changes.items():
        assert old in site
        site = site.replace(old, new)
    (folder / "micromarche.conf").write_text(site)
    (folder / "locations.conf").write_text(locations.replace("/var/lib/micromarche", str(folder)))
    user = "user root;" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(MAIN.format(folder=folder, user=user))


def _certify(folder):
    """A certificate for localhost, and a client's context that trusts it alone."""
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    command += ["-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext"]
    command += ["subjectAltName=DNS:localhost", "-out", str(folder / "fullchain.pem")]
    command += ["-keyout", str(folder / "privkey.pem")]
    subprocess.run(command, check=True, capture_output=True)
    return ssl.create_default_context(cafile=folder / "fullchain.pem")


def _free_port():
    with listen(0) as listener:
        return listener.getsockname()[1]
