import pytest

from marketplace.web.diff import diff_words, excerpts


def test_only_the_words_that_changed_are_marked():
    before, after = diff_words("remis en 10 jours", "remis en 15 jours")

    assert before == "remis en <del>10</del> jours"
    assert after == "remis en <ins>15</ins> jours"


def test_what_people_wrote_is_escaped():
    before, after = diff_words("<script>", "<b>")

    assert before == "<del>&lt;script&gt;</del>"
    assert after == "<ins>&lt;b&gt;</ins>"


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("a\nb\nc", "a\nx\nc", ("[…]\nb\n[…]", "[…]\nx\n[…]")),
        ("a\nb", "a\nb\n\nc", ("", "c")),
        ("a\nb", "b", ("a", "")),
        ("un mot", "deux mots", ("un mot", "deux mots")),
        ("a\na", "a\na\na", ("", "a")),
        ("", "neuf", ("", "neuf")),
    ],
)
def test_of_a_long_text_only_what_changed_is_shown(before, after, shown):
    assert excerpts(before, after) == shown
