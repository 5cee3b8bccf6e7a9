"""Whose messages are whose, and who looks after the queue."""

from typing import Any

import rules

from marketplace.authorization import is_operator
from marketplace.notifications.models import Message


@rules.predicate
def is_the_recipient(user: Any, message: Message) -> bool:
    return bool(user.pk and user.pk == message.recipient_id)


rules.add_perm("notifications.read_message", rules.is_active & is_the_recipient)
rules.add_perm("notifications.operate", rules.is_active & is_operator)
