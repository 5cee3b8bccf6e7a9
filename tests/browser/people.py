"""What people do with their accounts, in English."""

import re
import uuid

from tests.factories import PASSWORD


def new_address():
    return f"{uuid.uuid4().hex}@example.org"


def code_sent_to(live_stack, address):
    letter = live_stack.wait_for(lambda: live_stack.mail(to=address))[-1]
    body = letter.get_body(("plain",)).get_content()
    return re.search(r"^    (\S+)$", body, re.MULTILINE)[1]


def sign_up(page, live_stack, *, look=lambda: None, passkey=None):
    """Return the address. ``look`` is called where the code is asked for.

    With ``passkey``, which is called where it is made, there is no password; a key is plugged in.
    """
    address = new_address()
    page.goto(f"/en/account/signup/{'passkey/' if passkey else ''}")
    page.get_by_label("Full name").fill("Zoé Paquet")
    page.get_by_label("E-mail address").fill(address)
    if not passkey:
        page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    look()
    page.get_by_label("Code").fill(code_sent_to(live_stack, address))
    page.get_by_role("button", name="Confirm").click()
    if passkey:
        page.wait_for_url("**/first/")
        passkey()
        page.get_by_role("button", name="Create the passkey").click()
    page.wait_for_url("**/work/")
    return address


def read_in(page, language):
    """The same page in the language, by the link that search engines follow."""
    page.goto(page.locator(f"link[hreflang='{language}-CA']").get_attribute("href"))


def plug_in_a_key(page):
    """A virtual authenticator that knows its owner's finger."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
