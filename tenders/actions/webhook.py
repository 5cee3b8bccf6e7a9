"""The addresses of people's own programs: added, tried, disabled and taken away by their owner."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.authorization import authorize
from marketplace.errors import Conflict, Invalid
from marketplace.locking import lock, lock_all
from marketplace.outgoing import Forbidden, check_address
from marketplace.reference.models import Category
from marketplace.signatures import new_secret
from marketplace.transitions import move
from tenders.documents.webhook import trial_message
from tenders.models import Buyer, Delivery, Webhook
from tenders.models.webhook import TEST
from tenders.queries.releases import releases_after
from tenders.states import DELIVERY, DeliveryStatus

MOST = 5  # of one person


@transaction.atomic
def add_webhook(
    *,
    address: str,
    events: Sequence[str],
    buyer: Buyer | None = None,
    category: Category | None = None,
    actor: User,
    at: datetime,
) -> Webhook:
    """Tell ``address`` of what happens from now on. Its secret is made here.

    Raises Invalid for an address that may not be written to, or one too many; nothing is then
    stored.
    """
    person = lock(User.objects.all(), pk=actor.pk)
    if person.webhooks.count() >= MOST:
        raise Invalid(_("You have %(most)d webhooks already. Remove one first.") % {"most": MOST})
    try:
        check_address(address)
    except Forbidden as refusal:
        raise Invalid(
            _("Give an address on the Internet that begins with https://."), field="address"
        ) from refusal
    webhook = Webhook(
        owner=person,
        address=address,
        events=list(events),
        buyer=buyer,
        category=category,
        created_at=at,
        seen=releases_after("").last(),
    )
    webhook.secret = new_secret()
    webhook.save()
    return webhook


@transaction.atomic
def show_secret(*, webhook_id: int, actor: User, at: datetime) -> str:
    """The secret, once. Raises NotAuthorized, or Conflict when it was shown before."""
    webhook = _own(webhook_id, actor)
    if webhook.secret_shown_at is not None:
        raise Conflict(_("The secret was shown already. Make another one if you have lost it."))
    webhook.secret_shown_at = at
    webhook.save(update_fields=["secret_shown_at"])
    return webhook.secret


@transaction.atomic
def renew_secret(*, webhook_id: int, actor: User, at: datetime) -> None:
    """Another secret, to be shown once; what is sent from ``at`` on is signed with it."""
    webhook = _own(webhook_id, actor)
    webhook.secret = new_secret()
    webhook.secret_shown_at = None
    webhook.save(update_fields=["sealed_secret", "secret_shown_at"])


@transaction.atomic
def send_test(*, webhook_id: int, actor: User, at: datetime) -> Delivery:
    """Queue a message about nothing. Raises NotAuthorized, or Conflict while one still waits."""
    webhook = _own(webhook_id, actor)
    if webhook.deliveries.filter(event=TEST, status=DeliveryStatus.QUEUED).exists():
        raise Conflict(_("A test is on its way already."))
    return Delivery.objects.create(
        webhook=webhook, event=TEST, body=trial_message(at), created_at=at, due_at=at
    )


@transaction.atomic
def send_again(*, delivery_id: int, actor: User, at: datetime) -> None:
    """Send a message anew, under the name it had. One that waits goes now.

    Raises NotAuthorized; nothing is then changed.
    """
    delivery = Delivery.objects.get(pk=delivery_id)
    _own(delivery.webhook_id, actor)
    delivery = lock(Delivery.objects.all(), pk=delivery_id)
    if delivery.status != DeliveryStatus.QUEUED:
        move(delivery, DeliveryStatus.QUEUED, DELIVERY, delivered_at=None)
    _now(delivery, at)
    delivery.save(update_fields=["attempts", "due_at"])


@transaction.atomic
def enable_webhook(*, webhook_id: int, actor: User, at: datetime) -> None:
    """Go on where it stopped: what waits is sent now. Doing it twice is the same.

    Raises NotAuthorized; nothing is then changed.
    """
    webhook = _own(webhook_id, actor)
    webhook.disabled_at, webhook.resting_until, webhook.failures = None, None, 0
    webhook.save(update_fields=["disabled_at", "resting_until", "failures"])
    waiting = lock_all(webhook.deliveries.filter(status=DeliveryStatus.QUEUED))
    for delivery in waiting:
        _now(delivery, at)
    Delivery.objects.bulk_update(waiting, ["attempts", "due_at"], batch_size=500)


@transaction.atomic
def remove_webhook(*, webhook_id: int, actor: User, at: datetime) -> None:
    """Forget the address, its secret and its messages. Raises NotAuthorized."""
    _own(webhook_id, actor).delete()


@transaction.atomic
def reseal_webhooks() -> int:
    """Seal every secret under SECRET_KEY, whichever key it was sealed with; return how many."""
    webhooks = lock_all(Webhook.objects.all())
    for webhook in webhooks:
        webhook.secret = webhook.secret
    Webhook.objects.bulk_update(webhooks, ["sealed_secret"])
    return len(webhooks)


def _own(webhook_id: int, actor: User) -> Webhook:
    webhook = lock(Webhook.objects.all(), pk=webhook_id)
    authorize(actor, "tenders.manage_webhook", webhook)
    return webhook


def _now(delivery: Delivery, at: datetime) -> None:
    delivery.attempts, delivery.due_at = 0, at
