"""Who may change an account."""

from typing import Any

import rules


@rules.predicate
def is_the_person(user: Any, person: Any) -> bool:
    return bool(user.pk == person.pk)


rules.add_perm("accounts.change_profile", rules.is_active & is_the_person)
rules.add_perm("accounts.take_copy", rules.is_active & is_the_person)
rules.add_perm("accounts.erase", rules.is_active & is_the_person)
