"""The row that lists read says what the call says, after each public step."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.utils.translation import override

from marketplace.clock import now
from tenders.actions.notice import outdate_notices, redraw_notices, show_notices
from tenders.documents.cards import live_cards
from tenders.models import Notice, TitleWord
from tenders.tasks import redraw_outdated_notices
from tests.factories import TenderFactory
from tests.tenders import stages
from tests.tenders.views.pages import contracted

pytestmark = pytest.mark.django_db


def rows() -> list[dict]:
    """All that is in the notices, but when they were drawn."""
    columns = [field.name for field in Notice._meta.concrete_fields if field.name != "drawn_at"]
    return list(Notice.objects.order_by("pk").values(*columns))


def test_a_draft_has_no_notice():
    tender = TenderFactory(in_review=True)

    assert show_notices([tender.pk]) == 0
    assert rows() == []


def test_a_published_call_has_one_in_both_languages():
    tender = TenderFactory(open=True, region="01", city="Rimouski", place="hybrid")

    [row] = rows()
    assert row["tender"] == tender.pk
    assert row["keys"] == [
        "budget=25000-50000",
        f"buyer={tender.buyer.slug}",
        "category=81110000",
        "category=81111500",
        "category=81111509",
        "licence=LiLiQ-P-1.1",
        "method=adjusted_price",
        "place=hybrid",
        f"published={tender.published_at.year}",
        "region=01",
        "reserved=all",
        "status=open",
    ]
    assert "Refonte du formulaire" in row["call_fr"]
    assert "Rebuild of the permit" in row["call_en"]
    assert row["award_fr"] == ""


def test_an_award_and_a_contract_are_told_once_they_are_public():
    tender = contracted()

    [row] = rows()
    award = tender.awards.get()
    assert (row["winner"], row["amount"], row["bids"]) == (award.bid.vendor_id, award.amount, 2)
    assert award.bid.vendor.legal_name in row["award_en"]
    assert award.contract.number in row["contract_en"]
    assert {"price=10000-25000", "size=micro", "status=contracted"} <= set(row["keys"])


def test_drawing_again_changes_nothing():
    contracted()
    TenderFactory(open=True)
    before = rows()

    redraw_notices(list(Notice.objects.values_list("pk", flat=True)))

    assert rows() == before


def test_many_cost_as_many_statements_as_one(django_assert_num_queries):
    made = [contracted().pk, *(TenderFactory(open=True).pk for _ in range(2))]

    with django_assert_num_queries(6):
        show_notices(made[:1])
    with django_assert_num_queries(6):
        show_notices(made)


def test_a_kept_card_tells_the_time_at_which_it_is_read():
    tender = TenderFactory(open=True)
    closes = tender.submission_deadline

    def card(at):
        with override("en"):
            [shown] = live_cards(Notice.objects.all().cards("call_en"), "call_en", at=at)
        return shown

    early, late = card(closes - timedelta(days=9, hours=2)), card(closes - timedelta(minutes=5))
    assert ('data-tone="go"' in early, "9 days 2 hours left" in early) == (True, True)
    assert ('data-tone="wait"' in late, "5 minutes left" in late) == (True, True)
    assert "Closing soon" in late
    assert 'data-tone="note"' in card(closes)
    assert "<!--badge-->" not in early


def test_what_was_typed_cannot_play_a_part_of_the_card():
    TenderFactory(open=True, title_fr='<!--left--> data-tone="?" <b>', title_en="")

    [card] = live_cards(Notice.objects.all().cards("call_fr"), "call_fr", at=now())

    assert "&lt;!--left--&gt; data-tone=&quot;?&quot; &lt;b&gt;" in card


def test_a_body_that_changes_its_name_is_soon_named_so_in_the_lists():
    tender = TenderFactory(open=True)
    type(tender.buyer).objects.update(name_fr="Ville nouvelle")
    outdate_notices(tender.buyer)

    assert redraw_outdated_notices() == 1
    assert redraw_outdated_notices() == 0
    assert "Ville nouvelle" in rows()[0]["call_fr"]


def test_what_was_drawn_with_other_templates_is_drawn_again():
    stages.published()
    before = rows()
    Notice.objects.update(form="older", call_fr="", title_fr=F("title_en"))

    assert redraw_outdated_notices() == 1
    assert rows() == before


def test_a_published_call_without_a_notice_gets_one():
    tender = stages.published()
    Notice.objects.all().delete()

    assert redraw_outdated_notices() == 1
    assert rows()[0]["tender"] == tender.pk


@pytest.mark.django_db(transaction=True)
def test_two_calls_that_bring_the_same_new_word_do_not_wait_for_each_other():
    first, second = (TenderFactory(open=True).pk for _ in range(2))
    TitleWord.objects.all().delete()

    def show_second():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '5s'")
            return show_notices([second])
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        show_notices([first])
        shown = pool.submit(show_second).result()

    assert shown == 1
    assert TitleWord.objects.filter(word="permit").count() == 2
