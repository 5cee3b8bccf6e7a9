"""``deploy/site`` runs a command with the settings, the key and the user of the right process."""

import subprocess

import pytest

from marketplace.devstack.places import ROOT

SETTINGS = {
    "micromarche/env": "# a comment\n\nDEFAULT_FROM_EMAIL=Micromarché <avis@example.org>\n"
    "SECRET_KEY=a$b`c'd\"e f=g\nDATABASE_URL=the site's\n",
    "micromarche/owner.env": "DATABASE_URL=the owner's\n",
    "micromarche-sealer/env": "DATABASE_URL=the sealer's\n",
    "micromarche-ledger/env": "DATABASE_URL=the sequencer's\n",
}
# In the place of setpriv, which needs root: says what it was asked to run, and with what.
SAY = "#!/bin/sh\npwd\necho $*\nenv\n"


@pytest.fixture
def site(tmp_path):
    for name, text in SETTINGS.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "setpriv").write_text(SAY)
    (tmp_path / "setpriv").chmod(0o755)

    def run(*arguments):
        environment = {"PATH": f"{tmp_path}:/usr/bin:/bin", "MICROMARCHE_ETC": str(tmp_path)}
        return subprocess.run(
            [ROOT / "deploy/site", *arguments],
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.mark.parametrize(
    ("part", "user", "key"),
    [
        ("site", "micromarche", ""),
        ("owner", "micromarche", ""),
        ("sealer", "micromarche-sealer", "SEALING_MASTER_KEY_FILE"),
        ("sequencer", "micromarche-ledger", "LEDGER_KEY_FILE"),
    ],
)
def test_each_part_has_its_own_user_address_and_key(site, part, user, key):
    said = site("--as", part, "check", "--deploy").stdout.splitlines()

    assert said[0] == str(ROOT)
    assert f"--reuid={user} --regid=micromarche --clear-groups" in said[1]
    assert said[1].endswith(" .venv/bin/python manage.py check --deploy")
    assert f"DATABASE_URL=the {part}'s" in said
    keys = [line.partition("=")[0] for line in said if "_KEY_FILE=" in line]
    assert keys == list(filter(None, [key]))


def test_without_a_part_it_is_the_site_and_settings_are_taken_as_they_are(site):
    said = site("createsuperuser").stdout.splitlines()

    assert "--reuid=micromarche " in said[1]
    assert "DEFAULT_FROM_EMAIL=Micromarché <avis@example.org>" in said
    assert "SECRET_KEY=a$b`c'd\"e f=g" in said


def test_a_part_that_does_not_exist_is_refused(site):
    refused = site("--as", "root", "check")

    assert (refused.returncode, refused.stdout) == (2, "")
    assert "no part named root" in refused.stderr
