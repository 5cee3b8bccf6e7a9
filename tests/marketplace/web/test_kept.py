"""What was typed when a session ends goes back to the person, and to nobody else."""

import pytest

from marketplace.web.views.kept import may_keep

OURS = {"Sec-Fetch-Site": "same-origin"}


@pytest.mark.parametrize(
    ("headers", "kept"),
    [
        (OURS, True),
        ({"Sec-Fetch-Site": "cross-site"}, False),
        ({"Sec-Fetch-Site": "same-site"}, False),
        ({"Origin": "http://testserver"}, True),
        ({"Origin": "http://elsewhere.example"}, False),
        ({"Referer": "http://testserver/fr/"}, True),
        ({}, False),
    ],
)
def test_only_what_was_typed_on_our_own_pages_is_given_back(rf, headers, kept):
    assert may_keep(rf.post("/", {"answer": "text"}, headers=headers)) is kept


@pytest.mark.parametrize("name", ["password", "oldpassword", "code"])
def test_a_password_is_never_given_back(rf, name):
    assert may_keep(rf.post("/", {"answer": "text", name: "x"}, headers=OURS)) is False


def test_nothing_typed_is_nothing_to_give_back(rf):
    assert may_keep(rf.post("/", {"csrfmiddlewaretoken": "x"}, headers=OURS)) is False
    assert may_keep(rf.get("/", {"answer": "text"}, headers=OURS)) is False
