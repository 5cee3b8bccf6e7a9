from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.exceptions import ImproperlyConfigured
from django.db import IntegrityError, connection, transaction

from marketplace.clock import now
from marketplace.sealing import keys, master, wrap
from marketplace.sealing.binding import Binding
from marketplace.sealing.custody import get_custody
from marketplace.sealing.envelope import WrappedKey
from marketplace.sealing.errors import (
    NoLiveSession,
    NoSuchKey,
    NotApproved,
    NotRecorded,
    ProofTooOld,
    SealBroken,
    TooEarly,
)
from marketplace.sealing.evidence import CLOSED, NOTES_LOCKED, OPENING, CopyAccess
from marketplace.sealing.models import SealingKey
from tests.factories import UserFactory
from tests.factories import member as person_of
from tests.marketplace.sealing.helpers import VENDOR, access_of, announce, approve, enter, firm

pytestmark = pytest.mark.django_db

NAME = "tender/tender-1/price"
TENDER = "tender-1"
COPY = f"vendor/{VENDOR}/copy"
CONTENT_KEY = bytes(range(32))
PRICE = Binding("log.example", "tender-1", "bid-1", "price", terms_hash="ab" * 32, version=1)
DRAFT = Binding("log.example", "tender-1", "bid-1", "draft")


def tender_key(*, closed_for=timedelta(minutes=1), openers_required=1, awaits_scores=False):
    get_custody().create_tender_key(
        NAME,
        not_before=now() - closed_for,
        openers_required=openers_required,
        awaits_scores=awaits_scores,
    )


def wrapped_to(name, binding=PRICE):
    key = keys.public_key(name)
    return WrappedKey(key.fingerprint, wrap.wrap(CONTENT_KEY, key.data, info=binding.encode()))


def release(binding=PRICE):
    return get_custody().release(NAME, wrapped_to(NAME), binding=binding)


def release_copy(access, binding=PRICE):
    get_custody().create_copy_key(COPY)
    return get_custody().release_copy(
        COPY, wrapped_to(COPY, binding), binding=binding, access=access
    )


# --- a tender's key -----------------------------------------------------------------------------


def test_a_key_is_released_once_every_condition_holds():
    tender_key()
    announce(TENDER)
    assert release() == CONTENT_KEY


def test_nothing_is_released_before_the_deadline():
    tender_key(closed_for=timedelta(seconds=-60))
    with pytest.raises(TooEarly) as refusal:
        release()
    assert refusal.value.code == "too-early"
    assert set(refusal.value.facts) == {"key", "not_before", "clock"}


def test_our_own_clock_set_ahead_opens_nothing():
    tender_key(closed_for=timedelta(seconds=-60))
    with time_machine.travel(now() + timedelta(days=30)), pytest.raises(TooEarly):
        release()


def test_our_own_clock_set_back_opens_nothing():
    tender_key()
    with time_machine.travel(now() - timedelta(days=30)), pytest.raises(TooEarly):
        release()


def test_the_largest_deadline_ever_recorded_counts():
    tender_key()
    get_custody().postpone(NAME, not_before=now() + timedelta(days=2))
    get_custody().postpone(NAME, not_before=now() - timedelta(days=2))
    with pytest.raises(TooEarly):
        release()


def test_making_a_key_again_keeps_it_and_the_largest_deadline():
    tender_key(closed_for=timedelta(days=-1))
    before = SealingKey.objects.values().get()
    tender_key(closed_for=timedelta(days=1))
    assert SealingKey.objects.values().get() == before


def test_postponing_a_key_that_does_not_exist_is_refused():
    get_custody().create_copy_key(COPY)
    for name in (NAME, COPY):
        with pytest.raises(NoSuchKey):
            get_custody().postpone(name, not_before=now())


@pytest.mark.parametrize("given", [0, 1])
def test_fewer_officers_than_required_open_nothing(given):
    tender_key(openers_required=2)
    enter(TENDER, CLOSED, OPENING)
    for _ in range(given):
        approve(TENDER)
    with pytest.raises(NotApproved) as refusal:
        release()
    assert refusal.value.facts == {"key": NAME, "required": 2, "given": given}


def test_the_consent_of_the_same_officer_counts_once():
    tender_key(openers_required=2)
    enter(TENDER, CLOSED, OPENING)
    same = UserFactory()
    approve(TENDER, same, same)
    with pytest.raises(NotApproved):
        release()


@pytest.mark.parametrize("proved_ago", [timedelta(minutes=16), timedelta(minutes=-1)])
def test_a_consent_without_a_recent_second_factor_does_not_count(proved_ago):
    tender_key()
    enter(TENDER, CLOSED, OPENING)
    approve(TENDER, proved_ago=proved_ago)
    with pytest.raises(NotApproved):
        release()


def test_the_consent_to_another_tender_does_not_count():
    tender_key()
    enter(TENDER, CLOSED, OPENING)
    approve("tender-2")
    with pytest.raises(NotApproved):
        release()


def test_two_distinct_officers_open():
    tender_key(openers_required=2)
    announce(TENDER)
    approve(TENDER)
    assert release() == CONTENT_KEY


@pytest.mark.parametrize("missing", [CLOSED, OPENING])
def test_an_opening_that_is_not_in_the_ledger_is_refused(missing):
    tender_key()
    approve(TENDER)
    enter(TENDER, *{CLOSED, OPENING} - {missing})
    enter("tender-2", missing)
    with pytest.raises(NotRecorded) as refusal:
        release()
    assert refusal.value.facts == {"key": NAME, "event": missing}


def test_a_price_waits_for_the_locked_technical_scores():
    tender_key(awaits_scores=True)
    announce(TENDER)
    with pytest.raises(NotRecorded) as refusal:
        release()
    assert refusal.value.facts["event"] == NOTES_LOCKED
    enter(TENDER, NOTES_LOCKED)
    assert release() == CONTENT_KEY


def test_a_wrap_presented_for_another_place_is_refused():
    tender_key()
    announce(TENDER)
    with pytest.raises(SealBroken):
        release(binding=replace(PRICE, bid="bid-2"))


def test_a_wrap_to_another_key_is_refused():
    tender_key()
    wrapped = WrappedKey("00" * 32, wrapped_to(NAME).sealed)
    with pytest.raises(NoSuchKey):
        get_custody().release(NAME, wrapped, binding=PRICE)


def test_neither_kind_of_key_passes_for_the_other():
    tender_key()
    get_custody().create_copy_key(COPY)
    access = CopyAccess("1", "session")
    with pytest.raises(NoSuchKey):
        get_custody().release(COPY, wrapped_to(COPY), binding=PRICE)
    with pytest.raises(NoSuchKey):
        get_custody().release_copy(NAME, wrapped_to(NAME), binding=PRICE, access=access)


# --- a firm's copy key --------------------------------------------------------------------------


@pytest.fixture
def member():
    return person_of(firm())


def test_a_live_session_reads_a_draft(member):
    assert release_copy(access_of(member), DRAFT) == CONTENT_KEY


def test_a_submitted_copy_also_needs_a_recent_proof(member):
    with pytest.raises(ProofTooOld):
        release_copy(access_of(member))
    with pytest.raises(ProofTooOld):
        release_copy(access_of(member, confirmed_at=now() - timedelta(minutes=16)))
    with pytest.raises(ProofTooOld):
        release_copy(access_of(member, confirmed_at=now() + timedelta(minutes=1)))
    recent = access_of(member, confirmed_at=now() - timedelta(minutes=14))
    assert release_copy(recent) == CONTENT_KEY


@pytest.mark.parametrize("session", ["", "unknown"])
def test_no_session_reads_nothing(member, session):
    with pytest.raises(NoLiveSession):
        release_copy(CopyAccess(str(member.pk), session), DRAFT)


def test_the_session_of_somebody_else_reads_nothing(member):
    stranger = UserFactory()
    with pytest.raises(NoLiveSession):
        release_copy(replace(access_of(stranger), person=str(member.pk)), DRAFT)


def test_a_signed_in_person_of_no_firm_or_of_another_reads_nothing(member):
    for stranger in (UserFactory(), person_of(firm("00000000-0000-4000-8000-000000000002"))):
        with pytest.raises(NoLiveSession):
            release_copy(access_of(stranger), DRAFT)


def test_an_anonymous_session_reads_nothing(member):
    with pytest.raises(NoLiveSession):
        release_copy(replace(access_of(member), person=""), DRAFT)


def test_a_session_that_ended_or_expired_reads_nothing(member):
    access = access_of(member)
    Session.objects.update(expire_date=datetime(2020, 1, 1, tzinfo=UTC))
    with pytest.raises(NoLiveSession):
        release_copy(access, DRAFT)
    Session.objects.all().delete()
    with pytest.raises(NoLiveSession):
        release_copy(access, DRAFT)


# --- at rest ------------------------------------------------------------------------------------


def test_the_private_half_is_nowhere_in_the_row():
    tender_key()
    row = SealingKey.objects.get()
    private_key = (
        get_custody()
        ._master()
        .open(  # type: ignore[attr-defined]
            bytes(row.wrapped_private_key),
            context=b'{"name":"%s","public":"%s","purpose":"tender","suite":"%s"}'
            % (NAME.encode(), row.fingerprint.encode(), wrap.SUITE.encode()),
        )
    )
    assert len(private_key) == wrap.PRIVATE_KEY_SIZE
    assert private_key[:16] not in bytes(row.wrapped_private_key) + bytes(row.public_key)


def test_a_wrapped_private_key_moved_to_another_row_opens_nothing():
    """Who can write to the table still can't use an early tender's key under another name."""
    tender_key(closed_for=timedelta(days=-1))
    early = SealingKey.objects.get()
    SealingKey.objects.create(
        name="tender/forged/price",
        purpose="tender",
        public_key=early.public_key,
        wrapped_private_key=early.wrapped_private_key,
        not_before=now() - timedelta(days=1),
        openers_required=1,
        created_at=now(),
    )
    announce("forged")
    with pytest.raises(ImproperlyConfigured, match="does not belong to its row"):
        get_custody().release("tender/forged/price", wrapped_to(NAME), binding=PRICE)


def test_another_master_key_opens_nothing(settings, tmp_path):
    tender_key()
    announce(TENDER)
    master.create(tmp_path / "other.key")
    settings.SEALING_MASTER_KEY_FILE = tmp_path / "other.key"
    with pytest.raises(ImproperlyConfigured, match="another sealing master key"):
        release()


# --- the guard of the table ---------------------------------------------------------------------


def execute(sql):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("not_before = not_before - interval '1 second'", "sealing_key_not_before_only_grows"),
        ("not_before = NULL", "sealing_key_not_before_only_grows"),
        ("not_before = '-infinity'", "sealing_key_not_before_only_grows"),
        ("openers_required = 1", "sealing_key_never_changes"),
        ("awaits_scores = false", "sealing_key_never_changes"),
        ("name = 'tender/other/price'", "sealing_key_never_changes"),
        ("purpose = 'copy'", "sealing_key_never_changes"),
        ("public_key = 'x'", "sealing_key_never_changes"),
        ("wrapped_private_key = 'x'", "sealing_key_never_changes"),
        ("created_at = now()", "sealing_key_never_changes"),
    ],
)
@pytest.mark.parametrize("replication", ["origin", "replica"])
def test_raw_sql_cannot_weaken_a_key(change, constraint, replication):
    tender_key(closed_for=timedelta(days=-1), openers_required=2, awaits_scores=True)
    before = SealingKey.objects.values().get()

    execute(f"SET LOCAL session_replication_role = {replication}")
    with pytest.raises(IntegrityError) as refusal:
        execute(f"UPDATE sealing_sealingkey SET {change}")

    assert refusal.value.__cause__.diag.constraint_name == constraint
    assert SealingKey.objects.values().get() == before


def test_raw_sql_can_postpone_a_key():
    tender_key()
    execute("UPDATE sealing_sealingkey SET not_before = not_before + interval '1 day'")
    with pytest.raises(TooEarly):
        release()


def test_a_key_in_use_cannot_be_deleted():
    tender_key(closed_for=timedelta(days=-1))
    with pytest.raises(IntegrityError):
        execute("DELETE FROM sealing_sealingkey")
    assert SealingKey.objects.count() == 1


def test_a_key_that_served_can_be_deleted():
    tender_key()
    get_custody().create_copy_key(COPY)
    execute("DELETE FROM sealing_sealingkey")
    assert not SealingKey.objects.exists()


@pytest.mark.parametrize(
    "columns",
    [
        {"purpose": "tender", "openers_required": 1},
        {"purpose": "tender", "not_before": datetime(2026, 1, 1, tzinfo=UTC)},
        {"purpose": "copy", "not_before": datetime(2026, 1, 1, tzinfo=UTC)},
        {"purpose": "other"},
    ],
    ids=repr,
)
def test_a_key_without_its_conditions_is_refused_by_the_database(columns):
    with pytest.raises(IntegrityError), transaction.atomic():
        SealingKey.objects.create(
            name="x", public_key=b"", wrapped_private_key=b"", created_at=now(), **columns
        )


@pytest.mark.django_db(transaction=True)
def test_of_eight_requests_that_make_a_copy_key_at_once_all_get_the_same():
    def make(_: int) -> str:
        try:
            get_custody().create_copy_key(COPY)
            return keys.public_key(COPY).fingerprint
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        fingerprints = set(pool.map(make, range(8)))

    assert fingerprints == {SealingKey.objects.get().fingerprint}
