"""A refusal of the domain, said where the person can act on it.

A part of the platform that is away is nothing the person can act on: the middleware answers for it,
with what works meanwhile and what was typed.
"""

from typing import Any

from django import forms

from marketplace.errors import DomainError, Unavailable


def show(refusal: DomainError, form: forms.BaseForm) -> None:
    """Put the refusal's sentences on the form: on their field where it has that field."""
    if isinstance(refusal, Unavailable):
        raise refusal
    field = getattr(refusal, "field", "")
    form.add_error(field if field in form.fields else None, refusal.message)
    for lack in getattr(refusal, "lacks", ()):
        form.add_error(None, lack.message)


def sentences(refusal: DomainError) -> list[Any]:
    """All sentences of a refusal, for a page without a form."""
    if isinstance(refusal, Unavailable):
        raise refusal
    return [refusal.message, *(lack.message for lack in getattr(refusal, "lacks", ()))]
