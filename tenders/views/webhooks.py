"""The addresses of one's own programs, and how what they are told is checked."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View

from marketplace.accounts.models import User
from marketplace.clock import now
from marketplace.errors import DomainError
from marketplace.web.public_page import PublicPage
from marketplace.web.views.private import PrivateMixin
from tenders.actions import webhook as actions
from tenders.actions.delivery import KEPT, MOST_FAILURES, WAITS
from tenders.documents.webhook import example_message
from tenders.forms.webhook import WebhookForm
from tenders.models import Event, Webhook
from tenders.queries.webhooks import deliveries_page
from tenders.views import refusals

PAGE_SIZE = 25


class GuideView(PublicPage):
    """For those who write the program: what it is sent, how often, and how to check it."""

    template_name = "tenders/public/webhooks.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            events=Event.choices,
            example=example_message(now()),
            waits=WAITS,
            most_failures=MOST_FAILURES,
            kept=KEPT.days,
            most=actions.MOST,
            **kwargs,
        )


class OwnWebhooks(PrivateMixin):
    """Pages about webhooks of the person who asks: nobody else's exist for them."""

    kwargs: dict[str, Any]

    @property
    def person(self) -> User:
        return cast(User, self.request.user)

    @cached_property
    def webhook(self) -> Webhook:
        own = Webhook.objects.visible_to(self.person).select_related("buyer", "category")
        return get_object_or_404(own, public_id=self.kwargs["public_id"])


class WebhooksView(OwnWebhooks, TemplateView):
    template_name = "tenders/webhooks/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = Webhook.objects.visible_to(self.person).select_related("buyer", "category")
        return super().get_context_data(webhooks=list(own), most=actions.MOST, **kwargs)


class AddWebhookView(OwnWebhooks, FormView):
    template_name = "tenders/webhooks/add.html"
    form_class = WebhookForm

    def form_valid(self, form: WebhookForm) -> HttpResponse:
        try:
            webhook = actions.add_webhook(actor=self.person, at=now(), **form.cleaned_data)
        except DomainError as refusal:
            refusals.show(refusal, form)
            return self.form_invalid(form)
        messages.success(self.request, _("The webhook is ready. Now take its secret."))
        return redirect(webhook)

    def form_invalid(self, form: WebhookForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class WebhookView(OwnWebhooks, TemplateView):
    """One webhook, and what became of each message. A POST shows its secret, once."""

    template_name = "tenders/webhooks/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cursor = self.request.GET.get("cursor", "")
        events = [label for event, label in Event.choices if event in self.webhook.events]
        return super().get_context_data(
            webhook=self.webhook,
            events=events,
            listed=deliveries_page(self.webhook, cursor=cursor, size=PAGE_SIZE),
            kept=KEPT.days,
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            secret = actions.show_secret(webhook_id=self.webhook.pk, actor=self.person, at=now())
        except DomainError as refusal:
            messages.error(request, refusal.message)
            return redirect(self.webhook)
        return self.render_to_response(self.get_context_data(secret=secret))


class WebhookActionView(OwnWebhooks, View):
    """A button on the page of a webhook: ``action`` is what it does, ``done`` what is then said."""

    http_method_names = ("post",)
    action: Callable[..., Any] = staticmethod(actions.send_test)
    done: Any = gettext_lazy("The test is on its way: look again in a moment.")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            self.action(**self.target(), actor=self.person, at=now())
        except DomainError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, self.done)
        return redirect(self.webhook)

    def target(self) -> dict[str, int]:
        return {"webhook_id": self.webhook.pk}


class SendAgainView(WebhookActionView):
    action = staticmethod(actions.send_again)
    done = gettext_lazy("The message goes out again, under the name that it had.")

    def target(self) -> dict[str, int]:
        deliveries = self.webhook.deliveries
        return {"delivery_id": get_object_or_404(deliveries, public_id=self.kwargs["message"]).pk}


class RemoveWebhookView(OwnWebhooks, TemplateView):
    """After a page that asks."""

    template_name = "tenders/webhooks/remove.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(webhook=self.webhook, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        actions.remove_webhook(webhook_id=self.webhook.pk, actor=self.person, at=now())
        messages.success(request, _("The webhook is removed."))
        return redirect("tenders:webhooks")
