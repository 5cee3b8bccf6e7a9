"""The proxy's stamp of a request's last byte."""

from datetime import UTC, datetime

import pytest

from marketplace.web.arrival import last_byte_at

MOMENT = datetime(2026, 3, 3, 19, 0, 0, 482000, tzinfo=UTC)


def stamped(rf, stamp):
    return rf.post("/", headers={"X-Last-Byte-At": stamp})


def test_a_trusted_stamp_is_read_to_the_millisecond(rf, settings):
    settings.TRUST_PROXY_LAST_BYTE = True
    assert last_byte_at(stamped(rf, f"{MOMENT.timestamp():.3f}")) == MOMENT


def test_a_stamp_is_not_believed_where_no_proxy_is_trusted(rf):
    assert last_byte_at(stamped(rf, f"{MOMENT.timestamp():.3f}")) is None


@pytest.mark.parametrize("stamp", ["", "soon", "nan", "inf", "1e400", "-1e30"])
def test_a_stamp_that_cannot_be_read_counts_as_absent(rf, settings, stamp):
    settings.TRUST_PROXY_LAST_BYTE = True
    assert last_byte_at(stamped(rf, stamp)) is None
