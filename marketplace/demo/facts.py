"""The demo's facts, read from the JSON files beside this one (see data/README.md)."""

import json
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "data"


@cache
def read(name: str) -> Any:
    """The content of ``data/<name>.json``."""
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
