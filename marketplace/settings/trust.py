"""Sealed bids and the ledger: which process holds which key, and what it waits for."""

from marketplace.settings.places import VAR_DIR, env

# Bound into every sealed bid: never change it once a call is published.
LEDGER_ORIGIN = env("LEDGER_ORIGIN", default="micromarche.example")
# The log's private key, which the sequencer alone reads, and the newest checkpoint, which it keeps
# outside the database: what a restored dump is held to.
LEDGER_KEY_FILE = env("LEDGER_KEY_FILE", default=str(VAR_DIR / "keys" / "ledger.key"))
LEDGER_CHECKPOINT_FILE = env(
    "LEDGER_CHECKPOINT_FILE", default=str(VAR_DIR / "ledger" / "checkpoint")
)
# The key that signs receipts is the web processes' own, so that they need nobody to take a bid.
RECEIPT_KEY_FILE = env("RECEIPT_KEY_FILE", default=str(VAR_DIR / "keys" / "receipt.key"))
# What /readyz says beside the database.
READINESS_LINES = [
    "marketplace.ledger.health.readiness",
    "marketplace.ledger.signing.readiness",
    "marketplace.sealing.client.readiness",
    "marketplace.files.health.readiness",
]
# Which proxies stamp the moment of a request's last byte, and overwrite what the client sent under
# that name: then a bid that waited for us is not late. Addresses, networks, or "unix" for whoever
# may connect to our unix socket. A stamp that comes from anybody else is not read.
LAST_BYTE_PROXIES = env.list("LAST_BYTE_PROXIES", default=[])
LAST_BYTE_HEADER = env("LAST_BYTE_HEADER", default="X-Last-Byte-At")
READING_TIME_HEADER = env("READING_TIME_HEADER", default="X-Reading-Seconds")
# Submission that failed for over so many minutes, in all, in the last hours before a deadline holds
# the closing until the buyer has decided on an extension; 0 for no such rule. A sweep looks twice a
# minute, at this address of the site as firms reach it (SITE_URL/healthz, unless set).
OUTAGE_MINUTES = env.int("OUTAGE_MINUTES", default=10)
OUTAGE_WINDOW_HOURS = env.int("OUTAGE_WINDOW_HOURS", default=4)
SUBMISSION_PROBE_URL = env("SUBMISSION_PROBE_URL", default="")
# Private keys live in the sealer alone: every other process knocks at its socket.
SEALING_CUSTODY = env("SEALING_CUSTODY", default="marketplace.sealing.client.SealerClient")
SEALING_MEMBERSHIP = "vendors.queries.firms.belongs"
# Whether what must be on record before an opening must be in a signed checkpoint too.
SEALING_WAITS_FOR_LEDGER = env.bool("SEALING_WAITS_FOR_LEDGER", default=True)
SEALER_SOCKET = env("SEALER_SOCKET", default=str(VAR_DIR / "sealer.sock"))
SEALING_MASTER_KEY_FILE = env(
    "SEALING_MASTER_KEY_FILE", default=str(VAR_DIR / "keys" / "sealing-master.key")
)
