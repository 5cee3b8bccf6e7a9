import hashlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.utils.html import escape

from marketplace.pdf import Annex, RemoteFetchRefused, html_to_pdf
from tests.pdf import Annexed, facts_of, problems_of

ANNEX = Annex(
    name="release.json",
    content='{"titre": "Été"}'.encode(),
    description="Données ouvertes de l’attribution",
    made_at=datetime(2026, 11, 1, 14, tzinfo=UTC),
)
BODY = """
<h1>Contrat de services</h1><p>Entre la <b>Ville</b> et <i>Łukasz et fils</i>, 18 000,00 $.</p>
<h2>Prix</h2>
<table><thead><tr><th scope="col">Bien livrable</th></tr></thead><tr><td>Portail</td></tr></table>
<ul><li>un</li></ul>
"""


def page(body: str = BODY, *, head: str = "", language: str = "fr-CA") -> str:
    return (
        f'<!doctype html><html lang="{language}"><head><title>Contrat CT-1</title>{head}</head>'
        f"<body>{body}</body></html>"
    )


def test_a_document_is_a_tagged_archive_with_its_language_and_title():
    pdf = html_to_pdf(page())
    facts = facts_of(pdf)
    assert problems_of(pdf) == []
    assert (facts.language, facts.title) == ("fr-CA", "Contrat CT-1")
    assert (facts.part, facts.conformance) == ("3", "A")
    assert {"H1", "H2", "P", "Table", "TH", "TD", "L", "LI"} <= set(facts.roles)


def test_only_our_fonts_are_embedded_also_for_names_from_elsewhere():
    fonts = facts_of(html_to_pdf(page())).fonts
    assert {name.split("+")[1].split("-")[0] for name in fonts} == {"Atkinson"}


def test_a_file_is_annexed_as_what_it_is():
    pdf = html_to_pdf(page(), annexes=[ANNEX])
    assert problems_of(pdf) == []
    assert facts_of(pdf).annexes == {
        "release.json": Annexed(
            content=ANNEX.content,
            relationship="Data",
            description="Données ouvertes de l’attribution",
            media_type="application/json",
        )
    }


def test_printing_the_same_again_gives_the_same_bytes():
    first = html_to_pdf(page(), annexes=[ANNEX])
    html_to_pdf(page("<h1>Another</h1>"))
    assert html_to_pdf(page(), annexes=[ANNEX]) == first


def test_another_process_prints_the_same_bytes(tmp_path):
    (tmp_path / "page.html").write_text(page())
    program = (
        "import sys, hashlib, django; django.setup()\n"
        "from marketplace.pdf import html_to_pdf\n"
        "print(hashlib.sha256(html_to_pdf(open(sys.argv[1]).read())).hexdigest())"
    )
    answer = subprocess.run(
        [sys.executable, "-c", program, tmp_path / "page.html"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert answer.stdout.strip() == hashlib.sha256(html_to_pdf(page())).hexdigest()


def test_threads_print_the_same_bytes():
    with ThreadPoolExecutor(4) as pool:
        prints = set(pool.map(lambda _: html_to_pdf(page()), range(4)))
    assert prints == {html_to_pdf(page())}


def test_another_text_annex_or_moment_gives_another_document():
    other = Annex("release.json", b"{}", ANNEX.description, ANNEX.made_at)
    prints = {
        html_to_pdf(page(), annexes=[ANNEX]),
        html_to_pdf(page(), annexes=[other]),
        html_to_pdf(page(BODY + "<p>more</p>"), annexes=[ANNEX]),
    }
    assert len(prints) == 3


def test_an_asset_that_was_handed_over_is_used():
    sheet = {"asset:own.css": b"@page { size: a5 }"}
    linked = page(BODY * 3, head='<link rel="stylesheet" href="asset:own.css">')
    assert (
        facts_of(html_to_pdf(linked, assets=sheet)).pages
        > facts_of(html_to_pdf(page(BODY * 3))).pages
    )


SECRET = "file:///etc/passwd"


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ("", f'<img src="{SECRET}" alt="">'),
        ("", '<img src="http://127.0.0.1:9/x.png" alt="">'),
        (f'<style>@import url("{SECRET}");</style>', ""),
        (f'<style>body {{ background: url("{SECRET}") }}</style>', ""),
        ("", f'<p style="background: url({SECRET})">x</p>'),
        ("", f'<object data="{SECRET}"></object>'),
        ("", f'<embed src="{SECRET}">'),
        ("", '<img src="data:image/svg+xml,<svg/>" alt="">'),
        ('<link rel="stylesheet" href="https://elsewhere.example/x.css">', ""),
        (f'<link rel="attachment" href="{SECRET}">', ""),
        ("", f'<a rel="attachment" href="{SECRET}">x</a>'),
        ('<base href="file:///etc/">', '<img src="passwd" alt="">'),
        ("", f'<svg width="9" height="9"><image href="{SECRET}" width="9" height="9"/></svg>'),
        (f'<style>@font-face {{ font-family: x; src: url("{SECRET}") }}</style>', ""),
        ("<style>@font-face { font-family: x; src: local('DejaVu Sans') }</style>", ""),
        ("", '<img src="asset:unknown.png" alt="">'),
    ],
)
def test_nothing_is_fetched_that_was_not_handed_over(head, body):
    with pytest.raises(RemoteFetchRefused):
        html_to_pdf(page(BODY + body, head=head), assets={"asset:own.css": b""})


def test_what_people_wrote_is_text():
    hostile = escape(f'<img src="{SECRET}"><script>x</script>')
    assert problems_of(html_to_pdf(page(f"<h1>Titre</h1><p>{hostile}</p>"))) == []


@pytest.mark.parametrize(
    "html",
    [
        "<!doctype html><html><head><title>x</title></head><body>x</body></html>",
        '<!doctype html><html lang="fr"><head></head><body>x</body></html>',
        "",
    ],
)
def test_a_document_without_language_or_title_is_refused(html):
    with pytest.raises(ValueError, match="language and its title"):
        html_to_pdf(html)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("<h2>Starts too low</h2>", "headings jump: [2]"),
        ("<h1>a</h1><h3>b</h3>", "headings jump: [1, 3]"),
    ],
)
def test_the_check_of_structure_bites(body, problem):
    assert problems_of(html_to_pdf(page(body))) == [problem]
