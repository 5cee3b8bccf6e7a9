import gzip
from pathlib import Path

from django.contrib.staticfiles import finders

from marketplace.web.finders import join_scripts, join_styles


def test_styles_lose_comments_and_indentation_but_no_meaning():
    joined = join_styles(["/* why */\n.a {\n  width: calc(1px + 2px);\n}\n", ".a .b, .c {}"])

    assert joined == ".a{width: calc(1px + 2px);}.a .b,.c{}"


def test_scripts_keep_their_names_to_themselves():
    assert join_scripts(["const a = 1;\n"]) == "{\nconst a = 1;\n}\n"


def test_the_site_has_one_light_style_sheet_and_one_light_script():
    sizes = {}
    for path in ("css/house.css", "js/house.js"):
        sizes[path] = len(gzip.compress(Path(finders.find(path)).read_bytes()))

    assert sizes["css/house.css"] < 15_000
    assert sizes["js/house.js"] < 4_000
