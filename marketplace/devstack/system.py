"""What the system must bring: Pango for the PDFs, Chromium for the browser tests.

With root or password-less sudo they are installed by apt. Without, Pango's packages are
downloaded and unpacked into a private folder; Chromium is left out.
"""

import ctypes
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from marketplace.devstack.places import ROOT

PANGO_LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
PANGO_PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")
BROWSER_PACKAGES = ("chromium", "fonts-dejavu-core", "poppler-utils")
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
PRIVATE = ROOT / ".tools" / "system"


def library_folders() -> list[Path]:
    """Where the privately unpacked libraries are, if there are any."""
    return sorted({file.parent for file in PRIVATE.glob("usr/lib/*/libpango-1.0.so.0")})


def font_settings() -> dict[str, str]:
    """Fontconfig's own settings, when it was unpacked privately."""
    folder = PRIVATE / "etc" / "fonts"
    return {"FONTCONFIG_PATH": str(folder)} if folder.exists() else {}


def has_pango() -> bool:
    if library_folders():
        return True
    try:
        for library in PANGO_LIBRARIES:
            ctypes.CDLL(library)
    except OSError:
        return False
    return True


def get_pango() -> bool:
    """Make Pango available; return whether it is. Without it, everything works but the PDFs."""
    if not has_pango() and not install(PANGO_PACKAGES):
        _unpack(PANGO_PACKAGES)
    return has_pango()


def chromium() -> str | None:
    """The browser of the tests: CHROMIUM, or the system's."""
    names = (os.environ.get("CHROMIUM", ""), *CHROMIUM_NAMES)
    return next((found for name in names if name and (found := shutil.which(name))), None)


def get_browser() -> bool:
    return chromium() is not None or install(BROWSER_PACKAGES)


def install(packages: Sequence[str]) -> bool:
    """Install ``packages`` by apt, as root or by a sudo that asks nothing. False if that fails."""
    words = _privilege()
    if words is None or not shutil.which("apt-get"):
        return False
    apt = [*words, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    command = [*apt, "install", "-y", "--no-install-recommends", *packages]
    return _succeeds(command) or (_succeeds([*apt, "update"]) and _succeeds(command))


def _privilege() -> list[str] | None:
    if os.getuid() == 0:
        return []
    if shutil.which("sudo") and _succeeds(["sudo", "-n", "true"]):
        return ["sudo", "-n"]
    return None


def _unpack(packages: Sequence[str]) -> None:
    """Download what apt would install and unpack it into a folder of ours: needs no root.

    The package lists are our own too, because a system without root may have none.
    """
    if not (shutil.which("apt-get") and shutil.which("dpkg")):
        return
    lists, cache = PRIVATE / "lists", PRIVATE / "cache"
    for folder in (lists / "partial", cache / "archives" / "partial"):
        folder.mkdir(parents=True, exist_ok=True)
    apt = ["apt-get", "-qq", "-o", f"Dir::State::Lists={lists}", "-o", f"Dir::Cache={cache}"]
    apt += ["-o", "Debug::NoLocking=1"]
    _succeeds([*apt, "update"])
    if missing := _would_install(apt, packages):
        _succeeds([*apt, "download", *missing], cwd=cache)
    for package in cache.glob("*.deb"):
        _succeeds(["dpkg", "-x", str(package), str(PRIVATE)])


def _would_install(apt: Sequence[str], packages: Sequence[str]) -> list[str]:
    """The packages and their missing dependencies, by a simulated installation."""
    command = [*apt, "install", "--simulate", "--no-install-recommends", *packages]
    plan = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return [line.split()[1] for line in plan.splitlines() if line.startswith("Inst ")]


def _succeeds(command: Sequence[str], cwd: Path | None = None) -> bool:
    return subprocess.run(command, cwd=cwd, capture_output=True, check=False).returncode == 0
