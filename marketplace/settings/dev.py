"""The trial run (``./run``): debug on, mail as files, a secret made on the spot."""

from marketplace.settings.base import *  # noqa: F403
from marketplace.settings.base import VAR_DIR, env

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = env("SECRET_KEY", default="only-for-the-trial-run")
ALLOWED_HOSTS = ["*"]
EMAIL_BACKEND = "marketplace.notifications.backends.MailFiles"
EMAIL_FILE_PATH = VAR_DIR / "mail"
CLOCK_MAY_TRAVEL = True
CLOCK_OFFSET_FILE = env("CLOCK_OFFSET_FILE", default="")
