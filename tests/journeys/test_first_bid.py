"""From the home page to a submitted bid, on a phone, by somebody who was never here."""

import uuid
from dataclasses import dataclass, field

import pytest

from marketplace.clock import now
from marketplace.enterprises.invented import InventedRegister
from tenders.models import Bid
from tests.browser.people import code_sent_to, plug_in_a_key
from tests.factories import PASSWORD, OperatorFactory, TenderFactory
from tests.journeys.people import Person
from tests.plumbing.looks import TOO_WIDE
from vendors.actions.vendor import admit_vendor
from vendors.models import Vendor

WIDTH = 360  # CSS pixels
MOST_FIELDS = 20
PRICES = {"fr": ("18 000,00 $", "6 500"), "en": ("$18,000.00", "6,500")}


@dataclass
class Phone(Person):
    """Somebody at a narrow screen. ``given`` holds each field they gave a value to, of any kind."""

    given: list[str] = field(default_factory=list)

    def fill(self, **fields: str) -> None:
        super().fill(**fields)
        self.given += fields

    def choose(self, **fields: str) -> None:
        super().choose(**fields)
        self.given += fields

    def tick(self, *names: str) -> None:
        super().tick(*names)
        self.given += names

    def press(self, value: str = "", *, of: str = "main") -> None:
        super().press(value, of=of)
        self.fits()

    def follow(self, name_of_link: str) -> None:
        """Tap the first link whose address ends so."""
        with self.page.expect_navigation():
            self.page.locator(f"{name_of_link} >> visible=true").first.click()
        self.fits()

    def fits(self) -> None:
        wide = self.page.evaluate("document.documentElement.scrollWidth")
        assert wide <= WIDTH, (self.page.url, wide, self.page.evaluate(TOO_WIDE))


def register(phone, stack, neq, *, passkey):
    """From the home page to a firm that waits for its admission."""
    address = f"{uuid.uuid4().hex}@phone.example"
    phone.page.goto(f"/{phone.language}/")
    phone.follow("header .site-tools > a:has(.name)")
    phone.follow("main .to-center a")
    if passkey:
        plug_in_a_key(phone.page)
        phone.follow("main a.button.secondary")
        phone.fill(full_name="Zoé Paquet", email=address)
    else:
        phone.fill(full_name="Zoé Paquet", email=address, password1=PASSWORD)
    phone.press()
    phone.fill(code=code_sent_to(stack, address))
    phone.press()
    if passkey:
        with phone.page.expect_navigation():
            phone.page.locator("#mfa_webauthn_signup").click()
    phone.follow("main .card a.cover")
    phone.follow("main .actions a.button")
    phone.fill(neq=neq)
    phone.press()
    phone.choose(size="micro")  # the register has filled in the rest of this page and the next
    phone.press()
    phone.press()
    phone.choose(charges_taxes="False")
    phone.press()
    phone.choose(categories="81111509")
    phone.press()
    phone.tick("declared")
    phone.press()


def bid(phone, tender):
    """From the call to the receipt."""
    criteria = list(tender.criteria.values_list("pk", flat=True))
    first, second = tender.deliverables.values_list("pk", flat=True)
    [condition] = tender.conditions.values_list("pk", flat=True)
    phone.go("tenders:detail", tender.ocid)
    phone.follow("main a.button.accent")
    phone.press()
    phone.follow("main a[href*='conditions']")
    phone.tick(f"condition_{condition}")
    phone.press()
    prices = PRICES[phone.language]
    phone.fill(**{f"price_{first}": prices[0], f"price_{second}": prices[1]})
    phone.press()
    phone.fill(**{f"answer_{pk}": "Nous l’avons fait pour trois villes." for pk in criteria})
    phone.press()
    phone.follow("main .actions a.button")
    phone.tick("confirm")
    phone.press()


@pytest.mark.parametrize(
    ("language", "passkey", "neq"),
    [("fr", True, "1190000019"), ("en", True, "1190000027"), ("fr", False, "1190000035")],
    ids=["French, passkey", "English, passkey", "no script"],
)
def test_a_new_firm_submits_its_first_bid_on_a_phone(
    live_stack, new_page, settings, language, passkey, neq
):
    settings.SEALING_CUSTODY = "marketplace.sealing.client.SealerClient"
    entry = InventedRegister().find(neq)
    with live_stack.database():
        tender = TenderFactory(open=True)
    page = new_page(language=language, width=WIDTH, height=740, javascript=passkey)
    page.context.set_extra_http_headers({"Cache-Control": "no-cache"})  # public pages are kept
    phone = Phone(page, language, lambda page: None)

    register(phone, live_stack, neq, passkey=passkey)
    with live_stack.database():
        vendor = Vendor.objects.get(neq=neq)
        admit_vendor(vendor_id=vendor.pk, actor=OperatorFactory(), at=now())
        bid(phone, tender)
        sealed = Bid.objects.get(tender=tender, vendor=vendor)
        versions = sealed.versions.count()

    assert (sealed.status, versions) == ("sealed", 1)
    assert (vendor.legal_name, vendor.street) == (entry.legal_name, entry.street)
    phone.reads(vendor.name)  # the receipt says for whom
    assert len(phone.given) <= MOST_FIELDS, phone.given
