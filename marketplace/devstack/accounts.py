"""The demo's way in, said once: ``manage.py demo`` creates these accounts, ``./run`` prints them.

Public by design. The demo refuses to load when DEBUG is off.
"""

PASSWORD = "libre-et-ouvert-2026"  # noqa: S105 - printed for everybody on purpose
TOTP_SECRET = "MICROMARCHEDEMOTOTP234567ABCDEFG"  # noqa: S105 - the same
DOMAIN = "demo.example"
ROLES = (
    "officer",
    "approver",
    "evaluator",
    "evaluator2",
    "signatory",
    "payer",
    "auditor",
    "vendor",
    "vendor2",
    "vendor3",
    "operator",
    "editor",
)


def email(role: str) -> str:
    """The address of the demo account that plays ``role``."""
    return f"{role}@{DOMAIN}"
