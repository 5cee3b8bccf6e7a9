"""Webhooks as their owner looks at them, and those that something is new for."""

from django.db.models import QuerySet

from marketplace.web.pagination import Page, paginate
from tenders.models import Webhook
from tenders.queries.releases import releases_after


def behind() -> QuerySet[Webhook, int]:
    """The keys of those that have not been asked about the newest release yet."""
    newest = releases_after("").last()
    found = Webhook.objects.working().exclude(seen=newest) if newest else Webhook.objects.none()
    return found.values_list("pk", flat=True)


def deliveries_page(webhook: Webhook, *, cursor: str, size: int) -> Page:
    """The messages to one webhook, newest first."""
    shown = (
        "public_id", "event", "status", "created_at", "attempts", "answered", "error", "webhook",
        "release__release_id", "release__tender__ocid",
    )  # fmt: skip
    found = webhook.deliveries.select_related("release__tender").only(*shown)
    return paginate(found, order=("-pk",), cursor=cursor, size=size)
