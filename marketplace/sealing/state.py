"""Whether the sealer can do its work: is the master key there, and is it the right one."""

import secrets

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.models import BinaryField, Value
from django.db.models.functions import Substr

from marketplace.sealing import master, wrap
from marketplace.sealing.errors import SealBroken
from marketplace.sealing.master import ID_SIZE, MasterKey
from marketplace.sealing.models import SealingKey

WORKING, NO_KEY, OTHER_KEY = "working", "no-key", "other-key"
_WRAPPED_UNDER = Substr("wrapped_private_key", Value(1), Value(ID_SIZE), output_field=BinaryField())


def state() -> str:
    """One line for the operator: ``working``, or what is wrong and what to do.

    Without its master key the sealer refuses what needs one, and goes on as soon as the key is
    there; meanwhile bids are received all the same.
    """
    try:
        key = master.load(settings.SEALING_MASTER_KEY_FILE)
    except ImproperlyConfigured as missing:
        return f"{NO_KEY}: {missing}"
    if strange := wrapped_elsewhere(key):
        return (
            f"{OTHER_KEY}: {strange} keys were wrapped under a master key that is not in "
            f"{settings.SEALING_MASTER_KEY_FILE}: bring it back with ‘manage.py restore_key’."
        )
    return WORKING


def wrapped_elsewhere(key: MasterKey) -> int:
    """How many keys of calls and firms none of these master keys can open."""
    keys = SealingKey.objects.annotate(wrapped_under=_WRAPPED_UNDER)
    return keys.exclude(wrapped_under__in=key.ids).count()


def unopened(key: MasterKey) -> tuple[int, list[str]]:
    """Make a throw-away seal with each public key and open it with ``key``.

    Returns how many were tried, and the names of those that did not open. No bid is read: what is
    opened was made a moment before.
    """
    tried, shut = 0, []
    for pair in SealingKey.objects.order_by("name").iterator():
        tried += 1
        if not _opens(pair, key):
            shut.append(pair.name)
    return tried, shut


def _opens(pair: SealingKey, key: MasterKey) -> bool:
    content, info = secrets.token_bytes(32), f"keys drill\n{pair.name}".encode()
    sealed = wrap.wrap(content, bytes(pair.public_key), info=info)
    try:
        private = key.open(bytes(pair.wrapped_private_key), context=pair.context)
        return wrap.unwrap(sealed, private, info=info) == content
    except (ImproperlyConfigured, SealBroken):
        return False
