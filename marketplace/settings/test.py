"""The tests: the same parts as everywhere, with cheap passwords and mail in memory."""

from marketplace.settings.base import *
from marketplace.settings.places import VAR_DIR, env

DEBUG = False
SECRET_KEY = "only-for-the-tests"  # noqa: S105
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CLOCK_MAY_TRAVEL = True
ENTERPRISE_REGISTER = "marketplace.enterprises.invented.InventedRegister"
CLOCK_OFFSET_FILE = env("CLOCK_OFFSET_FILE", default="")
SEALING_CUSTODY = "marketplace.sealing.local.LocalCustody"  # sees what a test has not committed
SEALING_WAITS_FOR_LEDGER = False  # nobody signs for what is not committed
SEALING_MASTER_KEY_FILE = VAR_DIR / "test" / "sealing-master.key"
LEDGER_KEY_FILE = VAR_DIR / "test" / "ledger.key"
RECEIPT_KEY_FILE = VAR_DIR / "test" / "receipt.key"
LEDGER_CHECKPOINT_FILE = VAR_DIR / "test" / "ledger-checkpoint"  # tests name one of their own
BULK_ROOT = VAR_DIR / "test" / f"data-{env('PYTEST_XDIST_WORKER', default='one')}"
PRIVATE_ROOT = VAR_DIR / "test" / f"private-{env('PYTEST_XDIST_WORKER', default='one')}"
CACHES = {
    name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": name}
    for name in ("default", "pages")
}
STATIC_ROOT = None
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True  # found when asked for: else each new client would look at all files
ACCOUNT_RATE_LIMITS = False  # type: ignore[assignment]  # allauth's word for none
OPEN_DATA_PER_MINUTE = 1_000_000
MAY_REACH_INSIDE = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
KEPT_PAGES = False
PUBLIC_VERSION_SECONDS = 0  # what a test has just changed is seen at once
FURNITURE_SECONDS = 0  # else one test would read the menu of another
MAIL_PROVIDER = "postmark"
ANYMAIL = {"WEBHOOK_SECRET": "hook:secret"}
