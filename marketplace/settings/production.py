"""Production: everything from the environment, and no start with a missing secret."""

from marketplace.settings.base import *  # noqa: F403
from marketplace.settings.base import env

DEBUG = False
SECRET_KEY = env("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
LEDGER_ORIGIN = env("LEDGER_ORIGIN")
SEALING_MASTER_KEY_FILE = env("SEALING_MASTER_KEY_FILE")
