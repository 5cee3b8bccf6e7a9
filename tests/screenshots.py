"""``./run screenshots``: each kind of page of a running trial as a picture in docs/screenshots.

Each in both languages and both appearances on a wide screen, and in French on a phone.
"""

import io
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import django
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from marketplace.devstack import system
from marketplace.devstack.accounts import PASSWORD, TOTP_SECRET, email
from marketplace.devstack.places import ROOT
from tests.mail_sheets import sheets
from tests.plumbing.browser import SWITCHES

FOLDER = ROOT / "docs/screenshots"
WIDE, PHONE, HEIGHT = 1280, 320, 900
QUALITY = 64
STEP = 30  # seconds that a code lives
SHEETS, OPERATOR = "every-mail", "operator"


@dataclass(frozen=True)
class Sight:
    """A kind of page: where it is in French, the links to follow from there, and who looks."""

    name: str
    path: str
    links: tuple[str, ...] = ()
    who: str = ""


CARD, ROW = "main .card a.cover", "main table th a"
SIGHTS = (
    Sight("home", "/fr/"),
    Sight("calls", "/fr/appels/"),
    Sight("calls-found", "/fr/appels/?q=site+web&view=all"),
    Sight("calls-none", "/fr/appels/?q=introuvable"),
    Sight("call", "/fr/appels/", (CARD,)),
    Sight("alert", "/fr/appels/?q=site+web", ("main a[href*='alertes/']",)),
    Sight("awards", "/fr/attributions/"),
    Sight("award", "/fr/attributions/", (ROW,)),
    Sight("opening", "/fr/attributions/", (ROW, "main .summary a[href*='ouverture']")),
    Sight("contracts", "/fr/contrats/"),
    Sight("contract", "/fr/contrats/", (ROW,)),
    Sight("market", "/fr/marche/"),
    Sight("signals", "/fr/marche/signaux/"),
    Sight("signal", "/fr/marche/signaux/", (ROW,)),
    Sight("buyers", "/fr/acheteurs/"),
    Sight("buyer", "/fr/acheteurs/", (f"{CARD}, {ROW}",)),
    Sight("firms", "/fr/entreprises/"),
    Sight("firm", "/fr/attributions/", (ROW, "main .winner a")),
    Sight("data", "/fr/donnees/"),
    Sight("ledger", "/fr/registre/"),
    Sight("guides", "/fr/guides/"),
    Sight("guide", "/fr/guides/lire-les-donnees/"),
    Sight("questions", "/fr/guides/questions-frequentes/"),
    Sight("news", "/fr/actualites/"),
    Sight("events", "/fr/seances-d-information/"),
    Sight("event", "/fr/seances-d-information/premiere-soumission/"),
    Sight("accessibility", "/fr/accessibilite/"),
    Sight("contact", "/fr/nous-joindre/"),
    Sight("search", "/fr/recherche/?q=OCDS"),
    Sight("sign-up", "/fr/compte/inscription/"),
    Sight("sign-in", "/fr/compte/connexion/"),
    Sight("components", "/fr/composants/"),
    Sight("work", "/fr/travail/", who="officer"),
    Sight("messages", "/fr/messages/", who="vendor"),
    Sight("my-data", "/fr/compte/mes-donnees/", who="vendor"),
    Sight("erase", "/fr/compte/mes-donnees/effacer/", who="vendor"),
    Sight(
        "accesses", "/fr/travail/", ("a[href*='mes-entreprises/']", "a[href$='acces/']"), "vendor"
    ),
    Sight("periods", "/fr/confidentialite/durees/"),
    Sight("mails", "/fr/travail/exploitant/courriels/sortes/", who="operator"),
    Sight("mail", "/fr/travail/exploitant/courriels/sortes/award-approved/", who="operator"),
)


def main(arguments: list[str]) -> int:
    """Take them all, or those named, from the site at the given address; say what they weigh."""
    site, *named = arguments or ["http://localhost:8000"]
    FOLDER.mkdir(exist_ok=True)
    signed_in: dict[str, Any] = {}  # a code opens once: who has signed in stays so
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=system.chromium(), args=SWITCHES)
        for sight in SIGHTS:
            if named and sight.name not in named:
                continue
            for name, picture in _pictures(browser, site, sight, signed_in):
                Image.open(io.BytesIO(picture)).save(FOLDER / name, quality=QUALITY, method=6)
            print(sight.name, flush=True)
        if not named or SHEETS in named:
            for name, sheet in _sheets(browser, site, signed_in):
                sheet.save(FOLDER / name, quality=QUALITY, method=6)
        browser.close()
    taken = list(FOLDER.glob("*.webp"))
    print(f"{len(taken)} pictures, {sum(one.stat().st_size for one in taken) // 1000} kB")
    return 0


def _pictures(
    browser: Browser, site: str, sight: Sight, signed_in: dict[str, Any]
) -> Iterator[tuple[str, bytes]]:
    context = browser.new_context(
        base_url=site,
        viewport={"width": WIDE, "height": HEIGHT},
        reduced_motion="reduce",
        storage_state=signed_in.get(sight.who),
    )
    page = context.new_page()
    if sight.who and sight.who not in signed_in:
        _sign_in(page, email(sight.who))
        signed_in[sight.who] = context.storage_state()
    page.goto(sight.path)
    for link in sight.links:
        page.goto(page.locator(link).first.get_attribute("href") or "")
    french = page.url
    places = {"fr": french, "en": _in_english(page)}
    for language, place in places.items():
        page.goto(place)
        for theme in ("light", "dark"):
            yield f"{sight.name}-{language}-{theme}.webp", _picture(page, theme)
    page.set_viewport_size({"width": PHONE, "height": HEIGHT})
    page.goto(french)
    yield f"{sight.name}-fr-phone.webp", _picture(page, "light")
    context.close()


def _sheets(
    browser: Browser, site: str, signed_in: dict[str, Any]
) -> Iterator[tuple[str, Image.Image]]:
    context = browser.new_context(base_url=site, storage_state=signed_in.get(OPERATOR))
    page = context.new_page()
    if OPERATOR not in signed_in:
        _sign_in(page, email(OPERATOR))
    yield from sheets(page)
    context.close()


def _in_english(page: Page) -> str:
    return page.locator("link[hreflang='en-CA']").get_attribute("href") or ""


def _picture(page: Page, theme: str) -> bytes:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    page.wait_for_load_state("networkidle")
    page.evaluate("scrollTo(0, 0)")
    return page.screenshot()


def _sign_in(page: Page, address: str) -> None:
    django.setup()
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    page.goto("/fr/compte/connexion/")
    page.locator("main [name=login]").fill(address)
    page.locator("main [name=password]").fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    code = page.locator("main [name=code]")
    code.fill(format_hotp_value(hotp_value(TOTP_SECRET, int(time.time()) // STEP)))
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/travail/**")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
