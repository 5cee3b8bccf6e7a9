"""Who may edit: two groups of Wagtail's, with rights on pages, images and documents only."""

from django.contrib.auth.models import Group

from marketplace.accounts.models import User

EDITORS = "Editors"  # write drafts and hand them in
MODERATORS = "Moderators"  # also publish, and keep the site settings


def admit(person: User, *, group: str = EDITORS) -> None:
    """Let a person into the editors' room, in one of the two groups."""
    other = MODERATORS if group == EDITORS else EDITORS
    person.groups.remove(Group.objects.get(name=other))
    person.groups.add(Group.objects.get(name=group))


def dismiss(person: User) -> None:
    """Take the keys of the editors' room back."""
    person.groups.remove(*Group.objects.filter(name__in=[EDITORS, MODERATORS]))
