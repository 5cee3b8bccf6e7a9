from marketplace.web.diff import diff_words


def test_only_the_words_that_changed_are_marked():
    before, after = diff_words("remis en 10 jours", "remis en 15 jours")

    assert before == "remis en <del>10</del> jours"
    assert after == "remis en <ins>15</ins> jours"


def test_what_people_wrote_is_escaped():
    before, after = diff_words("<script>", "<b>")

    assert before == "<del>&lt;script&gt;</del>"
    assert after == "<ins>&lt;b&gt;</ins>"
