"""Nothing inline in a page: the content policy would refuse it, and the page would break."""

import re

import pytest

from tests.architecture.source import name_of, template_files

# Mail is read where no policy of ours reaches, and a PDF has no browser.
ELSEWHERE = {"mail", "documents"}
INLINE = re.compile(
    r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle\s*=|\son[a-z]+\s*=|javascript:", re.IGNORECASE
)
DATA_BLOCK = re.compile(r'<script[^>]*type="application/(ld\+)?json"', re.IGNORECASE)

PAGES = [path for path in template_files() if not ELSEWHERE & set(path.parts)]


def inline_parts(text):
    return [found.group() for found in INLINE.finditer(text) if not DATA_BLOCK.match(found.group())]


def test_no_page_has_an_inline_script_or_style():
    found = {name_of(path): inline_parts(path.read_text()) for path in PAGES}

    assert len(found) > 300
    assert {name: parts for name, parts in found.items() if parts} == {}


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        "<style>p { color: red }</style>",
        '<p style="color: red">',
        '<a onclick="go()">',
        '<a href="javascript:go()">',
    ],
)
def test_the_search_finds_planted_markup(markup):
    assert len(inline_parts(markup)) == 1
