"""The demo goes through the same doors as everybody, and what it publishes is valid."""

from collections import Counter
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from marketplace.accounts.models import User
from marketplace.demo.load import is_loaded, load
from marketplace.devstack.accounts import ROLES, email
from marketplace.notifications.models import Message
from tenders.actions.notice import show_notices
from tenders.models import Amendment, Bid, Buyer, Contract, Notice, Tender
from tenders.tasks import sort_announcements, tell_of_alerts
from vendors.models import Vendor

pytestmark = pytest.mark.xdist_group("demo")


@pytest.fixture(scope="module")
def _demo(django_db_setup, django_db_blocker):
    """The demo, loaded once for this module and taken back at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        load()
        yield
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def _in_the_demo(_demo, django_db_blocker):
    with django_db_blocker.unblock():
        yield


def test_it_has_bodies_firms_and_calls_in_every_state():
    states = Counter(Tender.objects.values_list("status", flat=True))

    assert (Buyer.objects.count(), Vendor.objects.count(), Tender.objects.count()) == (6, 40, 60)
    assert set(states) >= {
        "draft", "in_review", "scheduled", "open", "evaluation", "award_pending", "awarded",
        "contracted", "cancelled", "unsuccessful",
    }  # fmt: skip
    assert states["open"] >= 14
    assert Contract.objects.filter(status="in_force").count() == 16


def test_calls_change_by_a_word_in_substance_and_by_a_document():
    whats = Counter(
        next((what for what in ("submission_deadline", "documents") if what in row.changes), "text")
        for row in Amendment.objects.all()
    )

    assert whats == {"submission_deadline": 4, "documents": 3, "text": 3}
    assert not Amendment.objects.filter(rationale_en="").exclude(tender__title_en="").exists()
    assert Amendment.objects.filter(tender__status="open").count() == 4


def test_the_twelve_accounts_are_there_with_what_they_need():
    addresses = {email(role) for role in ROLES}

    assert (
        set(User.objects.filter(email__in=addresses).values_list("email", flat=True)) == addresses
    )
    assert User.objects.get(email=email("operator")).is_operator


def test_a_second_time_it_changes_nothing():
    before = Bid.objects.count()

    assert is_loaded()
    assert Bid.objects.count() == before


def test_it_is_refused_where_debug_is_off():
    with pytest.raises(CommandError):
        call_command("demo")


def test_every_release_and_record_is_valid_ocds():
    said = StringIO()

    call_command("check_ocds", stdout=said)

    calls = Tender.objects.filter(releases__isnull=False).distinct().count()
    assert said.getvalue() == f"{calls} calls checked, 0 with faults\n"


def test_no_public_step_left_a_list_behind():
    """Each notice, drawn again from the rows it follows from, is the one that is there."""
    columns = [field.name for field in Notice._meta.concrete_fields if field.name != "drawn_at"]
    published = list(Tender.objects.public().values_list("pk", flat=True))
    before = list(Notice.objects.order_by("pk").values(*columns))

    show_notices(published)

    assert len(before) == len(published) > 50
    assert list(Notice.objects.order_by("pk").values(*columns)) == before


def test_the_firm_hears_of_open_calls_that_fit_its_alerts():
    with transaction.atomic():
        sort_announcements()
        tell_of_alerts()
        [mail] = Message.objects.filter(kind="alert-digest", recipient__email=email("vendor"))[:1]
        transaction.set_rollback(True)

    assert mail.context["count"] > 0
    assert {why["alert"] for why in mail.context["calls"][0]["reasons"]} <= {
        "Formulaires et accessibilité",
        "Petits budgets",
    }
