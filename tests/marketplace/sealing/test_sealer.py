"""The sealer as another process: what it answers, and what nobody can do without it."""

import socket
import subprocess
import sys
import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from threading import Thread

import pytest
from django.db import transaction

from marketplace.clock import now
from marketplace.devstack.places import ROOT
from marketplace.ledger.api import is_integrated
from marketplace.ledger.models import Event
from marketplace.sealing import api, client, keys, master, server, wire, wrap
from marketplace.sealing.binding import Binding
from marketplace.sealing.client import SealerClient
from marketplace.sealing.custody import get_custody
from marketplace.sealing.envelope import WrappedKey
from marketplace.sealing.errors import (
    NotRecorded,
    ProofTooOld,
    SealError,
    SealerUnreachable,
    TooEarly,
    refusal_from,
)
from marketplace.sealing.models import SealingKey
from tests.factories import member as person_of
from tests.marketplace.sealing.helpers import access_of, announce, firm

CONTENT_KEY = bytes(range(32))


def wrapped_to(name, binding):
    key = keys.public_key(name)
    return WrappedKey(key.fingerprint, wrap.wrap(CONTENT_KEY, key.data, info=binding.encode()))


def ask(call, **arguments):
    """What the sealer answers, without a socket in between."""
    return server.answer({"call": call} | {key: wire.encode(arg) for key, arg in arguments.items()})


def tender_request(**conditions):
    """A closed tender's key and a request to unwrap with it."""
    name, binding = "tender/tender-1/price", Binding("log.example", "tender-1", "bid-1", "price")
    wanted = {"openers_required": 1, "awaits_scores": False, "not_before": now()} | conditions
    assert ask("create_tender_key", name=name, **wanted) == {"done": None}
    return {"name": name, "wrapped": wrapped_to(name, binding), "binding": binding}


# --- what it answers -----------------------------------------------------------------------------


@pytest.mark.django_db
def test_it_releases_a_content_key_once_the_record_allows_it():
    request = tender_request()
    announce("tender-1")
    assert ask("release", **request) == {"done": "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="}


@pytest.mark.django_db
def test_it_refuses_before_the_deadline_and_enters_that_in_the_ledger_once():
    request = tender_request(not_before=now() + timedelta(days=1))
    announce("tender-1")

    refused = [ask("release", **request)["refused"] for _ in range(3)]

    assert refused == ["too-early"] * 3
    entry = Event.objects.get(action="seal.refused")
    assert (entry.subject, entry.data) == (
        "tender:tender-1",
        {"code": "too-early", "key": "tender/tender-1/price"},
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    "request_",
    [
        {},
        {"call": "open_everything"},
        {"call": "release"},
        {"call": "release", "name": "x", "wrapped": {}, "binding": {}},
        {"call": "release", "name": "tender/t/price", "master": "please"},
        {"call": "create_copy_key", "name": ["a"], "purpose": "tender"},
        {"call": ["state"]},
    ],
    ids=repr,
)
def test_a_request_it_does_not_understand_does_nothing(request_):
    answer = server.answer(dict(request_))
    assert set(answer) <= {"failed", "refused", "facts"}
    assert not SealingKey.objects.exists()


def test_every_refusal_travels_as_it_is():
    for refusal in SealError.__subclasses__():
        there = refusal_from(refusal.code, {"key": "k"})
        assert (type(there), there.facts) == (refusal, {"key": "k"})
        assert there.message == refusal.sentence


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"\x00\x00\x00\x02{}"[:5],
        b"\xff\xff\xff\xff",
        b"\x00\x00\x00\x02[]",
        b"\x00\x00\x00\x03{ }",
        b"GET / HTTP/1.1\r\n\r\n",
    ],
    ids=repr,
)
def test_a_frame_that_is_none_is_refused(frame):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        theirs.sendall(frame)
        theirs.shutdown(socket.SHUT_WR)
        with pytest.raises(wire.BadFrame):
            wire.receive(ours)


# --- the client ----------------------------------------------------------------------------------


@pytest.fixture
def silent(settings, tmp_path):
    """No sealer at all."""
    settings.SEALING_CUSTODY = "marketplace.sealing.client.SealerClient"
    settings.SEALER_SOCKET = str(tmp_path / "nobody")


def test_without_a_sealer_the_client_says_so(silent):
    with pytest.raises(SealerUnreachable):
        get_custody().create_copy_key("vendor/x/copy")
    assert client.readiness() == "sealer: silent"


def test_a_sealer_that_answers_nonsense_is_as_good_as_none(settings, tmp_path):
    settings.SEALER_SOCKET = str(tmp_path / "odd")
    with server.listen(tmp_path / "odd") as listener:

        def reply():
            for nonsense in (b"\x00\x00\x00\x02{}", b'\x00\x00\x00\x0f{"failed":true}', b""):
                connection, _ = listener.accept()
                with connection:
                    wire.receive(connection)
                    connection.sendall(nonsense)

        odd = Thread(target=reply)
        odd.start()
        for _ in range(3):
            with pytest.raises(SealerUnreachable):
                SealerClient().create_copy_key("vendor/x/copy")
        odd.join()


# --- its master key ------------------------------------------------------------------------------


@pytest.fixture
def through(settings, tmp_path):
    """Lets the site put a question to a sealer that has the master key of this test, if any."""
    settings.SEALING_CUSTODY = "marketplace.sealing.client.SealerClient"
    settings.SEALER_SOCKET = str(tmp_path / "sealer")
    settings.SEALING_MASTER_KEY_FILE = tmp_path / "master.key"
    with server.listen(tmp_path / "sealer") as listener, ThreadPoolExecutor(1) as site:

        def put(question):
            asked = site.submit(question)
            connection, _ = listener.accept()
            with connection:
                wire.send(connection, server.answer(wire.receive(connection)))
            return asked.result()

        yield put


@pytest.mark.django_db
def test_without_its_master_key_it_says_so_and_works_as_soon_as_it_is_there(through, settings):
    path = settings.SEALING_MASTER_KEY_FILE
    assert through(client.readiness).startswith(f"sealer: no-key: No sealing master key at {path}")
    assert through(api.is_away) is True
    assert ask("create_copy_key", name="vendor/x/copy") == {"failed": True}

    master.create(path)

    assert through(client.readiness) == "sealer: working"
    assert through(api.is_away) is False
    assert ask("create_copy_key", name="vendor/x/copy") == {"done": None}


@pytest.mark.django_db
def test_with_another_master_key_it_says_so_until_the_right_one_is_beside_it(through, settings):
    path = settings.SEALING_MASTER_KEY_FILE
    master.create(path)
    ask("create_copy_key", name="vendor/x/copy")
    right = path.read_bytes()
    path.unlink()
    master.create(path)

    assert through(client.readiness).startswith("sealer: other-key: 1 keys were wrapped under a")
    assert through(api.is_away) is False

    master.write(path, path.read_bytes() + right)
    assert through(client.readiness) == "sealer: working"


# --- the real process ----------------------------------------------------------------------------


@pytest.fixture
def through_the_sealer(live_stack, settings):
    """Custody as the live site's web process has it, on the live site's data."""
    settings.SEALING_CUSTODY = "marketplace.sealing.client.SealerClient"
    with live_stack.database():
        yield live_stack


def test_the_process_releases_and_refuses_like_custody_at_home(through_the_sealer):
    tender = uuid.uuid4().hex
    name, custody = f"tender/{tender}/price", get_custody()
    custody.create_tender_key(
        name,
        not_before=now() + timedelta(days=1),
        openers_required=2,
        awaits_scores=False,
    )
    binding = Binding("log.example", tender, "bid-1", "price")

    with pytest.raises(TooEarly):
        custody.release(name, wrapped_to(name, binding), binding=binding)

    closed = name.replace(tender, f"{tender}-closed")
    custody.create_tender_key(closed, not_before=now(), openers_required=1, awaits_scores=False)
    with pytest.raises(NotRecorded):
        custody.release(closed, wrapped_to(closed, binding), binding=binding)
    record_opening(through_the_sealer, f"{tender}-closed")
    assert custody.release(closed, wrapped_to(closed, binding), binding=binding) == CONTENT_KEY


def test_the_process_gives_a_firm_its_copy_for_a_live_session(through_the_sealer):
    vendor = str(uuid.uuid4())
    person = person_of(firm(vendor))
    name, custody = f"vendor/{vendor}/copy", get_custody()
    custody.create_copy_key(name)
    binding = Binding("log.example", "tender-1", "bid-1", "price")
    wrapped = wrapped_to(name, binding)

    with pytest.raises(ProofTooOld):
        custody.release_copy(name, wrapped, binding=binding, access=access_of(person))
    proved = access_of(person, confirmed_at=now())
    assert custody.release_copy(name, wrapped, binding=binding, access=proved) == CONTENT_KEY


OPEN_AT_HOME = """
import django; django.setup()
from marketplace.sealing.binding import Binding
from marketplace.sealing.envelope import WrappedKey
from marketplace.sealing.local import LocalCustody
LocalCustody().release({name!r}, WrappedKey({fingerprint!r}, bytes.fromhex({sealed!r})),
                       binding=Binding(**{binding!r}))
"""


def test_a_process_with_all_the_web_has_opens_nothing_by_itself(through_the_sealer):
    """Its settings, its secrets, its database; even a record that says all it should."""
    tender = uuid.uuid4().hex
    name = f"tender/{tender}/price"
    get_custody().create_tender_key(name, not_before=now(), openers_required=1, awaits_scores=False)
    record_opening(through_the_sealer, tender)
    binding = Binding("log.example", tender, "bid-1", "price")
    wrapped = wrapped_to(name, binding)
    environment = through_the_sealer.environment
    code = OPEN_AT_HOME.format(
        name=name,
        fingerprint=wrapped.fingerprint,
        sealed=wrapped.sealed.hex(),
        binding=asdict(binding),
    )

    tried = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert tried.returncode != 0
    assert "No sealing master key" in tried.stderr
    assert not any("MASTER" in variable for variable in environment)


def test_a_copy_of_the_master_key_is_not_in_the_environment_of_web_and_worker(live_stack):
    held = {
        child.name: b"SEALING_MASTER_KEY_FILE" in _environ_of(child.process.pid)
        for child in live_stack.family.children
    }
    assert held == {
        "valkey": False,
        "sealer": True,
        "web": False,
        "worker": False,
        "beat": False,
        "sequencer": False,
    }


def test_the_site_says_that_the_sealer_works(through_the_sealer):
    assert client.readiness() == "sealer: working"


def record_opening(stack, tender):
    """All that the opening needs, in the public log."""
    with transaction.atomic():
        announce(tender)
    rows = Event.objects.filter(subject=f"tender:{tender}")
    stack.wait_for(lambda: all(is_integrated(row) for row in rows))


def _environ_of(pid):
    return Path(f"/proc/{pid}/environ").read_bytes()
