"""Copies of the keys, as an operator makes them, tries them and brings them back."""

import stat
from io import StringIO

import pytest
from django.conf import settings as settings_of_django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import connection

from marketplace.clock import now
from marketplace.ledger import actions, log, notes
from marketplace.ledger.models import Event
from marketplace.ledger.signing import introduce_receipt_key
from marketplace.sealing import master, state
from marketplace.sealing.custody import get_custody
from marketplace.sealing.models import SealingKey
from tests.marketplace.ledger.conftest import own_files  # noqa: F401  keys of the test's own
from tests.marketplace.ledger.helpers import sequence

pytestmark = pytest.mark.django_db
USES = ("master", "ledger", "receipt")


@pytest.fixture(autouse=True)
def own_master(settings, tmp_path):
    settings.SEALING_MASTER_KEY_FILE = tmp_path / "master.key"
    master.create(settings.SEALING_MASTER_KEY_FILE)


@pytest.fixture
def site():
    """A call, a firm, and signing keys that the ledger has introduced."""
    custody = get_custody()
    custody.create_tender_key(
        "tender/t-1/price", not_before=now(), openers_required=1, awaits_scores=False
    )
    custody.create_copy_key("vendor/v-1/copy")
    introduce_receipt_key(at=now())
    sequence()


@pytest.fixture
def passphrase(tmp_path):
    file = tmp_path / "passphrase"
    file.write_text("épeler grenier tuque rivière oie\n")
    return file


@pytest.fixture
def call(passphrase):
    """Run a command with the passphrase; what it printed."""

    def run(name, *arguments, file=passphrase):
        out = StringIO()
        call_command(name, *map(str, arguments), passphrase_file=file, stdout=out)
        return out.getvalue()

    return run


def file_of(use, settings):
    names = {"master": "SEALING_MASTER_KEY_FILE", "ledger": "LEDGER_KEY_FILE"}
    return getattr(settings, names.get(use, "RECEIPT_KEY_FILE"))


@pytest.mark.parametrize("use", USES)
def test_a_lost_key_comes_back_from_its_page(site, call, use, settings, tmp_path):
    file, page = file_of(use, settings), tmp_path / "page.txt"
    before = file.read_bytes()
    call("backup_key", use, "--to", page)
    file.unlink()

    assert call("restore_key", page) == f"{file}: restored\n"

    assert file.read_bytes() == before
    assert [stat.S_IMODE(each.stat().st_mode) for each in (file, page)] == [0o600, 0o600]
    assert call("restore_key", page) == f"{file}: already there\n"


@pytest.mark.parametrize("use", USES)
def test_the_drill_says_that_a_good_copy_is_good_and_changes_nothing(
    site, call, use, settings, tmp_path
):
    page = tmp_path / "page.txt"
    call("backup_key", use, "--to", page)
    file_of(use, settings).unlink()  # the copy is all that is needed
    before = (list(SealingKey.objects.values()), list(Event.objects.values()))

    assert call("keys_drill", page).endswith("This backup is good.\n")

    assert (list(SealingKey.objects.values()), list(Event.objects.values())) == before
    assert not file_of(use, settings).exists()


def test_the_drill_tries_every_key_of_calls_and_firms(site, call, tmp_path):
    call("backup_key", "master", "--to", tmp_path / "page.txt")

    told = call("keys_drill", tmp_path / "page.txt")

    assert "opened a throw-away seal made with each of 2 public keys" in told


def test_a_copy_of_another_master_key_is_found_out(site, call, settings, tmp_path):
    right = settings.SEALING_MASTER_KEY_FILE
    settings.SEALING_MASTER_KEY_FILE = tmp_path / "other.key"
    master.create(settings.SEALING_MASTER_KEY_FILE)
    call("backup_key", "master", "--to", tmp_path / "page.txt")
    settings.SEALING_MASTER_KEY_FILE = right

    with pytest.raises(CommandError, match=r"would not save you\. 2 of 2 keys do not open"):
        call("keys_drill", tmp_path / "page.txt")


def test_a_copy_made_before_a_rotation_no_longer_opens_everything(site, call, tmp_path):
    old, new = tmp_path / "old.txt", tmp_path / "new.txt"
    call("backup_key", "master", "--to", old)
    call_command("rotate_master_key", stdout=StringIO())
    get_custody().create_copy_key("vendor/v-2/copy")

    with pytest.raises(CommandError, match="1 of 3 keys do not open, vendor/v-2/copy"):
        call("keys_drill", old)

    call("backup_key", "master", "--to", new)
    assert "each of 3 public keys" in call("keys_drill", new)


def test_a_row_that_was_tampered_with_is_found_by_the_drill(site, call, tmp_path):
    call("backup_key", "master", "--to", tmp_path / "page.txt")
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE sealing_sealingkey DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE sealing_sealingkey SET wrapped_private_key = (SELECT wrapped_private_key "
            "FROM sealing_sealingkey WHERE purpose = 'copy') WHERE purpose = 'tender'"
        )
    with pytest.raises(CommandError, match="1 of 2 keys do not open, tender/t-1/price"):
        call("keys_drill", tmp_path / "page.txt")


def test_before_the_first_call_the_copy_is_compared_with_the_key(call, settings, tmp_path):
    call("backup_key", "master", "--to", tmp_path / "page.txt")
    assert "This backup is good." in call("keys_drill", tmp_path / "page.txt")

    settings.SEALING_MASTER_KEY_FILE.unlink()
    master.create(settings.SEALING_MASTER_KEY_FILE)
    with pytest.raises(CommandError, match="not the master key of this installation"):
        call("keys_drill", tmp_path / "page.txt")


def test_a_copy_of_the_ledgers_key_made_before_a_rotation_does_not_do(site, call, tmp_path):
    call("backup_key", "ledger", "--to", tmp_path / "page.txt")
    call_command("rotate_ledger_key", stdout=StringIO())
    sequence()
    new = "+".join(log.keys_in_force()[-1].split("+")[:2])

    with pytest.raises(CommandError, match="is in force, and this copy can't sign") as refused:
        call("keys_drill", tmp_path / "page.txt")
    assert new in str(refused.value)


def test_a_signing_key_that_the_ledger_does_not_know_does_not_do(site, call, settings, tmp_path):
    settings.RECEIPT_KEY_FILE.unlink()
    notes.make_key(settings.RECEIPT_KEY_FILE, "ledger.test/log/receipts")
    call("backup_key", "receipt", "--to", tmp_path / "page.txt")

    with pytest.raises(CommandError, match="The ledger does not know this key"):
        call("keys_drill", tmp_path / "page.txt")

    actions.introduce_key(public=notes.read_keys(settings.RECEIPT_KEY_FILE)[0].public, at=now())
    assert "This backup is good." in call("keys_drill", tmp_path / "page.txt")


def test_a_key_that_is_there_is_never_overwritten(site, call, settings, tmp_path):
    call("backup_key", "master", "--to", tmp_path / "page.txt")
    settings.SEALING_MASTER_KEY_FILE.unlink()
    master.create(settings.SEALING_MASTER_KEY_FILE)
    other = settings.SEALING_MASTER_KEY_FILE.read_bytes()

    with pytest.raises(CommandError, match="Another key is at"):
        call("restore_key", tmp_path / "page.txt")
    assert settings.SEALING_MASTER_KEY_FILE.read_bytes() == other


def test_a_page_is_never_overwritten(call, tmp_path):
    (tmp_path / "page.txt").write_text("the page of last year")

    with pytest.raises(CommandError, match="can’t be written"):
        call("backup_key", "master", "--to", tmp_path / "page.txt")
    assert (tmp_path / "page.txt").read_text() == "the page of last year"


def test_a_key_of_another_installation_is_not_restored(call, settings, tmp_path):
    call("backup_key", "master", "--to", tmp_path / "page.txt")
    settings.SEALING_MASTER_KEY_FILE.unlink()
    settings.LEDGER_ORIGIN = "another.example/ledger"

    with pytest.raises(CommandError, match=r"belongs to another installation: ledger\.test/log"):
        call("restore_key", tmp_path / "page.txt")
    assert not settings.SEALING_MASTER_KEY_FILE.exists()


def test_a_page_is_read_from_standard_input_too(site, call, monkeypatch, tmp_path):
    call("backup_key", "master", "--to", tmp_path / "page.txt")
    monkeypatch.setattr("sys.stdin", StringIO((tmp_path / "page.txt").read_text()))

    assert call("keys_drill", "-").endswith("This backup is good.\n")


def test_the_page_of_a_signing_key_tells_its_public_key(call, settings, tmp_path):
    """So that who keeps the page needs nobody to check the ledger with."""
    call("backup_key", "ledger", "--to", tmp_path / "page.txt")

    public = notes.read_keys(settings.LEDGER_KEY_FILE)[0].public
    assert f"names {public}\n" in (tmp_path / "page.txt").read_text()


def test_a_passphrase_that_cannot_be_read_is_named(call, tmp_path):
    for command in (("backup_key", "master"), ("keys_drill", tmp_path / "page.txt")):
        (tmp_path / "page.txt").write_text("any")
        with pytest.raises(CommandError, match="nowhere"):
            call(*command, file=tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("command", "use"), [("rotate_master_key", "master"), ("rotate_ledger_key", "ledger")]
)
def test_a_key_that_is_not_there_is_not_rotated(command, use, settings):
    file_of(use, settings).unlink()

    with pytest.raises(CommandError, match=f"No .*{use} key at"):
        call_command(command)
    assert not file_of(use, settings).exists()


def test_a_short_passphrase_is_refused(call, tmp_path):
    (tmp_path / "short").write_text("sésame")

    with pytest.raises(CommandError, match="20 characters or more"):
        call("backup_key", "master", "--to", tmp_path / "page.txt", file=tmp_path / "short")
    assert not (tmp_path / "page.txt").exists()


@pytest.mark.parametrize("use", USES)
def test_a_key_that_is_not_there_is_named(call, use, settings):
    file_of(use, settings).unlink()

    with pytest.raises(CommandError, match=f"No .*{use} key at .*"):
        call("backup_key", use)


@pytest.mark.parametrize("command", ["restore_key", "keys_drill"])
@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe", b"nonsense\n"])
def test_what_is_no_page_is_refused_with_a_sentence(call, command, content, tmp_path):
    if content is not None:
        (tmp_path / "page.txt").write_bytes(content)
    with pytest.raises(CommandError):
        call(command, tmp_path / "page.txt")


def test_once_a_master_key_is_lost_for_good_new_calls_and_firms_copies_work(site, settings):
    """The runbook's way out: what was sealed stays shut, and the site goes on."""
    settings.SEALING_MASTER_KEY_FILE.unlink()
    call_command("make_master_key", stdout=StringIO())
    with pytest.raises(ImproperlyConfigured, match="another sealing master key"):
        reopen("vendor/v-1/copy")

    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sealing_sealingkey WHERE purpose = 'copy'")
    custody = get_custody()
    custody.create_copy_key("vendor/v-1/copy")
    custody.create_tender_key(
        "tender/t-2/price", not_before=now(), openers_required=1, awaits_scores=False
    )

    for name in ("vendor/v-1/copy", "tender/t-2/price"):
        assert len(reopen(name)) == 96
    assert state.state().startswith("other-key: 1 keys")


def reopen(name):
    """The private half of a key, as the sealer reads it."""
    pair = SealingKey.objects.get(name=name)
    key = master.load(settings_of_django.SEALING_MASTER_KEY_FILE)
    return key.open(bytes(pair.wrapped_private_key), context=pair.context)
