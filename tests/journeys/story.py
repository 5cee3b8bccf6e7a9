"""The main job from beginning to end, in the browsers of all who take part."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from marketplace.working_days import add_working_days
from tenders.models import Contract, Tender
from tests.journeys.cast import Cast
from tests.journeys.people import Person
from tests.plumbing.browser import NewPage
from tests.plumbing.live import LiveStack

EASTERN = ZoneInfo("America/Toronto")
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PRICES = {"first": ("18 000,00", "18,000.00"), "second": ("17 200,00", "17,200.00")}


@dataclass
class Story:
    """One run of the main job. Every person keeps their own browser window."""

    stack: LiveStack
    cast: Cast
    new_page: NewPage
    language: str
    javascript: bool = True
    ocid: str = ""
    _persons: dict[str, Person] = field(default_factory=dict)

    def person(self, part: str) -> Person:
        """Whoever plays ``part``, signed in at their own browser."""
        if part not in self._persons:
            page = self.new_page(language=self.language, javascript=self.javascript)
            # Public pages may be a minute old; a journey is faster than that.
            page.context.set_extra_http_headers({"Cache-Control": "no-cache"})
            person = Person(page, self.language)
            if part != "public":
                person.sign_in(self.cast.people[part])
            self._persons[part] = person
        return self._persons[part]

    def tender(self) -> Tender:
        """The call as it stands; within ``stack.database()``."""
        return Tender.objects.get(ocid=self.ocid)

    def until(self, what: Callable[[], object]) -> None:
        """Wait for what the worker does meanwhile."""
        with self.stack.database():
            self.stack.wait_for(what, seconds=60)

    def days(self, count: int, hour: int = 14) -> datetime:
        day = add_working_days(timezone.localdate(), count)
        return datetime.combine(day, datetime.min.time().replace(hour=hour), EASTERN)


def write_call(story: Story, method: str = "adjusted_price") -> None:
    """The officer writes the whole call, section by section, and sends it for review."""
    officer = story.person("officer")
    officer.go("tenders:work")
    officer.go("tenders:buyer_home", story.cast.buyer.slug)
    officer.go("tenders:tender_new", story.cast.buyer.slug)
    officer.fill(title_fr="Refonte du formulaire de permis")
    officer.press()
    story.ocid = next(part for part in officer.page.url.split("/") if part.startswith("ocds-"))
    _basics(officer)
    _parts(officer)
    _judging(officer, method)
    questions, bids = story.days(10), story.days(14)
    officer.fill(
        enquiry_deadline_0=f"{questions:%Y-%m-%d}",
        enquiry_deadline_1="14:00",
        submission_deadline_0=f"{bids:%Y-%m-%d}",
        submission_deadline_1="14:00",
    )
    officer.press("next")
    officer.press()


def _basics(officer: Person) -> None:
    officer.fill(
        title_fr="Refonte du formulaire de permis",
        title_en="Rebuild of the permit form",
        summary_fr="Un formulaire que tout le monde peut remplir au téléphone.",
        summary_en="A form that anyone can fill in on a phone.",
    )
    officer.choose(main_category_id="81111509")
    officer.press("next")
    officer.fill(
        need_fr="Refaire le formulaire **avec** les gens.", need_en="Rebuild it **with** people."
    )
    officer.press("next")


def _parts(officer: Person) -> None:
    officer.fill(**{"rows-0-title_fr": "Prototype", "rows-0-title_en": "Prototype"})
    officer.press("add")
    officer.fill(**{"rows-1-title_fr": "Version finale", "rows-1-title_en": "Final version"})
    officer.press("next")
    officer.fill(
        **{"rows-0-title_fr": "Équipe francophone", "rows-0-title_en": "French-speaking team"}
    )
    officer.press("next")
    start = timezone.localdate() + timedelta(days=60)
    officer.fill(
        budget="45 000,00 $" if officer.language == "fr" else "$45,000.00",
        contract_start=f"{start:%Y-%m-%d}",
        contract_end=f"{start + timedelta(days=120):%Y-%m-%d}",
    )
    officer.choose(place="remote", licence="MIT")
    officer.press("next")


def _judging(officer: Person, method: str) -> None:
    officer.choose(award_method=method)
    officer.page.locator("button[value^='grid:']").first.click()
    officer.page.wait_for_load_state()
    if method == "adjusted_price":
        officer.fill(k="15", minimum_quality="70")
    officer.press("next")


def publish(story: Story) -> None:
    """Another person reads the call and publishes it."""
    approver = story.person("approver")
    approver.go("tenders:work")
    approver.reads("AP-")
    approver.go("tenders:approval", story.ocid)
    approver.press("publish")
    public = story.person("public")
    public.go("tenders:list")
    public.go("tenders:detail", story.ocid)


def ask_and_answer(story: Story) -> None:
    """A firm asks; the officer answers; everybody reads it without knowing who asked."""
    firm, officer, public = story.person("first"), story.person("officer"), story.person("public")
    firm.go("tenders:ask", story.ocid)
    firm.fill(question="Peut-on travailler à distance ?")
    firm.press()
    officer.go("tenders:enquiries", story.ocid)
    with story.stack.database():
        enquiry = story.tender().enquiries.get()
    officer.go("tenders:answer", story.ocid, enquiry.public_id)
    officer.fill(answer_fr="Oui, entièrement.", answer_en="Yes, entirely.")
    officer.press()
    public.go("tenders:detail", story.ocid)
    public.reads("Oui, entièrement." if story.language == "fr" else "Yes, entirely.")
    assert story.cast.firms["first"].legal_name not in public.page.content()


def bid(story: Story, part: str) -> None:
    """A firm fills in its bid, looks it over, confirms the amount and gets its receipt."""
    firm = story.person(part)
    firm.go("tenders:bid_start", story.ocid)
    firm.press()
    with story.stack.database():
        row = story.tender().bids.get(vendor=story.cast.firms[part])
        deliverables = list(story.tender().deliverables.values_list("pk", flat=True))
        criteria = list(story.tender().criteria.values_list("pk", flat=True))
        conditions = list(story.tender().conditions.values_list("pk", flat=True))
    firm.go("tenders:bid_conditions", row.public_id)
    firm.tick(*(f"condition_{pk}" for pk in conditions))
    firm.press()
    firm.go("tenders:bid_price", row.public_id)
    price = PRICES[part][0 if story.language == "fr" else 1]
    firm.fill(**{f"price_{deliverables[0]}": price, f"price_{deliverables[1]}": "0"})
    firm.press()
    firm.go("tenders:bid_answers", row.public_id)
    firm.fill(**{f"answer_{pk}": f"Notre réponse au critère {pk}." for pk in criteria})
    firm.press()
    firm.go("tenders:bid_files", row.public_id)
    firm.page.locator("main input[type=file]").set_input_files(
        {"name": "offre.pdf", "mimeType": "application/pdf", "buffer": PDF}
    )
    firm.press()
    firm.go("tenders:bid_review", row.public_id)
    for box in firm.page.locator("main input[type=checkbox]").all():
        box.check()
    firm.press()
    firm.go("tenders:bid", row.public_id)
    firm.go("tenders:bid_receipt", row.public_id, 1)
    firm.go("tenders:bids")


def pass_the_deadline(story: Story) -> None:
    """The officer names the committee; the deadline passes; two officers open the bids."""
    officer, people = story.person("officer"), story.cast.people
    officer.go("tenders:committee", story.ocid)
    for part in ("chair", "evaluator"):
        officer.page.locator(f"[name=members][value='{people[part].public_id}']").check()
    officer.choose(chair=str(people["chair"].public_id))
    officer.press()
    with story.stack.database():
        deadline = story.tender().submission_deadline
    assert deadline is not None
    story.stack.travel(deadline + timedelta(minutes=5))
    story.until(lambda: story.tender().status == "closed")
    for part in ("officer", "approver"):
        person = story.person(part)
        person.go("tenders:opening_approval", story.ocid)
        person.prove()
        person.press()
    story.until(lambda: story.tender().status == "evaluation")
    story.person("public").go("tenders:opening", story.ocid)


def judge(story: Story, notes: dict[str, str]) -> None:
    """Declarations, each evaluator's notes, the consensus, the lock that opens the prices."""
    with story.stack.database():
        tender = story.tender()
        criteria = list(tender.criteria.values_list("pk", flat=True))
        bids = {
            part: tender.bids.get(vendor=firm).public_id for part, firm in story.cast.firms.items()
        }
    for part in ("chair", "evaluator"):
        person = story.person(part)
        person.go("tenders:evaluation", story.ocid)
        person.go("tenders:declaration", story.ocid)
        person.choose(has_interest="no")
        person.press()
    for part in ("evaluator", "chair"):
        _note(story.person(part), story.ocid, bids, notes, criteria, "tenders:sheet")
        story.person(part).go("tenders:hand_in", story.ocid)
        story.person(part).press()
    chair = story.person("chair")
    chair.go("tenders:evaluation", story.ocid)
    with chair.page.expect_navigation():
        chair.page.locator("main form[action*='consensus'] button").click()
    _note(chair, story.ocid, bids, notes, criteria, "tenders:consensus")
    chair.go("tenders:comparison", story.ocid)
    chair.go("tenders:evaluation_lock", story.ocid)
    chair.press()


def _note(
    person: Person,
    ocid: str,
    bids: dict[str, object],
    notes: dict[str, str],
    criteria: list[int],
    page: str,
) -> None:
    for part, public_id in bids.items():
        person.go(page, ocid, public_id)
        person.fill(**{f"note_{pk}": notes[part] for pk in criteria})
        person.fill(**{f"comment_{pk}": "Réponse claire." for pk in criteria})
        person.press()


def award(story: Story) -> None:
    """One recommends, another approves; every bidder has its debrief, everybody the notice."""
    officer, approver = story.person("officer"), story.person("approver")
    officer.go("tenders:award_decision", story.ocid)
    officer.fill(rationale_fr="Premier rang selon la méthode annoncée.", rationale_en="First rank.")
    officer.press()
    approver.go("tenders:award_approval", story.ocid)
    approver.prove()
    approver.press()
    public = story.person("public")
    public.go("tenders:awards")
    public.go("tenders:award", story.ocid)
    for part, firm in story.cast.firms.items():
        with story.stack.database():
            row = story.tender().bids.get(vendor=firm)
        story.person(part).go("tenders:debrief", row.public_id)


def sign(story: Story, winner: str) -> bytes:
    """After the standstill both parties sign the PDF that the worker made. Returns the PDF."""
    with story.stack.database():
        given = story.tender().awards.get()
        contract = given.contract
    assert given.standstill_until is not None
    story.stack.travel(given.standstill_until + timedelta(minutes=5))
    ready = Contract.objects.filter(pk=contract.pk, status="for_signature")
    story.until(ready.exists)
    for part in (winner, "signatory"):
        person = story.person(part)
        person.go("tenders:contract", contract.public_id)
        person.go("tenders:contract_sign", contract.public_id)
        person.prove()
        person.tick("consent")
        person.press()
    reader = story.person(winner)
    reader.go("tenders:contract", contract.public_id)
    address = reader.page.locator("main a[href*='document']").first.get_attribute("href")
    answer = reader.page.request.get(str(address))
    assert answer.status == 200
    return bytes(answer.body())
