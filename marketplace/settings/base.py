"""Settings shared by every way of running. Whatever differs is in dev, test and production."""

from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from marketplace.logs import logging_config
from marketplace.schedule import BEAT_SCHEDULE
from marketplace.settings.editors import *
from marketplace.settings.places import *
from marketplace.settings.places import BASE_DIR, VAR_DIR, env
from marketplace.settings.policies import *
from marketplace.settings.publication import *
from marketplace.settings.trust import *

# --- the product -----------------------------------------------------------------------------
PRODUCT_NAME = env("PRODUCT_NAME", default="Micromarché")
SITE_URL = env("SITE_URL", default="http://localhost:8000")
# Where people tell of a weakness (/.well-known/security.txt): a mailto: or an https: address.
SECURITY_CONTACT = env("SECURITY_CONTACT", default=f"mailto:security@{urlsplit(SITE_URL).hostname}")
CURRENCY = "CAD"
# Of the terms of use. Another version must be accepted again before a firm begins its next bid.
TERMS_VERSION = env("TERMS_VERSION", default="2026-11")
# Where firms' numbers are looked up; the other one answers from invented enterprises.
ENTERPRISE_REGISTER = "marketplace.enterprises.published.PublishedRegister"
CLOCK_MAY_TRAVEL = False  # only the trial run and the tests say otherwise
CLOCK_OFFSET_FILE = ""

# --- applications ----------------------------------------------------------------------------
INSTALLED_APPS = [
    "marketplace",
    "marketplace.accounts",
    "marketplace.reference",
    "marketplace.enterprises",
    "marketplace.ledger",
    "marketplace.sealing",
    "marketplace.notifications",
    "marketplace.files",
    "marketplace.web",
    "vendors",
    "tenders",
    "cms",
    "wagtail_localize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_htmx",
    "rules.apps.AutodiscoverRulesConfig",
    "pgtrigger",
    "whitenoise.runserver_nostatic",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "marketplace.web.middleware.StampReceivedAt",
    "marketplace.web.kept_pages.KeepPublicPages",
    "django.middleware.security.SecurityMiddleware",
    "marketplace.web.middleware.ContentPolicy",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "marketplace.web.middleware.LanguageOfAddress",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "marketplace.accounts.middleware.RequireSecondFactor",
    "marketplace.web.middleware.SayUnavailable",
    "marketplace.web.middleware.RefuseNul",
    "cms.middleware.EditorsRoom",
    "django_htmx.middleware.HtmxMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "marketplace.urls"
WSGI_APPLICATION = "marketplace.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "marketplace.web.context.product",
                "cms.context.furniture",
            ],
        },
    },
]
FORM_RENDERER = "marketplace.web.forms.HouseRenderer"
STATICFILES_DIRS = [BASE_DIR / "marketplace" / "static"]
STATICFILES_FINDERS = [
    "marketplace.web.finders.JoinedSourcesFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
THEME_STYLESHEET = env("THEME_STYLESHEET", default="")  # static path of an organisation's own theme
CSRF_FAILURE_VIEW = "marketplace.web.views.errors.lost_session"
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"  # editors' public images only
MEDIA_ROOT = VAR_DIR / "media"
PRIVATE_ROOT = VAR_DIR / "private"  # never served directly
FILE_MAX_BYTES = env.int("FILE_MAX_BYTES", default=25_000_000)
DISK_LOW_BYTES = env.int("DISK_LOW_BYTES", default=1_000_000_000)  # then /readyz says so
DISK_SLOW_SECONDS = 1.0
CLAMAV_ADDRESS = env("CLAMAV_ADDRESS", default="")  # unix:/run/clamav/clamd.ctl or tcp:host:3310
PUBLIC_BROWSING_CACHE_SECONDS = 60
KEPT_PAGES = True  # in each process's memory, for who is signed out
PUBLIC_VERSIONS = {  # what changes with what is public
    "notices": "tenders.queries.version.notices_version",
    "content": "cms.version.content_version",
}
PUBLIC_VERSION_SECONDS = 1  # how long each process believes the last answer

# --- data ------------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default="postgresql:///micromarche")}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"].setdefault("OPTIONS", {})
DATABASE_POOL = {
    "min_size": 1,
    "max_size": env.int("DATABASE_POOL_SIZE", default=8),
    "timeout": 10,
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env("REDIS_URL", default="redis://localhost:6379/0")
SESSION_ENGINE = "django.contrib.sessions.backends.db"
CACHES = {
    "default": {"BACKEND": "marketplace.web.caching.ForgivingCache", "LOCATION": REDIS_URL},
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": 60,
        "OPTIONS": {"MAX_ENTRIES": 400},
    },
    # The frame of every page, drawn once a minute by each process: no question to Redis.
    "template_fragments": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "fragments",
    },
}

# --- Celery: a doorbell, never the record of what is due ----------------------------------------
# redis-py and kombu spell a unix socket differently, so the broker may be named apart.
CELERY_BROKER_URL = env("CELERY_BROKER_URL", default=REDIS_URL)
CELERY_BEAT_SCHEDULE = BEAT_SCHEDULE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

# --- logs -----------------------------------------------------------------------------------------
LOGGING = logging_config(as_json=False)
DEFAULT_EXCEPTION_REPORTER = "marketplace.web.reports.Report"
DEFAULT_EXCEPTION_REPORTER_FILTER = "marketplace.web.reports.NoValues"

# --- languages and time -------------------------------------------------------------------------
LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", _("French")), ("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
USE_I18N = True
WAGTAIL_I18N_ENABLED = True
TIME_ZONE = "America/Toronto"
USE_TZ = True
EXTRA_HOLIDAYS = env.list("EXTRA_HOLIDAYS", default=[])  # "09-30" each year, "2028-01-03" once

# --- accounts -----------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "rules.permissions.ObjectPermissionBackend",
    "allauth.account.auth_backends.AuthenticationBackend",  # a ModelBackend too: groups, editors
]
PASSWORD_HASHERS = [
    "marketplace.accounts.hashers.Argon2id",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
PASSWORD_LENGTH = 12
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": PASSWORD_LENGTH},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "full_name")},
    },
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "tenders:work"
ACCOUNT_ADAPTER = "marketplace.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "marketplace.accounts.signup.Person"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # or anyone could make us write to anyone
ACCOUNT_PREVENT_ENUMERATION = True
# By origin, never by address alone: a limit that anyone can use up for somebody else is a lock.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/5m/key",  # the key holds the origin too: see the adapter
    "reset_password": "5/m/ip,20/h/ip",
    "signup": "10/m/ip,60/h/ip",
}
ACCOUNT_FORMS = {
    "login": "marketplace.accounts.forms.LoginForm",
    "signup": "marketplace.accounts.forms.SignupForm",
    "add_email": "marketplace.accounts.forms.AddEmailForm",
    "change_email": "marketplace.accounts.forms.ChangeEmailForm",
    "change_password": "marketplace.accounts.forms.ChangePasswordForm",
    "set_password": "marketplace.accounts.forms.SetPasswordForm",
    "reset_password": "marketplace.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "marketplace.accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "marketplace.accounts.forms.ReauthenticateForm",
    "confirm_email_verification_code": "marketplace.accounts.forms.ConfirmEmailCodeForm",
    "confirm_password_reset_code": "marketplace.accounts.forms.ConfirmResetCodeForm",
}
MFA_ADAPTER = "marketplace.accounts.adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
MFA_TOTP_ISSUER = PRODUCT_NAME
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "marketplace.accounts.forms.AuthenticateForm",
    "reauthenticate": "marketplace.accounts.forms.MfaReauthenticateForm",
    "activate_totp": "marketplace.accounts.forms.ActivateTotpForm",
    "add_webauthn": "marketplace.accounts.forms.AddKeyForm",
    "edit_webauthn": "marketplace.accounts.forms.EditKeyForm",
    "signup_webauthn": "marketplace.accounts.forms.FirstKeyForm",
}
USERSESSIONS_TRACK_ACTIVITY = False
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", default=0)

# --- editors --------------------------------------------------------------------------------------
WAGTAILADMIN_LOGIN_URL = LOGIN_URL  # with its second factor
WAGTAIL_SITE_NAME = PRODUCT_NAME
WAGTAILADMIN_BASE_URL = SITE_URL

# --- mail -----------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Micromarché <avis@micromarche.example>")
# Who writes, and a postal address: the anti-spam law wants it under every mail not asked for.
MAIL_IDENTITY = env(
    "MAIL_IDENTITY", default="Micromarché, 1, rue de la Démonstration, Québec (Québec)  G1A 1A1"
)
MAIL_PROVIDER = ""  # anymail's name of it, where one tells us about bounces
EMAIL_FILE_PATH = VAR_DIR / "mail"  # of the trial run
EMAIL_TIMEOUT = 20  # seconds; a server that hangs must not hold a worker
