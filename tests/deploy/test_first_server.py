"""The site with production settings, behind the shipped nginx, as on a first server."""

import shutil
import subprocess
import sys

import pytest

from marketplace.devstack.places import ROOT

UNITS = sorted((ROOT / "deploy/systemd").iterdir())
EVERYWHERE = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains; preload",
    "X-Content-Type-Options": "nosniff",
}


def test_the_site_is_served_with_all_its_headers_and_no_cookie(site):
    home = site.get("/fr/")

    assert home.status == 200
    assert home.headers["Strict-Transport-Security"] == (
        "max-age=31536000; includeSubDomains; preload"
    )
    assert "'unsafe-inline'" not in home.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in home.headers


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/fr/", 200),
        ("/fr/nowhere/", 404),
        ("/static/nowhere.css", 404),
        ("/media/nowhere.png", 404),
        ("/%00", 400),
    ],
)
def test_every_answer_has_its_headers_once_whoever_gives_it(site, path, status):
    answer = site.get(path)

    assert answer.status == status
    for header, value in EVERYWHERE.items():
        assert answer.headers.get_all(header) == [value]
    policies = answer.headers.get_all("Content-Security-Policy", [])
    assert len(policies) == (not path.startswith("/static/"))
    assert "nginx/" not in answer.headers["Server"]


def test_what_nginx_refuses_by_itself_has_its_headers_too(site):
    with site.connect() as connection:
        connection.putrequest("POST", "/fr/")
        connection.putheader("Content-Length", str(31 * 1024 * 1024))
        connection.endheaders()
        refused = connection.getresponse()

    assert refused.status == 413
    for header, value in EVERYWHERE.items():
        assert refused.headers.get_all(header) == [value]


def test_it_says_that_it_is_alive_and_ready(site):
    assert [site.get(path).status for path in ("/healthz", "/readyz")] == [200, 200]


def test_static_files_are_compressed_and_kept_forever(site):
    folder = site.place.var / "static"
    sheet = next(folder.rglob("*.css.gz")).relative_to(folder).as_posix().removesuffix(".gz")

    served = site.get(f"/static/{sheet}", **{"Accept-Encoding": "gzip"})

    assert (served.status, served.headers["Content-Encoding"]) == (200, "gzip")
    assert "immutable" in served.headers["Cache-Control"]


@pytest.mark.parametrize(
    "path", ["/private/bid.bin", "/static/../private/bid.bin", "/media/../private/bid.bin"]
)
def test_a_private_file_has_no_address(site, path):
    private = site.place.var / "private"
    private.mkdir(exist_ok=True)
    (private / "bid.bin").write_text("sealed")

    answer = site.get(path)

    assert answer.status == 404
    assert "sealed" not in answer.text


@pytest.mark.parametrize("unit", UNITS, ids=lambda u: u.name)
def test_systemd_understands_the_units(unit, tmp_path):
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd is not on this machine")
    # The real paths exist only on a server: put programs that exist here in their place.
    copy = tmp_path / unit.name
    text = unit.read_text().replace("/opt/micromarche/.venv/bin/python", sys.executable)
    copy.write_text(text.replace("/opt/micromarche/", f"{ROOT}/"))
    report = subprocess.run([analyze, "verify", copy], capture_output=True, text=True, check=False)

    assert [line for line in report.stderr.splitlines() if unit.name in line] == []
