"""A signed link is good for one purpose, until one moment."""

from datetime import timedelta

import pytest

from marketplace.clock import now
from marketplace.signed_links import read, sign


def test_it_says_what_was_signed_until_its_moment():
    until = now().replace(microsecond=0) + timedelta(days=2)
    token = sign("page", {"who": "é"}, until=until)

    assert read("page", token, at=until - timedelta(seconds=1)) == {"who": "é"}
    assert read("page", token, at=until) is None


@pytest.mark.parametrize("spoil", ["{}x", "a{}", "", "é", "{0}{0}"])
def test_another_purpose_and_a_changed_token_say_nothing(spoil):
    token = sign("page", "x", until=now() + timedelta(days=1))

    assert read("other", token, at=now()) is None
    assert read("page", spoil.format(token), at=now()) is None
