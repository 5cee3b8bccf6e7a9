"""The proxy's stamp of a request's last byte."""

from datetime import UTC, datetime

import pytest

from marketplace.web.arrival import last_byte_at

MOMENT = datetime(2026, 3, 3, 19, 0, 0, 482000, tzinfo=UTC)


STAMP = f"{MOMENT.timestamp():.3f}"


def stamped(rf, stamp=STAMP, *, peer="127.0.0.1"):
    return rf.post("/", headers={"X-Last-Byte-At": stamp}, REMOTE_ADDR=peer)


@pytest.mark.parametrize(
    ("peer", "proxies"),
    [
        ("", ["unix"]),
        ("127.0.0.1", ["127.0.0.1"]),
        ("10.1.2.3", ["unix", "10.1.0.0/16"]),
        ("fd00::7", ["10.0.0.0/8", "fd00::/8"]),
    ],
)
def test_a_trusted_proxys_stamp_is_read_to_the_millisecond(rf, settings, peer, proxies):
    settings.LAST_BYTE_PROXIES = proxies
    assert last_byte_at(stamped(rf, peer=peer)) == MOMENT


@pytest.mark.parametrize(
    ("peer", "proxies"),
    [
        ("127.0.0.1", []),
        ("127.0.0.1", ["unix"]),
        ("", []),
        ("", ["127.0.0.1"]),
        ("10.2.0.1", ["10.1.0.0/16"]),
    ],
)
def test_a_stamp_of_anybody_else_is_not_believed(rf, settings, peer, proxies):
    settings.LAST_BYTE_PROXIES = proxies
    assert last_byte_at(stamped(rf, peer=peer)) is None


def test_what_a_client_says_of_its_address_makes_it_no_proxy(rf, settings):
    settings.LAST_BYTE_PROXIES = ["127.0.0.1"]
    request = stamped(rf, peer="203.0.113.9")
    request.META["HTTP_X_FORWARDED_FOR"] = "127.0.0.1"
    assert last_byte_at(request) is None


@pytest.mark.parametrize("stamp", ["", "soon", "nan", "inf", "1e400", "-1e30"])
def test_a_stamp_that_cannot_be_read_counts_as_absent(rf, settings, stamp):
    settings.LAST_BYTE_PROXIES = ["127.0.0.1"]
    assert last_byte_at(stamped(rf, stamp)) is None
