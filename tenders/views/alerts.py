"""Saving a search or following a call, with an account or by e-mail alone."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView

from marketplace.clock import now
from marketplace.errors import DomainError, Invalid
from marketplace.notifications.links import signed_url
from marketplace.signed_links import read
from marketplace.web.limits import seconds_to_wait
from marketplace.web.templatetags.wording import reader
from tenders.actions.alert import Wish, ask_for_alert, confirm_alert, save_alert
from tenders.forms.alert import AlertForm
from tenders.forms.search import read_search
from tenders.models import Tender
from tenders.queries.alert_words import Labels, in_words, name_for
from tenders.queries.alerts import keys_of, lasting
from tenders.queries.search import CALLS, Search
from tenders.values import Frequency
from tenders.views.refusals import show

GONE = 410
A_MINUTE = 10  # mails that one origin may have sent to others


@method_decorator(never_cache, name="dispatch")
class NewAlertView(FormView):
    """Save the search that the address says."""

    form_class = AlertForm
    template_name = "tenders/alerts/new.html"
    call: Tender | None = None

    @cached_property
    def search(self) -> Search:
        return lasting(read_search(CALLS, self.request.GET))

    def get_initial(self) -> dict[str, Any]:
        name = name_for(self.search.q, keys_of(self.search), reader())
        return {"name": name, "frequency": Frequency.DAILY}

    def get_form_kwargs(self) -> dict[str, Any]:
        has_account = self.request.user.is_authenticated
        return {**super().get_form_kwargs(), "has_account": has_account}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        keys = keys_of(self.search)
        about = in_words(self.search.q, keys, Labels(keys), reader())
        return super().get_context_data(search=self.search, call=self.call, about=about, **kwargs)

    def wish(self, form: AlertForm) -> Wish:
        return Wish(
            name=form.cleaned_data["name"],
            frequency=form.cleaned_data["frequency"],
            language=reader(),
            q=self.search.q,
            keys=keys_of(self.search),
            ocid=self.call.ocid if self.call else "",
        )

    def form_valid(self, form: AlertForm) -> HttpResponse:
        try:
            return self._keep(form)
        except DomainError as refusal:
            show(refusal, form)
            return self.form_invalid(form)

    def form_invalid(self, form: AlertForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _keep(self, form: AlertForm) -> HttpResponse:
        if self.request.user.is_authenticated:
            save_alert(wish=self.wish(form), actor=self.request.user, at=now())
            messages.success(self.request, _("The alert is saved."))
            return redirect("tenders:alerts")
        refuse_haste(self.request)
        ask_for_alert(wish=self.wish(form), address=form.cleaned_data["address"], at=now())
        return redirect("tenders:alert_asked")


class FollowView(NewAlertView):
    """Follow one call: its changes, its answers, its outcome."""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        calls = Tender.objects.public().select_related("buyer")
        self.call = get_object_or_404(calls, ocid=self.kwargs["ocid"])
        self.search = Search()

    def get_initial(self) -> dict[str, Any]:
        name = str(self.call.title)[:100] if self.call else ""
        return {"name": name, "frequency": Frequency.AT_ONCE}


class AskedView(TemplateView):
    """What to do now: the same page, whatever address was given."""

    template_name = "tenders/alerts/asked.html"


@method_decorator(never_cache, name="dispatch")
class ConfirmView(TemplateView):
    """The link in the mail. A button, since programs that look at mail follow links too."""

    template_name = "tenders/alerts/confirm.html"

    @cached_property
    def confirmed(self) -> Any:
        return read("tenders:alert_confirm", self.kwargs["token"], at=now())

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.confirmed is None:
            return expired(self)
        return self.render_to_response(self.get_context_data(wish=self.confirmed))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.confirmed is None:
            return expired(self)
        try:
            subscriber = confirm_alert(confirmed=self.confirmed, at=now())
        except DomainError as refusal:
            context = self.get_context_data(wish=self.confirmed, refusal=refusal.message)
            return self.render_to_response(context, status=422)
        messages.success(request, _("The alert is confirmed."))
        return redirect(signed_url("tenders:alerts_by_link", str(subscriber.public_id)))


def expired(view: TemplateView) -> HttpResponse:
    """A link that is too old or not ours: how to get another."""
    view.template_name = "tenders/alerts/expired.html"
    return view.render_to_response(view.get_context_data(), status=GONE)


def refuse_haste(request: HttpRequest) -> None:
    """Raise Invalid where one origin has had many mails sent in this minute."""
    if wait := seconds_to_wait(request, scope="alert", per_minute=A_MINUTE):
        raise Invalid(_("Too many requests. Try again in %(wait)s seconds.") % {"wait": wait})
