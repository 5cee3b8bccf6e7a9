"""One's webhooks."""

from django.urls import path
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tenders.actions import webhook as actions
from tenders.views import webhooks

ACTION = webhooks.WebhookActionView.as_view

urlpatterns = [
    path(pgettext_lazy("url", "webhooks/"), webhooks.WebhooksView.as_view(), name="webhooks"),
    path(
        pgettext_lazy("url", "webhooks/add/"),
        webhooks.AddWebhookView.as_view(),
        name="webhook_add",
    ),
    path(
        pgettext_lazy("url", "webhooks/<uuid:public_id>/"),
        webhooks.WebhookView.as_view(),
        name="webhook",
    ),
    path(
        pgettext_lazy("url", "webhooks/<uuid:public_id>/test/"),
        ACTION(),
        name="webhook_test",
    ),
    path(
        pgettext_lazy("url", "webhooks/<uuid:public_id>/secret/"),
        ACTION(action=actions.renew_secret, done=_("There is another secret. Take it now.")),
        name="webhook_secret",
    ),
    path(
        pgettext_lazy("url", "webhooks/<uuid:public_id>/enable/"),
        ACTION(action=actions.enable_webhook, done=_("It goes on where it stopped.")),
        name="webhook_enable",
    ),
    path(
        pgettext_lazy("url", "webhooks/<uuid:public_id>/remove/"),
        webhooks.RemoveWebhookView.as_view(),
        name="webhook_remove",
    ),
    path(
        pgettext_lazy("url", "webhooks/<uuid:public_id>/messages/<uuid:message>/"),
        webhooks.SendAgainView.as_view(),
        name="webhook_again",
    ),
]
