"""Whatever is typed, what is shown is harmless."""

import pytest

from marketplace.richtext import to_html, to_plain


def test_lists_emphasis_and_links_are_shown():
    html = to_html("Deux choses :\n\n- une **carte**\n- un [guide](https://exemple.org/)")

    assert html == (
        "<p>Deux choses :</p>\n<ul>\n<li>une <strong>carte</strong></li>\n"
        '<li>un <a href="https://exemple.org/" rel="nofollow noopener">guide</a></li>\n</ul>\n'
    )


@pytest.mark.parametrize(
    ("typed", "tag"), [("# Un", "h3"), ("## Deux", "h4"), ("###### Six", "h6")]
)
def test_headings_stay_under_those_of_the_page(typed, tag):
    assert to_html(typed).startswith(f"<{tag}>")


@pytest.mark.parametrize(
    "typed",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](https://exemple.org/pixel.png)",
        '<img src=x onerror="alert(1)">',
        "<a href='x' style='position:fixed'>x</a>",
        '[x](https://exemple.org/ "onmouseover=alert(1)")',
    ],
)
def test_nothing_that_acts_survives(typed):
    html = to_html(typed)

    assert not any(f"<{tag}" in html for tag in ("script", "img", "iframe", "style", "svg"))
    assert 'href="javascript' not in html
    assert 'href="data' not in html
    assert " title=" not in html


def test_plain_text_has_the_words_and_nothing_else():
    assert to_plain("Une **carte** & un [guide](https://exemple.org/)") == "Une carte & un guide"
