"""What is published as open data, under which names, and how often it may be asked for."""

from marketplace.settings.places import VAR_DIR, env

OCID_PREFIX = env("OCID_PREFIX", default="ocds-zz9999")  # not registered; an operator sets its own
OPEN_DATA_PER_MINUTE = env.int("OPEN_DATA_PER_MINUTE", default=300)  # requests from one origin
BULK_ROOT = VAR_DIR / "data"  # files by month, made by a sweep; in production nginx gives them out
# Whether webhooks may be sent to addresses of our own network, and without TLS: only where programs
# are tried out. Production refuses it.
MAY_REACH_INSIDE = False
