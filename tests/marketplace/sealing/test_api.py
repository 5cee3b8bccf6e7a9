from datetime import timedelta
from io import BytesIO

import pytest

from marketplace import canonical
from marketplace.clock import now
from marketplace.sealing import api
from marketplace.sealing.api import BidRef, FileDigest, Version
from marketplace.sealing.errors import Misplaced, NoLiveSession, NoSuchKey, SealBroken, TooEarly
from marketplace.sealing.models import SealingKey
from tests.factories import member as person_of
from tests.marketplace.sealing.helpers import VENDOR, access_of, announce, firm

pytestmark = pytest.mark.django_db

REF = BidRef(tender="tender-1", bid="bid-1", vendor=VENDOR)
FIRST = Version(REF, terms_hash="ab" * 32, number=1)
PARTS = {
    "technical": {"answers": {"1": "Nous avons livré trois portails. 😀"}, "files": ["file-1"]},
    "price": {"amount": "18000.00", "milestones": ["9000.00", "9000.00"]},
}
CANARY = b"18000.00"


@pytest.fixture
def member():
    return person_of(firm())


@pytest.fixture
def closed():
    """The tender's deadline passed a minute ago, and one officer opens it."""
    api.prepare_tender(REF.tender, not_before=now() - timedelta(minutes=1), two_envelopes=False)
    announce(REF.tender)


@pytest.fixture
def still_open():
    api.prepare_tender(REF.tender, not_before=now() + timedelta(days=1), two_envelopes=False)


def test_sealed_parts_open_once_the_deadline_has_passed(closed):
    sealed = api.seal_parts(PARTS, version=FIRST)
    opened = {
        part: api.open_part(envelope.data, part=part, version=FIRST)
        for part, envelope in sealed.items()
    }
    assert opened == PARTS


def test_sealed_parts_do_not_open_before_the_deadline(still_open):
    sealed = api.seal_parts(PARTS, version=FIRST)
    for part, envelope in sealed.items():
        with pytest.raises(TooEarly):
            api.open_part(envelope.data, part=part, version=FIRST)


def test_the_firm_reads_its_own_copy_before_the_deadline(still_open, member):
    sealed = api.seal_parts(PARTS, version=FIRST)
    access = access_of(member, confirmed_at=now())
    copies = {
        part: api.open_copy(envelope.data, part=part, version=FIRST, access=access)
        for part, envelope in sealed.items()
    }
    assert copies == PARTS


def test_a_price_is_in_no_sealed_byte(still_open):
    for envelope in api.seal_parts(PARTS, version=FIRST).values():
        assert CANARY not in envelope.data
    assert CANARY not in api.seal_draft(PARTS["price"], ref=REF).data


def test_the_size_of_an_envelope_does_not_tell_the_price(still_open):
    sizes = {
        len(api.seal_parts({"price": {"amount": amount}}, version=FIRST)["price"].data)
        for amount in ("1.00", "89999.99", "9" * 3000)
    }
    assert len(sizes) == 1


@pytest.mark.parametrize("length", [4095, 4096, 4097, 2 * 4096])
def test_contents_about_the_size_of_a_block_come_back(closed, length):
    content = {"answer": "é" * (length // 2)}
    sealed = api.seal_parts({"technical": content}, version=FIRST)["technical"]
    opened = api.open_part(sealed.data, part="technical", version=FIRST)
    assert opened == content


def test_a_part_opens_as_no_other_part_or_version(closed):
    sealed = api.seal_parts(PARTS, version=FIRST)
    second = Version(REF, FIRST.terms_hash, number=2)
    other_terms = Version(REF, "cd" * 32, number=1)
    other_bid = Version(BidRef("tender-1", "bid-2", VENDOR), FIRST.terms_hash, number=1)
    for part, version in [
        ("technical", FIRST),
        ("price", second),
        ("price", other_terms),
        ("price", other_bid),
    ]:
        with pytest.raises(Misplaced):
            api.open_part(sealed["price"].data, part=part, version=version)


def test_sealing_to_a_tender_that_was_not_prepared_is_refused():
    with pytest.raises(NoSuchKey):
        api.seal_parts(PARTS, version=FIRST)


def test_a_draft_is_read_back_by_a_signed_in_person(member):
    sealed = api.seal_draft(PARTS["price"], ref=REF)
    assert api.open_draft(sealed.data, ref=REF, access=access_of(member)) == PARTS["price"]


def test_a_draft_needs_no_tender_key(member):
    api.seal_draft(PARTS["price"], ref=REF)
    assert list(SealingKey.objects.values_list("name", flat=True)) == [f"vendor/{VENDOR}/copy"]


def test_a_draft_is_not_read_without_a_session(member):
    sealed = api.seal_draft(PARTS["price"], ref=REF)
    with pytest.raises(NoLiveSession):
        api.open_draft(sealed.data, ref=REF, access=api.CopyAccess(str(member.pk), "no-session"))


def test_a_draft_of_another_firm_does_not_open(member):
    sealed = api.seal_draft(PARTS["price"], ref=REF)
    stranger = BidRef(REF.tender, REF.bid, vendor="vendor-2")
    api.seal_draft({}, ref=stranger)  # so that the other firm has a key
    with pytest.raises(NoSuchKey):
        api.open_draft(sealed.data, ref=stranger, access=access_of(member))


def test_a_file_is_sealed_on_arrival_and_opened_after_the_deadline(closed, member):
    content = bytes(range(256)) * 1000
    stored = BytesIO()

    receipt = api.seal_file(BytesIO(content), stored, ref=REF, file="file-1")

    assert receipt.digest == api.Envelope(stored.getvalue()).digest
    assert receipt.size == len(stored.getvalue())
    stored.seek(0)
    opened = api.open_file(stored, ref=REF, file="file-1")
    assert b"".join(opened) == content
    stored.seek(0)
    access = access_of(member, confirmed_at=now())
    assert b"".join(api.open_file_copy(stored, ref=REF, file="file-1", access=access)) == content


def test_a_file_opens_as_no_other_file(closed):
    stored = BytesIO()
    api.seal_file(BytesIO(b"content"), stored, ref=REF, file="file-1")
    stored.seek(0)
    with pytest.raises(Misplaced):
        api.open_file(stored, ref=REF, file="file-2")


def test_a_file_cut_short_is_noticed(closed):
    stored = BytesIO()
    api.seal_file(BytesIO(b"content" * 20_000), stored, ref=REF, file="file-1")
    cut = BytesIO(stored.getvalue()[:-1])
    with pytest.raises(SealBroken):
        b"".join(api.open_file(cut, ref=REF, file="file-1"))


def test_the_manifest_states_every_digest_in_one_order(still_open):
    sealed = api.seal_parts(PARTS, version=FIRST)
    files = [FileDigest("file-2", "22", 20), FileDigest("file-1", "11", 10)]

    manifest = api.manifest(sealed, files, version=FIRST)

    assert canonical.loads(manifest.body) == {
        "type": "bid-manifest",
        "seal": "bid-seal/v1",
        "log": "micromarche.example",
        "tender": "tender-1",
        "terms_hash": "ab" * 32,
        "bid": "bid-1",
        "version": 1,
        "parts": {
            part: {"digest": envelope.digest, "size": len(envelope.data)}
            for part, envelope in sealed.items()
        },
        "files": [
            {"file": "file-1", "digest": "11", "size": 10},
            {"file": "file-2", "digest": "22", "size": 20},
        ],
    }
    assert manifest.hash == api.manifest(sealed, files[::-1], version=FIRST).hash


def test_a_public_key_is_named_by_its_fingerprint(still_open):
    published = api.prepare_tender(
        REF.tender, not_before=now() + timedelta(days=1), two_envelopes=False
    )
    assert {part: key.fingerprint for part, key in published.items()} == {
        part: SealingKey.objects.get(name=f"tender/tender-1/{part}").fingerprint
        for part in ("technical", "price")
    }
