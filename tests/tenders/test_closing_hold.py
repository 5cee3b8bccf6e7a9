"""After an outage before a deadline nothing is closed until the buyer has decided."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from marketplace.clock import now
from marketplace.errors import Conflict, IllegalTransition, Invalid, NotAuthorized
from marketplace.ledger import kinds
from marketplace.ledger.models import Event
from marketplace.notifications.models import Message
from tenders.actions.amendment import amend_tender
from tenders.actions.opening import close_tender
from tenders.actions.outage import decide_closing, hold_closing
from tenders.models import Amendment, Bid, BidVersion, ClosingHold, LateBid, Tender, WatchSpan
from tenders.queries.bidding import changes_to_confirm
from tenders.queries.outages import may_be_held
from tenders.queries.waiting import waiting_for
from tenders.states import TenderStatus
from tenders.tasks import close_due_tenders, watch_submission
from tenders.values import AwardMethod, Capability, Change, ClosingDecision
from tests.bids import drafted_bid, sealed_bid, submit
from tests.factories import TenderFactory, VendorFactory, member, officer, people
from tests.signing_in import sign_in
from vendors.models import VendorMembership
from vendors.states import VendorRole

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
EXTEND, CLOSE = ClosingDecision.EXTEND, ClosingDecision.CLOSE


def watched(deadline, *, down):
    """The site was seen to work, but for so many minutes one hour before the deadline."""
    began = deadline - timedelta(hours=1)
    WatchSpan.objects.create(began_at=deadline - timedelta(days=2), seen_at=began)
    WatchSpan.objects.create(began_at=began + down * MINUTE, seen_at=now() + timedelta(days=60))


@pytest.fixture
def tender():
    """Its deadline passed ten minutes ago; nothing has closed it yet."""
    tender = TenderFactory(open=True, award_method=AwardMethod.LOWEST_PRICE, k=None)
    deadline = now() - 10 * MINUTE
    Tender.objects.filter(pk=tender.pk).update(
        enquiry_deadline=deadline, submission_deadline=deadline
    )
    return Tender.objects.get(pk=tender.pk)


@pytest.fixture
def held(tender):
    watched(tender.submission_deadline, down=25)
    hold_closing(tender_id=tender.pk, at=now())
    return tender


def decide(tender, decision=CLOSE, *, actor=None, **more):
    arguments = {"reason_fr": "La panne a touché tout le monde.", "at": now(), **more}
    actor = actor or tender.author
    return decide_closing(tender_id=tender.pk, decision=decision, actor=actor, **arguments)


def in_days(days):
    return now() + timedelta(days=days)


def facts(tender):
    tender.refresh_from_db()
    return (
        tender.status,
        tender.submission_deadline,
        Event.objects.count(),
        Message.objects.count(),
        Amendment.objects.count(),
        list(ClosingHold.objects.values()),
    )


# --- holding --------------------------------------------------------------------------------------


def test_the_closing_waits_after_too_long_an_outage(tender):
    watched(tender.submission_deadline, down=25)

    assert close_tender(tender_id=tender.pk, at=now()) is False
    assert close_due_tenders() == 0

    tender.refresh_from_db()
    hold = ClosingHold.objects.get()
    assert (tender.status, tender.closed_at) == (TenderStatus.OPEN, None)
    assert (hold.deadline, hold.down_for, hold.minutes) == (tender.submission_deadline, 1500, 25)


@pytest.mark.parametrize(("down", "closed"), [(0, True), (10, True), (10.1, False)])
def test_ten_minutes_are_borne(tender, down, closed):
    watched(tender.submission_deadline, down=down)
    assert close_tender(tender_id=tender.pk, at=now()) is closed
    assert ClosingHold.objects.exists() is not closed


def test_the_operator_sets_how_much_is_borne(tender, settings):
    watched(tender.submission_deadline, down=25)
    settings.OUTAGE_MINUTES = 0
    assert close_tender(tender_id=tender.pk, at=now()) is True


def test_a_rule_that_is_switched_off_afterwards_decides_nothing(held, settings):
    settings.OUTAGE_MINUTES = 0
    assert close_tender(tender_id=held.pk, at=now()) is False


def test_it_is_on_public_record_and_told_once_to_those_who_decide(tender):
    watched(tender.submission_deadline, down=25)
    for _ in range(3):
        hold_closing(tender_id=tender.pk, at=now())
        close_tender(tender_id=tender.pk, at=now())

    event = Event.objects.get(action="tender.closing-held")
    assert "tender.closing-held" in kinds.PUBLIC
    assert event.data == {"deadline": tender.submission_deadline.isoformat(), "minutes": 25}
    told = Message.objects.filter(kind="closing-held").values_list("recipient", flat=True)
    approver = officer(tender.buyer, Capability.APPROVER)
    assert sorted(told) == people(tender.author, approver)


def test_an_outage_is_seen_before_the_deadline_and_grows(tender):
    deadline = now() + timedelta(hours=1)
    Tender.objects.filter(pk=tender.pk).update(submission_deadline=deadline)
    WatchSpan.objects.create(began_at=now() - timedelta(days=1), seen_at=now() - 12 * MINUTE)

    first = hold_closing(tender_id=tender.pk, at=now())
    seconds = ClosingHold.objects.get().down_for
    again = hold_closing(tender_id=tender.pk, at=now() + 5 * MINUTE)

    assert (first, again) == (True, False)
    assert 0 <= ClosingHold.objects.get().down_for - seconds - 300 <= 2


def test_the_sweep_looks_at_calls_that_close_within_the_hours_that_count(tender):
    far = TenderFactory(open=True)
    assert may_be_held(now()) == [tender.pk]
    assert may_be_held(far.submission_deadline - timedelta(hours=3)) == [tender.pk, far.pk]


def test_the_sweep_notes_what_it_sees_and_holds(tender, settings):
    settings.SUBMISSION_PROBE_URL = "http://127.0.0.1:9/healthz"
    WatchSpan.objects.create(began_at=now() - timedelta(days=1), seen_at=now() - 30 * MINUTE)

    assert (watch_submission(), watch_submission()) == (1, 0)

    assert WatchSpan.objects.latest("seen_at").fault == "site"
    assert ClosingHold.objects.get().tender == tender


# --- deciding -------------------------------------------------------------------------------------


def test_closing_as_announced_closes_with_the_next_sweep(held):
    bidder = member(drafted_bid_of(held).vendor)
    hold = decide(held, reason_fr=" La panne date du matin. ", reason_en="In the morning.")
    assert close_due_tenders() == 1

    held.refresh_from_db()
    assert (hold.decision, hold.decided_by, hold.amendment) == (CLOSE, held.author, None)
    assert held.closed_at is not None
    event = Event.objects.get(action="tender.closing-decided")
    assert event.data == {"decision": "close", "deadline": hold.deadline.isoformat()}
    told = Message.objects.get(kind="closing-kept")
    assert (told.recipient, told.context["reason_fr"]) == (bidder, "La panne date du matin.")


def drafted_bid_of(tender):
    """A draft that was begun while the call was open, by a firm of its own."""
    deadline = tender.submission_deadline
    Tender.objects.filter(pk=tender.pk).update(submission_deadline=in_days(1))
    bid = drafted_bid(Tender.objects.get(pk=tender.pk))
    Tender.objects.filter(pk=tender.pk).update(submission_deadline=deadline)
    bid.tender.refresh_from_db()
    return bid


def test_an_extension_is_an_amendment_and_bids_are_received_again(held):
    bid = drafted_bid_of(held)
    assert isinstance(submit(bid), LateBid)
    later = in_days(2)

    hold = decide(held, EXTEND, deadline=later, reason_fr="Le site était en panne.")

    held.refresh_from_db()
    amendment = Amendment.objects.get()
    assert (held.submission_deadline, held.status) == (later, TenderStatus.OPEN)
    assert (hold.amendment, amendment.of_substance) == (amendment, False)
    assert amendment.rationale_fr == "Le site était en panne."
    assert list(amendment.changes) == ["submission_deadline"]
    told = Message.objects.filter(kind="tender-amended").values_list("recipient", flat=True)
    assert member(bid.vendor).pk in told
    assert not Message.objects.filter(kind="closing-kept").exists()
    assert isinstance(submit(bid), BidVersion)
    assert (close_due_tenders(), ClosingHold.objects.count()) == (0, 1)


def test_what_was_sealed_in_time_stands_after_an_extension(tender):
    Tender.objects.filter(pk=tender.pk).update(submission_deadline=in_days(1))
    bid = sealed_bid(Tender.objects.get(pk=tender.pk))
    Tender.objects.filter(pk=tender.pk).update(submission_deadline=now())
    tender.refresh_from_db()
    watched(tender.submission_deadline, down=25)
    hold_closing(tender_id=tender.pk, at=now())

    decide(tender, EXTEND, deadline=in_days(2))

    bid = Bid.objects.get(pk=bid.pk)
    assert (bid.status, list(changes_to_confirm(bid))) == ("sealed", [])


def test_an_extended_deadline_is_judged_anew(held):
    decide(held, EXTEND, deadline=in_days(2))
    held.refresh_from_db()
    assert hold_closing(tender_id=held.pk, at=now()) is False
    WatchSpan.objects.all().delete()
    watched(held.submission_deadline, down=25)
    assert hold_closing(tender_id=held.pk, at=held.submission_deadline) is True
    assert ClosingHold.objects.count() == 2


def test_an_ordinary_extension_before_the_deadline_ends_the_wait(tender):
    deadline = now() + timedelta(hours=1)
    Tender.objects.filter(pk=tender.pk).update(submission_deadline=deadline)
    WatchSpan.objects.create(began_at=now() - timedelta(days=1), seen_at=now() - 12 * MINUTE)
    hold_closing(tender_id=tender.pk, at=now())
    tender.refresh_from_db()

    amend_tender(
        tender_id=tender.pk,
        change=Change({"submission_deadline": in_days(3)}),
        rationale_fr="Panne.",
        of_substance=False,
        version=tender.version,
        actor=tender.author,
        at=now(),
    )

    with pytest.raises(IllegalTransition):
        decide(tender)


@pytest.mark.parametrize("capability", [Capability.AUTHOR, Capability.APPROVER])
def test_authors_and_approvers_decide(held, capability):
    assert decide(held, actor=officer(held.buyer, capability)).decision == CLOSE


def test_others_do_not(held):
    has_ties = officer(held.buyer, Capability.APPROVER)
    VendorMembership.objects.create(
        vendor=drafted_bid_of(held).vendor,
        user=has_ties,
        role=VendorRole.READER,
        created_at=now(),
    )
    held.refresh_from_db()
    for actor in (
        officer(held.buyer, Capability.OPENER),
        officer(TenderFactory().buyer, Capability.AUTHOR),
        member(VendorFactory()),
        has_ties,
    ):
        before = facts(held)
        with pytest.raises(NotAuthorized):
            decide(held, actor=actor)
        assert facts(held) == before


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"decision": CLOSE, "reason_fr": " "}, "reason_fr"),
        ({"decision": EXTEND, "deadline": None}, "deadline"),
        ({"decision": EXTEND, "deadline": timedelta(minutes=20)}, "deadline"),
        ({"decision": EXTEND, "deadline": timedelta(days=-1)}, "deadline"),
    ],
)
def test_a_decision_without_a_reason_or_that_gives_no_time_back_is_refused(held, more, field):
    if more.get("deadline"):
        more = {**more, "deadline": now() + more["deadline"]}
    before = facts(held)
    with pytest.raises(Invalid) as refusal:
        decide(held, **more)
    assert (refusal.value.field, facts(held)) == (field, before)


def test_what_is_decided_is_not_decided_again(held):
    decide(held)
    before = facts(held)
    with pytest.raises(Conflict):
        decide(held, EXTEND, deadline=in_days(2))
    assert facts(held) == before


def test_where_nothing_waits_there_is_nothing_to_decide(tender):
    before = facts(tender)
    with pytest.raises(IllegalTransition):
        decide(tender)
    assert facts(tender) == before


def test_the_database_wants_who_when_and_why(held):
    hold = ClosingHold.objects.get()
    for columns in (
        {"decision": CLOSE},
        {"decision": EXTEND, "decided_at": now(), "reason_fr": "Panne."},
        {"reason_fr": "Sans décision."},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            ClosingHold.objects.filter(pk=hold.pk).update(**columns)


# --- pages ----------------------------------------------------------------------------------------


def page(tender, name="closing"):
    return reverse(f"tenders:{name}", args=[tender.ocid])


def text_of(response):
    return response.content.decode()


@pytest.mark.parametrize(
    ("language", "says", "decided"),
    [
        ("fr", "La fermeture attend la décision de l’acheteur", "n’a pas été prolongée"),
        ("en", "The closing waits for the buyer’s decision", "was not extended"),
    ],
)
def test_the_public_page_says_that_the_closing_waits_and_what_was_decided(
    client, held, language, says, decided
):
    with translation.override(language):
        waits = text_of(client.get(page(held, "detail")))
        decide(held, reason_fr="La panne date du matin.", reason_en="In the morning.")
        after = text_of(client.get(page(held, "detail")))

    assert (says in waits, "25" in waits) == (True, True)
    assert (says in after, decided in after) == (False, True)


def test_every_call_tells_the_rule_beforehand(client):
    shown = text_of(client.get(page(TenderFactory(open=True), "detail")))
    assert "Quand une soumission est-elle à temps" in shown
    assert "plus de 10\u00a0minutes dans les 4\u00a0heures" in shown


def test_a_firm_reads_it_on_the_page_of_its_bid(client, held):
    bid = drafted_bid_of(held)
    sign_in(client, member(bid.vendor))
    shown = client.get(reverse("tenders:bid", args=[bid.public_id]))
    assert "après une prolongation, elle peut être déposée de nouveau" in text_of(shown)


def test_it_waits_on_the_work_page_of_those_who_decide(held):
    for user, waits in (
        (held.author, True),
        (officer(held.buyer, Capability.APPROVER), True),
        (officer(held.buyer, Capability.OPENER), False),
    ):
        urls = [item.url for item in waiting_for(user, at=now())]
        assert (page(held) in urls) is waits
    decide(held)
    assert page(held) not in [item.url for item in waiting_for(held.author, at=now())]


def test_an_officer_extends_through_the_page(client, held):
    sign_in(client, held.author)
    home = text_of(client.get(page(held, "tender")))
    shown = client.get(page(held))
    day = shown.context["form"]["deadline"].initial

    refused = client.post(page(held), {"decision": "extend", "reason_fr": "Panne."})
    sent = client.post(
        page(held),
        {
            "decision": "extend",
            "deadline_0": f"{day:%Y-%m-%d}",
            "deadline_1": "14:00",
            "reason_fr": "Panne.",
        },
    )

    held.refresh_from_db()
    assert page(held) in home
    assert "rien ne l’observait" in text_of(shown)
    assert "Panne." in text_of(refused)
    assert (sent.url, held.submission_deadline > now()) == (page(held, "tender"), True)
    assert client.get(page(held)).url == page(held, "tender")


def test_an_officer_lets_it_close_through_the_page(client, held):
    sign_in(client, held.author)
    sent = client.post(page(held), {"decision": "close", "reason_fr": "Le matin."}, follow=True)
    assert "se ferme comme annoncé" in text_of(sent)
    assert (close_due_tenders(), ClosingHold.objects.get().decision) == (1, "close")
