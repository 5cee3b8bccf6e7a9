"""No file, function or view grows beyond what one reads in one go."""

from tests.architecture.source import functions, length, name_of, parsed, python_files

FILE, FUNCTION, VIEW_METHOD = 300, 40, 15


def test_a_source_file_has_at_most_300_lines():
    lines = {name_of(path): len(path.read_text().splitlines()) for path in python_files()}

    assert len(lines) > 500
    assert {name: many for name, many in lines.items() if many > FILE} == {}


def test_a_function_has_at_most_40_lines_and_a_view_15():
    too_long = {
        f"{name_of(path)} {each.name}": length(each)
        for path in python_files()
        for each in functions(parsed(path))
        if length(each) > (VIEW_METHOD if "views" in path.parts else FUNCTION)
    }

    assert too_long == {}
