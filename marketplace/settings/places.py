"""Where settings come from, and where the site keeps its files."""

from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()
VAR_DIR = env("VAR_DIR", cast=Path, default=BASE_DIR / "var")
