"""Each process has its own system user and its own role of the database, wherever it runs."""

import subprocess
from urllib.parse import urlsplit

import pytest
import yaml

from marketplace.access.database import APP, ROLES
from marketplace.devstack.places import ROOT

DEPLOY = ROOT / "deploy"
OWN = {  # the process: its user, its settings beside the site's, and the one key that it reads
    "web": ("micromarche", "", ""),
    "worker": ("micromarche", "", ""),
    "beat": ("micromarche", "", ""),
    "sealer": ("micromarche-sealer", "/etc/micromarche-sealer/env", "SEALING_MASTER_KEY_FILE"),
    "sequencer": ("micromarche-ledger", "/etc/micromarche-ledger/env", "LEDGER_KEY_FILE"),
}


def unit(name):
    """The lines of a unit, by their names."""
    lines = (DEPLOY / f"systemd/micromarche-{name}.service").read_text().splitlines()
    said = {}
    for key, equals, value in (line.partition("=") for line in lines):
        if equals:
            said.setdefault(key, []).append(value)
    return said


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())


@pytest.mark.parametrize("name", OWN)
def test_a_unit_runs_as_its_own_user_with_its_own_role_and_no_other_key(name):
    user, settings, key = OWN[name]
    said = unit(name)

    assert said["User"] == [user]
    assert said["EnvironmentFile"] == list(filter(None, ["/etc/micromarche/env", settings]))
    keys = [each.partition("=")[0] for each in said.get("Environment", []) if "_KEY_FILE" in each]
    assert keys == list(filter(None, [key]))
    assert said["NoNewPrivileges"] == ["yes"]
    assert said["ProtectSystem"] == ["strict"]


@pytest.mark.parametrize("name", OWN)
def test_a_container_runs_as_its_own_user_with_its_own_role_and_no_other_key(compose, name):
    _user, settings, key = OWN[name]
    said = compose["services"][name]

    number = {"sealer": "901:900", "sequencer": "902:900"}.get(name)
    assert said.get("user") == number
    assert said["env_file"] == (["env", f"{name}.env"] if settings else "env")
    assert list(said.get("environment", {})) == list(filter(None, [key]))
    mounted = {volume.split(":")[0] for volume in said["volumes"]}
    assert {each for each in mounted if "key" in each} == (
        {"sealer": {"sealer-key"}, "sequencer": {"ledger-key"}}.get(name, set())
    )


def test_the_database_gets_its_roles_at_every_start_of_the_containers(compose):
    prepare = compose["services"]["prepare"]

    assert "migrate --no-input && python manage.py database_roles" in prepare["command"]
    assert prepare["env_file"] == ["env", "owner.env"]


def test_the_users_of_the_containers_are_made_by_the_image():
    made = (DEPLOY / "Dockerfile").read_text()

    for number, user in ((900, "micromarche"), (901, "micromarche-sealer")):
        assert f"--uid {number} " in made
        assert f" {user} " in made
    assert "--uid 902 --gid micromarche --no-create-home micromarche-ledger" in made


def test_the_site_is_told_the_address_of_its_own_role_alone():
    lines = (DEPLOY / "env.example").read_text().splitlines()
    (address,) = [line.partition("=")[2] for line in lines if line.startswith("DATABASE_URL=")]

    assert urlsplit(address).username == APP


def test_the_guide_makes_every_role():
    guide = (DEPLOY / "README.md").read_text()

    assert [role for role in ROLES if role not in guide] == []
    assert "deploy/site --as owner database_roles" in guide


def test_backups_read_no_key():
    for name in ("backup-files", "backup-nightly"):
        hidden = unit(name)["InaccessiblePaths"][0].replace("-/", "/").split()
        assert hidden == [
            "/etc/micromarche-sealer",
            "/etc/micromarche-ledger",
            "/var/lib/micromarche/keys",
        ]
    assert "CapabilityBoundingSet" in unit("backup-stream")
    assert unit("backup-stream")["CapabilityBoundingSet"] == [""]


@pytest.mark.parametrize(
    "script", [DEPLOY / "site", *sorted((DEPLOY / "backup").iterdir())], ids=lambda s: s.name
)
def test_every_script_is_one_that_sh_understands_and_may_run(script):
    checked = subprocess.run(["/bin/sh", "-n", script], capture_output=True, text=True, check=False)

    assert (checked.returncode, checked.stderr) == (0, "")
    assert script.stat().st_mode & 0o111 == 0o111
    assert script.read_text().startswith("#!/bin/sh\n")
