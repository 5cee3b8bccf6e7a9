"""allauth's mails, told as kinds of our own. Their templates are in ``templates/mail/``."""

from typing import Any

from marketplace.clock import now

CODES = {
    "account/email/email_confirmation_signup": "account-confirm-address",
    "account/email/email_confirmation": "account-confirm-address",
    "account/email/password_reset_code": "account-password-code",
}
# What was changed, as ``account-changed`` says it. The names are ours, the keys allauth's.
CHANGES = {
    "account/email/password_changed": "password",
    "account/email/password_reset": "password",
    "account/email/password_set": "password",
    "account/email/email_changed": "address",
    "account/email/email_confirm": "address",
    "account/email/email_deleted": "address",
    "mfa/email/totp_activated": "app_added",
    "mfa/email/totp_deactivated": "app_removed",
    "mfa/email/webauthn_added": "key_added",
    "mfa/email/webauthn_removed": "key_removed",
    "mfa/email/recovery_codes_generated": "recovery_codes",
}


def mail_for(template: str, context: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Our kind and its context for a mail that allauth wants to send.

    Raises KeyError for a mail we have no words for.
    """
    if template in CODES:
        return CODES[template], {"code": context["code"]}
    if template == "account/email/account_already_exists":
        return "account-exists", {}
    return "account-changed", {
        "change": CHANGES[template],
        "at": context.get("timestamp", now()).isoformat(),
        "ip": context.get("ip") or "",
        "browser": context.get("user_agent") or "",
    }
