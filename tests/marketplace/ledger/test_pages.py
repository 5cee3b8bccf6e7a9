"""The ledger's pages and files, as a citizen and as an auditor use them."""

import re
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from marketplace.ledger import api, log, verify_ledger, words
from marketplace.ledger.kinds import PUBLIC
from marketplace.ledger.models import Leaf
from marketplace.ledger.tree import leaf_hash
from tests.marketplace.ledger.helpers import SCRIPT, enter, keys_file, run_script, sequence
from tests.marketplace.ledger.test_verifier import bundle

pytestmark = pytest.mark.django_db
PAGES = ["/fr/registre/", "/en/ledger/", "/fr/registre/verifier/", "/en/ledger/check/"]


def read(client, address, status=200):
    response = client.get(address)
    assert response.status_code == status, address
    return b"".join(response) if response.streaming else response.content


def hand_in(client, language="en", **given):
    with translation.override(language):
        address = reverse("ledger:check")
    return client.post(address, given)


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("begun", [True, False])
def test_each_page_is_there_before_and_after_the_first_entry(client, address, begun):
    if begun:
        enter("tender.published", subject="tender:1")
        sequence()

    response = client.get(address)

    assert response.status_code == 200
    assert response.cookies == {}


def test_the_address_without_a_language_leads_to_the_page_in_the_readers(client):
    french = client.get("/ledger/", headers={"accept-language": "fr-CA"})
    english = client.get("/ledger/", headers={"accept-language": "en"})

    assert (french.url, english.url) == ("/fr/registre/", "/en/ledger/")


def test_the_footer_leads_to_the_ledger(client):
    assert 'href="/en/ledger/"' in read(client, "/en/ledger/check/").decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_the_database_the_same_however_much_there_is(client, number):
    for each in range(number):
        enter("tender.published", subject=f"tender:{each}")
    sequence()
    client.get("/en/ledger/")

    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get("/en/ledger/")

    ours = [query for query in asked if "ledger_" in query["sql"]]
    assert len(ours) == 5


@pytest.mark.parametrize("number", [1, 3])
def test_the_entries_of_a_call_are_one_query(client, number):
    for _ in range(number):
        enter("tender.amended", subject="tender:1")
    sequence()

    with CaptureQueriesContext(connection) as asked:
        page = read(client, "/en/ledger/about/tender:1/").decode()

    assert page.count("Download<") == number
    assert len([query for query in asked if "ledger_" in query["sql"]]) == 2


def test_the_entries_of_a_call_show_what_is_public_alone(client):
    enter("tender.published", subject="tender:1")
    enter("tender.returned", subject="tender:1", secret="canary")
    enter("tender.returned", subject="tender:2")

    page = read(client, "/en/ledger/about/tender:1/").decode()

    assert "Call published" in page
    assert "returned" not in page
    read(client, "/en/ledger/about/tender:2/", status=404)


def test_a_pasted_receipt_is_found_real_in_both_languages(client):
    given = bundle().decode()

    english, french = hand_in(client, text=given), hand_in(client, "fr", text=given)

    assert "This receipt is real" in english.content.decode()
    assert "Cet accusé de réception est authentique" in french.content.decode()


def test_a_receipt_as_a_file_with_other_line_ends_is_found_real(client):
    given = SimpleUploadedFile("receipt.json", bundle().replace(b"\n", b"\r\n"))

    assert "This receipt is real" in hand_in(client, file=given).content.decode()


def test_a_pasted_proof_tells_its_entry(client):
    event = enter("tender.published", subject="tender:1")
    sequence()
    text = read(client, f"/ledger/proof/{event.public_id}").decode()

    page = hand_in(client, text=text).content.decode()

    assert "This proof is real" in page
    assert "tender:1" in page


def test_a_checkpoint_kept_from_before_is_still_continued(client):
    sequence()
    kept = api.latest_checkpoint().note
    enter()
    sequence()

    assert "This checkpoint is real" in hand_in(client, text=kept).content.decode()


@pytest.mark.parametrize(
    ("change", "english", "french"),
    [
        (
            ("tender:1", "tender:2"),
            "The signature of ledger.test/receipts+",
            "La signature de ledger.test/receipts+",
        ),
        (("c2sp.org", "C2SP.org"), "does not begin at", "ne commence pas au"),
        (('{"', '{ "'), "not written in its one right form", "sous sa seule forme valable"),
    ],
)
def test_a_tampered_receipt_is_refused_in_words_that_name_what_fails(
    client, change, english, french
):
    given = bundle().decode().replace(*change, 1)

    for language, said in (("en", english), ("fr", french)):
        response = hand_in(client, language, text=given)
        assert response.status_code == 422
        assert said in response.content.decode()
        assert given[:40].replace('"', "&quot;") in response.content.decode()


@pytest.mark.parametrize(
    "given",
    ["x", "[" * 90_000, "old 5\n", '{"checkpoint":"x"}', "— a b\n" * 50, "{}", "\0", "a\n\nb\n"],
)
def test_nonsense_is_refused_in_words(client, given):
    sequence()

    response = hand_in(client, text=given)

    assert response.status_code == 422
    assert re.search("It does not hold|characters are not allowed", response.content.decode())


def test_nothing_handed_in_is_asked_for_again(client):
    response = hand_in(client)

    assert response.status_code == 422
    assert "Paste a text or choose a file." in response.content.decode()


def test_the_pdf_of_a_signed_contract_is_found_by_its_hash(client):
    pdf = b"%PDF-1.7 a contract"
    digest = sha256(pdf).hexdigest()
    enter("contract.in-force", subject="contract:1", number="C-1", sha256=digest)

    there = hand_in(client, file=SimpleUploadedFile("c.pdf", pdf))
    other = hand_in(client, file=SimpleUploadedFile("c.pdf", pdf + b"\n"))

    assert (there.status_code, other.status_code) == (200, 422)
    assert "This PDF is in the ledger" in there.content.decode()
    assert "This PDF is not in the ledger" in other.content.decode()


def test_what_the_site_gives_out_verifies_with_the_script_that_it_gives_out(client, tmp_path):
    event = enter("tender.published", subject="tender:1")
    sequence()
    kept = api.latest_checkpoint()
    enter()
    sequence()
    (tmp_path / "keys").write_bytes(read(client, "/ledger/keys"))
    (tmp_path / "kept").write_text(kept.note)
    for address, *earlier in [
        ("/ledger/checkpoint",),
        (f"/ledger/proof/{event.public_id}",),
        ("/ledger/export.jsonl", tmp_path / "kept"),
        (f"/ledger/since/{kept.size}", tmp_path / "kept"),
    ]:
        (tmp_path / "given").write_bytes(read(client, address))
        found = run_script(tmp_path / "keys", tmp_path / "given", *earlier)
        assert (found.returncode, found.stderr) == (0, ""), address
    assert read(client, "/ledger/verify_ledger.py") == SCRIPT.read_bytes()
    assert keys_file(tmp_path).read_bytes() == read(client, "/ledger/keys")


def test_the_tiles_are_those_of_c2sp(client):
    for _ in range(300):
        enter()
    sequence()
    size = log.size()
    leaves = [bytes(leaf) for leaf in Leaf.objects.values_list("commitment", flat=True)]

    assert size == 304
    hashes = [leaf_hash(leaf) for leaf in leaves]
    assert read(client, "/ledger/tile/0/000") == b"".join(hashes[:256])
    assert read(client, "/ledger/tile/0/001.p/48") == b"".join(hashes[256:])
    assert read(client, "/ledger/tile/1/000.p/1") == log.tree(256).root()
    bundled = b"".join(b"\0\x20" + leaf for leaf in leaves[256:])
    assert read(client, "/ledger/tile/entries/001.p/48") == bundled
    assert "31536000" in client.get("/ledger/tile/0/000")["Cache-Control"]


@pytest.mark.parametrize(
    "address",
    [
        "tile/0/001",
        "tile/0/001.p/49",
        "tile/0/001.p/0",
        "tile/0/000.p/256",
        "tile/0/0",
        "tile/1/000",
        "tile/99/000",
        "tile/0/x001",
        "tile/01/000",
        "tile/0/x999/x999/x999/x999/x999/999",
        "since/0",
        "since/305",
        "since/99999999999999999999",
        "proof/00000000-0000-0000-0000-000000000000",
    ],
)
def test_what_is_not_there_is_not_found(client, address):
    for _ in range(300):
        enter()
    sequence()

    read(client, f"/ledger/{address}", status=404)


@pytest.mark.parametrize("address", ["checkpoint", "export.jsonl", "since/8", "tile/0/000"])
def test_before_the_first_checkpoint_there_is_nothing_to_fetch(client, address):
    read(client, f"/ledger/{address}", status=404)


def test_a_proof_of_what_is_not_public_is_not_given_to_anybody(client):
    event = enter("bid.sealed", secret="canary")
    sequence()

    read(client, f"/ledger/proof/{event.public_id}", status=404)


def test_every_refusal_of_the_script_has_its_words():
    said = set(re.findall(r'(?:need\(|raise Refused\().*?"([A-Z][^"]*)"', SCRIPT.read_text()))

    assert said == set(words.REFUSALS)
    facts = {"what": "salt", "line": "x", "name": "x", "n": 1, "size": 1}
    for sentence in said:
        assert "%" not in words.refusal(verify_ledger.Refused(sentence, facts))


def test_every_public_kind_has_its_words():
    assert set(words.KINDS) >= PUBLIC
