"""Refusals of the domain. Each carries a translated sentence that a person can act on."""

import errno
from typing import Any

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})  # how the system says that a disk is full


class DomainError(Exception):
    """Something the rules refuse. ``message`` says why and what to do; nothing was changed."""

    def __init__(self, message: Any) -> None:
        super().__init__(message)
        self.message = message


class NotAuthorized(DomainError):
    """This person may not do this to this object."""


class IllegalTransition(DomainError):
    """The object is not in a state from which it can be moved there."""


class Conflict(DomainError):
    """Somebody else, or the same person in another window, got there first."""


class Unavailable(DomainError):
    """A part of the platform that this needs does not answer. Later, the same will do.

    ``meanwhile`` and ``waits`` are sentences: what goes on without that part, and what does not.
    """

    meanwhile: tuple[Any, ...] = ()
    waits: tuple[Any, ...] = ()


class Invalid(DomainError):
    """The input breaks a rule that only the domain knows.

    ``field`` names the form field that the sentence is about, or is empty.
    """

    def __init__(self, message: Any, field: str = "") -> None:
        super().__init__(message)
        self.field = field
