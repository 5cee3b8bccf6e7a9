"""nginx in front of the site, with the locations that ``deploy/`` ships."""

import os
import re
import shutil

from marketplace.devstack.places import ROOT
from marketplace.devstack.processes import Family, wait_until_ready
from marketplace.devstack.site import listen

CONFIGURATION = """
daemon off;
{user}
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    access_log off;
    {maps}
    upstream micromarche {{ server 127.0.0.1:{behind}; keepalive 8; }}
    server {{
        listen 127.0.0.1:{port};
        include {folder}/locations.conf;
    }}
}}
"""


def find_nginx() -> str | None:
    return shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")


def start(family: Family, nginx: str, *, behind: int) -> int:
    """Pass on to the port ``behind``; return the port where nginx listens."""
    with listen(0) as free:
        port = free.getsockname()[1]
    folder = family.place.var / "nginx"
    folder.mkdir(parents=True, exist_ok=True)
    shipped = (ROOT / "deploy/nginx/locations.conf").read_text()
    (folder / "locations.conf").write_text(shipped.replace("/var/lib/micromarche", str(folder)))
    (folder / "static").mkdir(exist_ok=True)
    pages = folder / "static/away"
    pages.unlink(missing_ok=True)  # of an earlier run
    pages.symlink_to(ROOT / "marketplace/static/away")
    site = (ROOT / "deploy/nginx/micromarche.conf").read_text()
    maps = "\n    ".join(re.findall(r"^map [^{]+\{[^}]*\}", site, re.MULTILINE))
    user = "user root;" if os.getuid() == 0 else ""
    configuration = folder / "nginx.conf"
    configuration.write_text(
        CONFIGURATION.format(user=user, maps=maps, folder=folder, behind=behind, port=port)
    )
    child = family.spawn("nginx", [nginx, "-p", folder, "-c", configuration], serves_others=True)
    wait_until_ready(child, (folder / "nginx.pid").exists, seconds=10)
    return port
