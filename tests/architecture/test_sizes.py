"""No file, function or view grows beyond what one reads in one go."""

import pytest

from tests.architecture.source import functions, length, name_of, parsed, python_files

FILE, FUNCTION, VIEW_METHOD = 300, 40, 15


@pytest.mark.parametrize("path", python_files(), ids=name_of)
def test_a_source_file_has_at_most_300_lines(path):
    assert len(path.read_text().splitlines()) <= FILE


@pytest.mark.parametrize("path", python_files(), ids=name_of)
def test_a_function_has_at_most_40_lines_and_a_view_15(path):
    limit = VIEW_METHOD if "views" in path.parts else FUNCTION
    too_long = {f.name: length(f) for f in functions(parsed(path)) if length(f) > limit}

    assert too_long == {}
