"""Changes that people make to their own account."""

from django.db import transaction

from marketplace.accounts.models import User
from marketplace.authorization import authorize
from marketplace.locking import lock


@transaction.atomic
def update_profile(*, person: User, full_name: str, language: str, actor: User) -> User:
    """Change a person's name and the language that mails are written in.

    Nobody but the person may; raises NotAuthorized, and nothing is then changed.
    A profile has no history, so unlike other actions this one takes no moment.
    """
    authorize(actor, "accounts.change_profile", person)
    row = lock(User.objects.all(), pk=person.pk)
    row.full_name = full_name.strip()
    row.language = language
    row.save(update_fields=["full_name", "language"])
    return row
