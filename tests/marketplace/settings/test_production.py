"""Production takes everything from the environment, and does not start half configured."""

import subprocess
import sys

import pytest

from marketplace.devstack.linting import production_environment
from marketplace.devstack.places import ROOT

NEEDED = [
    "SECRET_KEY",
    "SITE_URL",
    "ALLOWED_HOSTS",
    "DATABASE_URL",
    "REDIS_URL",
    "EMAIL_URL",
    "DEFAULT_FROM_EMAIL",
    "MAIL_IDENTITY",
    "LEDGER_ORIGIN",
    "SEALER_SOCKET",
]


def start(changes):
    """Load the production settings in a process of its own; return what it wrote to stderr."""
    environment = production_environment()
    for name, value in changes.items():
        if value is None:
            del environment[name]
        else:
            environment[name] = value
    command = [sys.executable, "-c", "from django.conf import settings; settings.DEBUG"]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_the_example_environment_starts_once_its_secrets_are_replaced():
    started = start({})

    assert (started.returncode, started.stderr) == (0, "")


def test_a_check_for_deployment_has_no_warning(monkeypatch):
    monkeypatch.delenv("DJANGO_ALLOW_ASYNC_UNSAFE", raising=False)  # a browser's, in this process
    checked = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level=WARNING"],
        cwd=ROOT,
        env=production_environment(),
        capture_output=True,
        text=True,
        check=False,
    )

    assert (checked.returncode, checked.stderr) == (0, "")
    assert "no issues (0 silenced)" in checked.stdout


@pytest.mark.parametrize("name", NEEDED)
def test_it_does_not_start_without_a_needed_variable(name):
    started = start({name: None})

    assert started.returncode != 0
    assert name in started.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "change-me"),
        ("SECRET_KEY", "only-for-the-trial-run"),
        ("DATABASE_URL", "postgresql://micromarche:change-me@127.0.0.1:5432/micromarche"),
        ("REDIS_URL", "redis://:change-me@127.0.0.1:6379/0"),
        ("EMAIL_URL", "smtp+tls://micromarche:change-me@mail.example:587"),
        ("CLOCK_OFFSET_FILE", "var/clock-offset"),
    ],
)
def test_it_does_not_start_with_an_empty_default_or_dangerous_value(name, value):
    started = start({name: value})

    assert started.returncode != 0
    assert "ImproperlyConfigured" in started.stderr
    assert name in started.stderr
