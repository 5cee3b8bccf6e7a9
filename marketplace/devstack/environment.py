"""What the children are told by environment variables."""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from marketplace.devstack.places import ROOT, Place
from marketplace.devstack.system import font_settings, library_folders
from marketplace.ledger import notes
from marketplace.sealing import master


def base_environment(settings: str) -> dict[str, str]:
    """This process's environment, completed for a child that runs with ``settings``."""
    environment = dict(os.environ)
    environment["DJANGO_SETTINGS_MODULE"] = settings
    environment["PYTHONUNBUFFERED"] = "1"
    environment["PYTHONPATH"] = str(ROOT)
    libraries = [*map(str, library_folders()), environment.get("LD_LIBRARY_PATH", "")]
    environment["LD_LIBRARY_PATH"] = ":".join(filter(None, libraries))
    return environment | font_settings()


def trial_environment(place: Place, servers: Mapping[str, str]) -> dict[str, str]:
    """The environment of ``./run``: development settings and secrets made on the spot."""
    environment = base_environment("marketplace.settings.dev")
    environment.setdefault("SECRET_KEY", _secret(place.var / "secret-key"))
    environment["VAR_DIR"] = str(place.var)
    environment["SEALER_SOCKET"] = str(place.sockets() / "sealer")
    environment.pop("SEALING_MASTER_KEY_FILE", None)  # the sealer's alone
    origin = environment.setdefault("LEDGER_ORIGIN", "micromarche.example")
    key = environment.setdefault("LEDGER_KEY_FILE", str(place.var / "keys" / "ledger.key"))
    notes.make_key(key, origin)
    receipts = environment.setdefault("RECEIPT_KEY_FILE", str(place.var / "keys" / "receipt.key"))
    notes.make_key(receipts, f"{origin}/receipts")
    return environment | dict(servers)


def sealer_environment(place: Place, environment: Mapping[str, str]) -> dict[str, str]:
    """``environment`` for the one process that may unwrap: with the master key, made if absent."""
    default = str(place.var / "keys" / "master.key")
    key = os.environ.get("SEALING_MASTER_KEY_FILE", default)
    master.create(key)
    return {**environment, "SEALING_MASTER_KEY_FILE": key}


def operator_environment(place: Place, environment: Mapping[str, str]) -> dict[str, str]:
    """``environment`` for the trial's own commands: custody in the same process.

    The demo plays a year in one transaction, of which a sealer and a sequencer beside it would
    see nothing.
    """
    custody = {
        "SEALING_CUSTODY": "marketplace.sealing.local.LocalCustody",
        "SEALING_WAITS_FOR_LEDGER": "0",
    }
    return sealer_environment(place, environment) | custody


def _secret(file: Path) -> str:
    """A random key, kept so that a restart signs nobody out."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(secrets.token_urlsafe(48))
    return file.read_text()
