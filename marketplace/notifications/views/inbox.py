"""A person's messages, and how they want to be told."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View

from marketplace.clock import now
from marketplace.errors import Invalid
from marketplace.notifications.actions import (
    choose_ways,
    mark_all_read,
    mark_read,
    trust_address,
)
from marketplace.notifications.forms import PreferencesForm
from marketplace.notifications.models import Message
from marketplace.notifications.queries import choices_of, inbox, quiet_hours_of, trouble_with
from marketplace.notifications.rendering import subject_of, words_of
from marketplace.web.views.private import PrivateMixin


class PersonsMixin(PrivateMixin):
    """A page about the messages of whoever is signed in."""

    request: HttpRequest

    @property
    def person(self) -> Any:
        """Whoever is signed in. Accounts write with our templates: we can't import them."""
        return self.request.user


class InboxView(PersonsMixin, TemplateView):
    """Everything that a person was told, the newest first, wherever else it went."""

    template_name = "inbox/list.html"
    only_unread = False

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        page = inbox(
            self.person,
            language=get_language() or "fr",
            cursor=self.request.GET.get("cursor", ""),
            unread=self.only_unread,
        )
        trouble = trouble_with(self.person.email)
        shown = [(_("All"), reverse("inbox:list")), (_("Not read"), reverse("inbox:unread"))]
        return super().get_context_data(page=page, trouble=trouble, shown=shown, **kwargs)


class MessageView(PersonsMixin, TemplateView):
    """One message, as its mail says it, in the language of the page."""

    template_name = "inbox/message.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        theirs = Message.objects.inbox_of(self.person)
        message = get_object_or_404(theirs, pk=self.kwargs["number"])
        mark_read(message=message, actor=self.person, at=now())
        language = get_language() or "fr"
        return super().get_context_data(
            message=message,
            subject=subject_of(message.kind, language, message.context),
            words=words_of(message.kind, language, message.context),
            **kwargs,
        )


class ReadAllView(PersonsMixin, View):
    """Everything is read, at once."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        read = mark_all_read(actor=self.person, at=now())
        said = ngettext("%(n)s message is now read.", "%(n)s messages are now read.", read)
        messages.success(request, said % {"n": read})
        return redirect("inbox:list")


class TrustAddressView(PersonsMixin, View):
    """Somebody says that their address works again."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        trust_address(actor=self.person, at=now())
        messages.success(request, _("We will write to %(it)s again.") % {"it": self.person.email})
        return redirect("inbox:list")


class PreferencesView(PersonsMixin, FormView):
    template_name = "inbox/preferences.html"
    form_class = PreferencesForm

    def get_initial(self) -> dict[str, Any]:
        quiet = quiet_hours_of(self.person)
        ways = {topic.value: way for topic, way in choices_of(self.person).items()}
        return ways | ({"quiet_begins": quiet.begins, "quiet_ends": quiet.ends} if quiet else {})

    @cached_property
    def trouble(self) -> Any:
        return trouble_with(self.person.email)

    def form_valid(self, form: PreferencesForm) -> HttpResponse:
        try:
            choose_ways(ways=form.ways, quiet=form.quiet, actor=self.person, at=now())
        except Invalid as refusal:
            form.add_error(refusal.field or None, refusal.message)
            return self.form_invalid(form)
        messages.success(self.request, _("Your choices are kept."))
        return redirect("inbox:preferences")
