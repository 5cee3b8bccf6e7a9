"""``docs/who-may-do-what.md``, written from the table."""

from collections.abc import Iterable, Iterator

from marketplace.access.rules import (
    BODY,
    EVERYBODY,
    FIRM,
    ROLES,
    SIGNED_IN,
    Answer,
    Rule,
)
from marketplace.access.table import EXCUSED, EXCUSED_FAMILIES, TABLE

INTRODUCTION = """# Who may do what

Made by `manage.py who_may_do_what` from `marketplace/access/table.py`, from which `tests/access`
also makes its requests: every address, as every role, on every object named here, looking (GET) and
sending (POST). Whoever is not named is refused with 403 if it is their own organisation's object,
and told 404, as if there were nothing, if it isn't. Who isn't signed in is sent to the sign-in
page, except where an address is public. A refusal changes nothing. *When* something may be done is
not said here: that depends on the state of the object and on the clock.

`other body` holds every capability, at another body: what it may not, nobody there may."""


def document() -> str:
    return "\n".join([*_parts()]) + "\n"


def _parts() -> Iterator[str]:
    yield INTRODUCTION
    yield "\n## The roles\n\n| role | who |\n| --- | --- |"
    yield from (f"| {role} | {who} |" for role, who in ROLES.items())
    for title, rules in TABLE.items():
        yield f"\n## {title}\n"
        yield "| address | of | may look | may send | refused (403) |"
        yield "| --- | --- | --- | --- | --- |"
        yield from map(_row, rules)
    yield "\n## Addresses without an object of anybody's\n\n| address | what it is |\n| --- | --- |"
    yield from (f"| `{name}` | {what} |" for name, what in EXCUSED.items())
    yield from (f"| `{name}…` | {what} |" for name, what in EXCUSED_FAMILIES.items())


def _row(rule: Rule) -> str:
    pages = " ".join(f"`{page}`" for page in rule.pages)
    refused = [role for role in EVERYBODY if _is_refused(rule, role)]
    cells = (pages, ", ".join(rule.on) or "–", _people(rule.look), _people(rule.send))
    return f"| {' | '.join(cells)} | {_people(refused)} |"


def _is_refused(rule: Rule, role: str) -> bool:
    return Answer.REFUSED in (rule.answer(role, "get"), rule.answer(role, "post"))


def _people(roles: Iterable[str]) -> str:
    """The roles, by the name of their group where it is whole."""
    left = set(roles)
    said = []
    groups = {"everybody": EVERYBODY, "anyone signed in": SIGNED_IN}
    groups |= {"all of the body": BODY, "all of the firm": FIRM}
    for name, group in groups.items():
        if left.issuperset(group):
            said.append(name)
            left -= set(group)
    return ", ".join([*said, *(role for role in EVERYBODY if role in left)]) or "nobody"
