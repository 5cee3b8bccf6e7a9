"""The trial run (``./run``): debug on, mail as files, a secret made on the spot."""

from marketplace.settings.base import *
from marketplace.settings.base import DATABASE_POOL, DATABASES
from marketplace.settings.places import env

DEBUG = env.bool("DEBUG", default=True)
SECRET_KEY = env("SECRET_KEY", default="only-for-the-trial-run")
KEPT_PAGES = not DEBUG
ALLOWED_HOSTS = ["*"]
EMAIL_BACKEND = "marketplace.notifications.backends.MailFiles"
if mail_server := env("EMAIL_URL", default=""):
    vars().update(env.email_url_config(mail_server))
DATABASES["default"]["OPTIONS"]["pool"] = DATABASE_POOL  # as in production
CLOCK_MAY_TRAVEL = True
ENTERPRISE_REGISTER = "marketplace.enterprises.invented.InventedRegister"
CLOCK_OFFSET_FILE = env("CLOCK_OFFSET_FILE", default="")
MAY_REACH_INSIDE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # passkeys on http://localhost
STATIC_ROOT = None  # nothing is collected: files are served from where they lie
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
