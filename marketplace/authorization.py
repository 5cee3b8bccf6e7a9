"""Ask whether a person may do something to an object; refuse with a sentence."""

from typing import Any

import rules
from django.utils.translation import gettext as _

from marketplace.errors import NotAuthorized


class System:
    """The platform itself, as the actor of a timer. Has no rows, and every permission."""

    pk = None
    is_authenticated = True
    is_active = True

    def has_perm(self, permission: str, record: Any = None) -> bool:
        return True

    def __str__(self) -> str:
        return "system"


SYSTEM = System()


@rules.predicate
def is_operator(user: Any) -> bool:
    """Whether this person operates the platform."""
    return bool(getattr(user, "is_operator", False))


def authorize(actor: Any, permission: str, record: Any = None) -> None:
    """Raise NotAuthorized unless ``actor`` holds ``permission`` on ``record``.

    An unknown permission name raises KeyError: a typing mistake must not read as "no".
    """
    if not rules.perm_exists(permission):
        raise KeyError(permission)
    if not actor.has_perm(permission, record):
        raise NotAuthorized(_("You don't have the right to do this here."))
