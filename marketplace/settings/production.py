"""Production: everything from the environment, and no start with a missing secret."""

from marketplace.settings.base import *  # noqa: F403
from marketplace.settings.base import env

DEBUG = False
SECRET_KEY = env("SECRET_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
LEDGER_ORIGIN = env("LEDGER_ORIGIN")
SEALING_MASTER_KEY_FILE = env("SEALING_MASTER_KEY_FILE")

# Mail: an SMTP server, or a provider that anymail knows:
# EMAIL_BACKEND=anymail.backends.postmark.EmailBackend ANYMAIL={"POSTMARK_SERVER_TOKEN": "…"}
EMAIL_BACKEND = env("EMAIL_BACKEND", default="django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = env("EMAIL_HOST", default="localhost")
EMAIL_PORT = env.int("EMAIL_PORT", default=25)
EMAIL_HOST_USER = env("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=False)
EMAIL_USE_SSL = env.bool("EMAIL_USE_SSL", default=False)
ANYMAIL = env.json("ANYMAIL", default={})
