"""Production: everything from the environment, and no start with a missing or default secret."""

from django.core.exceptions import ImproperlyConfigured

from marketplace.logs import logging_config
from marketplace.settings.base import *
from marketplace.settings.base import DATABASE_POOL, DATABASES
from marketplace.settings.places import env

PLACEHOLDER = "change-me"  # what deploy/env.example puts where a secret belongs
SECRET_KEY_LENGTH = 50


def required(name: str) -> str:
    """The variable ``name``. Raises ImproperlyConfigured if absent, empty or a placeholder."""
    value: str = env(name)
    if not value or PLACEHOLDER in value:
        raise ImproperlyConfigured(f"Set {name}: it is empty or still says {PLACEHOLDER!r}.")
    return value


# --- secrets and addresses: no defaults ----------------------------------------------------------
DEBUG = False
SECRET_KEY = required("SECRET_KEY")
if len(SECRET_KEY) < SECRET_KEY_LENGTH:
    raise ImproperlyConfigured(f"SECRET_KEY needs {SECRET_KEY_LENGTH} characters or more.")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])  # while a new one takes over
SITE_URL = required("SITE_URL")
WAGTAILADMIN_BASE_URL = SITE_URL
ALLOWED_HOSTS = [host.strip() for host in required("ALLOWED_HOSTS").split(",")]
CSRF_TRUSTED_ORIGINS = [SITE_URL]
LEDGER_ORIGIN = required("LEDGER_ORIGIN")
LEDGER_CHECKPOINT_FILE = required("LEDGER_CHECKPOINT_FILE")
SEALING_WAITS_FOR_LEDGER = True
SEALING_CUSTODY = "marketplace.sealing.client.SealerClient"
SEALER_SOCKET = required("SEALER_SOCKET")
DEFAULT_FROM_EMAIL = required("DEFAULT_FROM_EMAIL")
MAIL_IDENTITY = required("MAIL_IDENTITY")
DATABASES["default"].update(env.db_url_config(required("DATABASE_URL")))
REDIS_URL = required("REDIS_URL")
if env("CLOCK_OFFSET_FILE", default=""):
    raise ImproperlyConfigured("CLOCK_OFFSET_FILE is for demos and tests: unset it.")

# --- mail: an SMTP server, or a provider that anymail knows ---------------------------------------
# EMAIL_BACKEND=anymail.backends.postmark.EmailBackend ANYMAIL={"POSTMARK_SERVER_TOKEN": "…"}
if EMAIL_BACKEND := env("EMAIL_BACKEND", default=""):
    ANYMAIL = env.json("ANYMAIL")
    MAIL_PROVIDER = EMAIL_BACKEND.split(".")[-2]
    if not ANYMAIL.get("WEBHOOK_SECRET"):
        raise ImproperlyConfigured("ANYMAIL lacks WEBHOOK_SECRET (“name:password”).")
else:
    vars().update(env.email_url_config(required("EMAIL_URL")))
EMAIL_TIMEOUT = 20

# --- transport: nginx ends TLS and says so (deploy/nginx) ----------------------------------------
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]  # asked from beside nginx, in plain HTTP
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"

# --- data ----------------------------------------------------------------------------------------
DATABASES["default"]["OPTIONS"]["pool"] = DATABASE_POOL

# --- static files: hashed names, compressed once -------------------------------------------------
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

LOGGING = logging_config(as_json=True)
