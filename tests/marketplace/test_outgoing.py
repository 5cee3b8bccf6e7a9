"""Requests to addresses that people typed: never inside, never elsewhere, never for long."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

import pytest

from marketplace import outgoing
from marketplace.outgoing import Forbidden, NotSent, check_address, is_public, post
from tests.plumbing.receiver import receiving


@pytest.fixture
def outside(settings):
    settings.MAY_REACH_INSIDE = False


@pytest.mark.parametrize(
    "address",
    [
        "http://hooks.example.org/",
        "https://",
        "https:///path",
        "ftp://hooks.example.org/",
        "file:///etc/passwd",
        "https://user:secret@hooks.example.org/",
        "https://hooks.example.org:99999/",
        "https://hooks.example.org:0/",
        "https://[::1",
        "https://hooks.example.org/\r\nHost: inside",
        "https://hooks.example.org/a b",
        "hooks.example.org",
        "",
    ],
)
@pytest.mark.usefixtures("outside")
def test_an_address_that_may_not_be_written_to_is_refused(address):
    with pytest.raises(Forbidden):
        check_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "0.1.2.3", "10.1.2.3", "172.16.0.1", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "224.0.0.1", "255.255.255.255", "192.0.2.1",
        "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1",
        "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::",
    ],
)  # fmt: skip
def test_addresses_inside_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["1.1.1.1", "205.151.222.250", "2606:4700:4700::1111"])
def test_addresses_of_the_internet_are_public(address):
    assert is_public(address)


@pytest.mark.usefixtures("outside")
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1", "0"])
def test_nothing_is_sent_inside_however_it_is_written(host):
    """Numbers in odd notations are what the resolver makes of them."""
    with receiving() as receiver:
        port = receiver.url.rsplit(":", 1)[1].split("/")[0]
        with pytest.raises(NotSent):
            post(f"https://{host}:{port}/hook", body=b"{}", headers={})

    assert receiver.received == []


@pytest.mark.usefixtures("outside")
def test_a_name_with_one_address_inside_is_refused(monkeypatch):
    """One public address beside it must not let it through."""
    both = [(0, 0, 0, "", (address, 443)) for address in ("1.1.1.1", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **more: both)

    with pytest.raises(Forbidden):
        post("https://hooks.example.org/", body=b"{}", headers={})


def test_the_answer_is_its_status_and_a_redirect_is_not_followed():
    with receiving() as elsewhere, receiving() as receiver:
        receiver.answers = [200, 500, 302]
        receiver.headers = {"Location": elsewhere.url}
        seen = [post(f"{receiver.url}?a=1", body=b"{}", headers={"X-A": "b"}) for _ in range(3)]

    assert seen == [200, 500, 302]
    assert elsewhere.received == []
    assert {each.path for each in receiver.received} == {"/hook?a=1"}
    assert {(each.body, each.headers["x-a"]) for each in receiver.received} == {(b"{}", "b")}


def test_nobody_there_or_no_answer_is_said(monkeypatch):
    with receiving() as receiver:
        receiver.answers = [0]
        with pytest.raises(NotSent, match="RemoteDisconnected"):
            post(receiver.url, body=b"{}", headers={})
    with pytest.raises(NotSent, match="ConnectionRefused"):
        post(receiver.url, body=b"{}", headers={})
    with pytest.raises(NotSent, match="gaierror"):
        post("http://nowhere.invalid/", body=b"{}", headers={})


@contextmanager
def dripping(line: bytes) -> Iterator[str]:
    """A server that sends ``line`` again and again, and never ends."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def drip() -> None:
            wire, _ = listening.accept()
            with wire:
                try:
                    while True:
                        wire.sendall(line)
                        wire.settimeout(0.01)
                        try:
                            wire.recv(1000)
                        except TimeoutError:
                            continue
                except OSError:
                    return

        thread = Thread(target=drip)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        thread.join()


def test_who_answers_drop_by_drop_is_left(monkeypatch):
    monkeypatch.setattr(outgoing, "DEADLINE", 0.3)

    with (
        dripping(b"HTTP/1.1 100 Continue\r\n\r\n") as address,
        pytest.raises(NotSent),
    ):
        post(address, body=b"{}", headers={})


def test_a_certificate_of_nobodys_is_not_spoken_to():
    """TLS is asked of a server that has none."""
    with receiving() as receiver, pytest.raises(NotSent, match="SSL"):
        post(receiver.url.replace("http://", "https://"), body=b"{}", headers={})

    assert receiver.received == []
