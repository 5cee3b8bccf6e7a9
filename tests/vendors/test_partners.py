"""Firms that look for partners: public notices, letters without addresses, limits, reports."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from marketplace.clock import now
from marketplace.errors import Conflict, Invalid, NotAuthorized
from marketplace.notifications.models import Message
from tests.counting import statements
from tests.factories import OperatorFactory, VendorFactory, member
from tests.signing_in import sign_in
from tests.tenders.everything import everything
from vendors.actions.partner import (
    LETTERS_A_DAY,
    TooManyLetters,
    answer_letter,
    end_partner_notice,
    publish_partner_notice,
    report_letter,
    take_down_notice,
    write_to_partner,
)
from vendors.models import PartnerLetter, PartnerNotice, Vendor
from vendors.states import VendorRole, VendorStatus
from vendors.values import PartnerText

pytestmark = pytest.mark.django_db
LIST = "/en/firms/partners/"


def publish(vendor, *, seeks="Une firme d’accessibilité", days=30, at=None, actor=None, **more):
    at = at or now()
    words = {"language": "fr", "category": "81111509", "offers": "Du Django", **more}
    text = PartnerText(seeks=seeks, ends_on=localdate(at) + timedelta(days=days), **words)
    who = actor or member(vendor)
    return publish_partner_notice(vendor_id=vendor.pk, text=text, actor=who, at=at)


def write(notice, sender, *, text="Bonjour, parlons-en.", at=None, actor=None):
    who = actor or member(sender)
    return write_to_partner(
        notice_id=notice.pk, sender_id=sender.pk, text=text, actor=who, at=at or now()
    )


def answer(letter, *, shares=False, actor=None):
    return answer_letter(
        letter_id=letter.pk,
        answer="Avec plaisir.",
        shares_address=shares,
        actor=actor or member(letter.notice.vendor),
        at=now(),
    )


@pytest.fixture
def notice():
    return publish(VendorFactory(legal_name="Boréal inc."))


# --- notices --------------------------------------------------------------------------------------


def test_a_notice_is_public_on_the_list_and_on_the_firms_page(client, notice):
    for address in (LIST, reverse("vendors:detail", args=[notice.vendor.public_id])):
        shown = client.get(address).content.decode()
        assert notice.seeks in shown
        assert notice.vendor.email not in shown


@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ({"q": "accessibilite"}, True),
        ({"q": "django firme"}, True),
        ({"q": "boreal"}, True),
        ({"q": "django zzz"}, False),
        ({"category": "81111500"}, True),
        ({"category": "81112103"}, False),
    ],
)
def test_notices_are_found_by_words_and_category(client, notice, asked, is_found):
    assert (notice.seeks in client.get(LIST, asked).content.decode()) is is_found


@pytest.mark.parametrize("how", ["over", "ended", "replaced", "suspended"])
def test_a_notice_that_is_over_is_not_shown(client, how):
    vendor = VendorFactory()
    at = now() - timedelta(days=40) if how == "over" else now()
    notice = publish(vendor, at=at)
    if how == "ended":
        end_partner_notice(vendor_id=vendor.pk, actor=member(vendor), at=now())
    elif how == "replaced":
        publish(vendor, seeks="Une rédactrice")
    elif how == "suspended":
        Vendor.objects.filter(pk=vendor.pk).update(status=VendorStatus.SUSPENDED)

    assert notice.seeks not in client.get(LIST).content.decode()


def test_a_firm_has_one_notice_at_a_time():
    vendor = VendorFactory()
    publish(vendor)
    last = publish(vendor, seeks="Une rédactrice")

    assert list(PartnerNotice.objects.live(localdate(now()))) == [last]
    assert PartnerNotice.objects.count() == 2


@pytest.mark.parametrize("days", [-1, 91])
def test_a_notice_ends_within_ninety_days(days):
    vendor = VendorFactory()
    with pytest.raises(Invalid):
        publish(vendor, days=days)
    assert not PartnerNotice.objects.exists()


def test_only_those_who_act_for_an_admitted_firm_publish():
    vendor, pending = VendorFactory(), VendorFactory(status=VendorStatus.PENDING)
    for firm, actor in ((vendor, member(vendor, VendorRole.READER)), (pending, member(pending))):
        with pytest.raises(NotAuthorized):
            publish(firm, actor=actor)
    assert not PartnerNotice.objects.exists()


def test_the_list_costs_the_same_with_one_and_three_notices(client, notice):
    one = statements(lambda: client.get(LIST))
    for _ in range(2):
        publish(VendorFactory())

    assert len(statements(lambda: client.get(LIST))) == len(one)


def test_the_list_may_be_kept_by_caches_when_nobody_is_signed_in(client, notice):
    response = client.get(LIST)

    assert response.cookies.output() == ""
    assert response["Cache-Control"] == "public, max-age=60"


# --- letters --------------------------------------------------------------------------------------


def test_a_letter_reaches_the_other_firm_and_shows_no_address(notice):
    sender = VendorFactory()
    reader = member(notice.vendor, VendorRole.READER)
    bidder = member(notice.vendor, VendorRole.BIDDER)

    letter = write(notice, sender)

    told = Message.objects.filter(kind="partner-letter").values_list("recipient", flat=True)
    assert sorted(told) == sorted([member(notice.vendor).pk, bidder.pk])
    assert reader.pk not in told
    context = Message.objects.filter(kind="partner-letter").first().context
    assert "@" not in str(context)
    assert context["text"] == letter.text


def test_who_wrote_without_a_name_is_not_named_by_their_address(notice):
    sender = VendorFactory()
    actor = member(sender)
    actor.full_name = ""
    actor.save()

    answer(write(notice, sender, actor=actor))

    told = Message.objects.filter(kind__startswith="partner-")
    assert told.count() == 2
    assert all(actor.email not in str(message.context) for message in told)


def test_an_answer_shows_an_address_only_if_the_person_chose_so(notice):
    owner = member(notice.vendor)
    hidden, shown = (answer(write(notice, VendorFactory()), shares=each) for each in (False, True))

    contexts = {
        message.context["letter"]: message.context
        for message in Message.objects.filter(kind="partner-answer")
    }
    assert owner.email not in str(contexts[str(hidden.public_id)])
    assert contexts[str(shown.public_id)]["address"] == owner.email
    assert (hidden.address_shown, shown.address_shown) == ("", owner.email)


def test_a_firm_waits_for_an_answer_before_it_writes_again(notice):
    sender = VendorFactory()
    letter = write(notice, sender)
    before = everything()

    with pytest.raises(Conflict):
        write(notice, sender)

    assert everything() == before
    answer(letter)
    write(notice, sender)
    assert PartnerLetter.objects.count() == 2


def test_a_firm_writes_five_letters_a_day():
    sender = VendorFactory()
    notices = [publish(VendorFactory()) for _ in range(LETTERS_A_DAY + 1)]
    for each in notices[:-1]:
        write(each, sender)
    before = everything()

    with pytest.raises(TooManyLetters):
        write(notices[-1], sender)

    assert everything() == before
    write(notices[-1], sender, at=now() + timedelta(days=1, minutes=1))


@pytest.mark.parametrize("how", ["own", "empty", "over"])
def test_a_letter_that_makes_no_sense_is_refused(notice, how):
    sender = notice.vendor if how == "own" else VendorFactory()
    at = now() + timedelta(days=60) if how == "over" else now()
    with pytest.raises((Invalid, Conflict)):
        write(notice, sender, text=" " if how == "empty" else "Bonjour", at=at)
    assert not PartnerLetter.objects.exists()


def test_nobody_answers_twice_or_for_another_firm(notice):
    letter = write(notice, VendorFactory())
    with pytest.raises(NotAuthorized):
        answer(letter, actor=member(letter.sender))
    answer(letter)
    with pytest.raises(Conflict):
        answer(letter)
    assert Message.objects.filter(kind="partner-answer").count() == 1


@pytest.mark.parametrize("reported", [False, True])
def test_who_may_read_a_letter_is_the_same_for_a_row_and_for_a_list(notice, reported):
    letter = write(notice, VendorFactory())
    operator = OperatorFactory()
    if reported:
        report_letter(letter_id=letter.pk, reason="Pourriel", actor=member(notice.vendor), at=now())
    letter.refresh_from_db()
    people = [operator, member(notice.vendor), member(letter.sender), member(VendorFactory())]

    listed = [letter in PartnerLetter.objects.visible_to(user) for user in people]

    assert listed == [user.has_perm("vendors.view_letter", letter) for user in people]
    assert listed == [reported, True, True, False]


def test_a_report_reaches_the_operators_once(notice):
    operator = OperatorFactory()
    letter = write(notice, VendorFactory())
    with pytest.raises(NotAuthorized):
        report_letter(letter_id=letter.pk, reason="Non", actor=member(letter.sender), at=now())
    for _ in range(2):
        report_letter(letter_id=letter.pk, reason="Pourriel", actor=member(notice.vendor), at=now())

    told = Message.objects.filter(kind="partner-reported").values_list("recipient", flat=True)
    assert list(told) == [operator.pk]


def test_the_operator_takes_a_notice_down_and_the_firm_reads_why(client, notice):
    operator = OperatorFactory()
    with pytest.raises(NotAuthorized):
        take_down_notice(notice_id=notice.pk, reason="X", actor=member(VendorFactory()), at=now())
    address = reverse("vendors:partner_take_down", args=[notice.public_id])

    sign_in(Client(), operator).post(address, {"reason": "Publicité."})

    assert notice.seeks not in client.get(LIST).content.decode()
    told = Message.objects.get(kind="partner-notice-ended")
    assert (told.recipient, told.context["reason"]) == (member(notice.vendor), "Publicité.")


# --- the pages ------------------------------------------------------------------------------------


def test_two_firms_meet_by_the_pages(notice):
    sender = VendorFactory()
    theirs, ours = Client(), Client()
    theirs.force_login(member(sender))
    ours.force_login(member(notice.vendor))

    page = reverse("vendors:partner_write", args=[notice.public_id])
    typed = {"sender": sender.public_id, "text": "On en parle ?"}
    sent = theirs.post(page, typed)
    assert sent.url == reverse("vendors:own_partners", args=[sender.public_id])
    assert theirs.post(page, typed).status_code == 422

    letter = reverse("vendors:letter", args=[PartnerLetter.objects.get().public_id])
    mine = reverse("vendors:own_partners", args=[notice.vendor.public_id])
    assert letter in ours.get(mine).content.decode()
    assert "On en parle ?" in ours.get(letter).content.decode()
    ours.post(letter, {"answer": "Oui.", "shares_address": "on"})
    assert member(notice.vendor).email in theirs.get(letter).content.decode()


def test_a_notice_is_published_replaced_and_taken_down_by_its_page():
    vendor = VendorFactory()
    client = Client()
    client.force_login(member(vendor))
    page = reverse("vendors:own_partners", args=[vendor.public_id])
    until = (localdate(now()) + timedelta(days=20)).isoformat()
    typed = {
        "seeks": "A",
        "offers": "B",
        "category": "81111509",
        "language": "en",
        "ends_on": until,
    }

    assert client.post(page, typed).url == page
    assert client.post(page, {**typed, "ends_on": "2020-01-01"}).status_code == 422
    assert client.get(page).context["notice"].seeks == "A"
    client.post(reverse("vendors:partner_end", args=[vendor.public_id]))
    assert client.get(page).context["notice"] is None


def test_a_person_without_a_firm_is_shown_the_way(notice):
    client = Client()
    client.force_login(member(VendorFactory(status=VendorStatus.PENDING)))

    shown = client.get(reverse("vendors:partner_write", args=[notice.public_id]))

    assert "form" in shown.context
    assert shown.context["firms"] == []
