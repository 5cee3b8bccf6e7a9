"""What takes a person's name away from the row that others refer to."""

from datetime import datetime
from typing import Any

from allauth.usersessions.models import UserSession

from marketplace.accounts.models import User
from marketplace.locking import lock


def forget_person(person: Any, at: datetime) -> None:
    """Leave of a person a number: neither name, address, language nor a way to sign in."""
    row = lock(User.objects.all(), pk=person.pk)
    row.email = f"{row.public_id}@erased.invalid"
    row.full_name = ""
    row.set_unusable_password()
    row.is_active = row.is_staff = row.is_superuser = row.requires_second_factor = False
    row.last_login = None
    row.erased_at = at
    row.groups.clear()
    row.user_permissions.clear()
    row.save()


def sign_out_everywhere(person: Any, at: datetime) -> None:
    """End each session of a person, and forget the device it was on."""
    for session in UserSession.objects.filter(user=person.pk):
        session.end()
