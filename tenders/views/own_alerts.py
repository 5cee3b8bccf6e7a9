"""One's alerts, signed in or by a link from a mail; and the way out."""

from collections.abc import Callable
from functools import cached_property
from typing import Any, ClassVar

from django.contrib import messages
from django.db.models import F, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import TemplateView

from marketplace.clock import now
from marketplace.errors import DomainError
from marketplace.notifications.links import signed_url
from marketplace.signed_links import read
from marketplace.web.templatetags.wording import reader
from tenders.actions import alert as actions
from tenders.actions.quiet_month import choose_quiet_month
from tenders.forms.alert import ChangeForm, LinkForm
from tenders.models import Subscriber
from tenders.queries.alert_words import with_words
from tenders.values import Frequency
from tenders.views.alerts import expired, refuse_haste
from tenders.views.refusals import show

ButtonAction = Callable[..., Any]


@method_decorator(never_cache, name="dispatch")
class AlertsPage(TemplateView):
    """The alerts of ``subscriber``, each with its buttons."""

    template_name = "tenders/alerts/mine.html"
    buttons: ClassVar[dict[str, ButtonAction]] = {
        "pause": actions.pause_alert,
        "resume": actions.resume_alert,
        "delete": actions.delete_alert,
    }

    @cached_property
    def subscriber(self) -> Subscriber | None:
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        owner = self.subscriber
        kept = owner.alerts.select_related("tender__buyer") if owner else ()
        return super().get_context_data(
            alerts=with_words(kept, reader()),
            frequencies=Frequency.choices,
            recipient=owner.recipient if owner else "",
            wants_quiet_month=bool(owner and owner.wants_quiet_month),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.subscriber is not None and "quiet" in request.POST:
            return self._choose_quiet_month(self.subscriber, request.POST["quiet"] == "on")
        form = ChangeForm(request.POST)
        if self.subscriber is None or not form.is_valid():
            return self.render_to_response(self.get_context_data(), status=422)
        alert = get_object_or_404(self.subscriber.alerts, public_id=form.cleaned_data["alert"])
        try:
            self._change(alert.public_id, **form.cleaned_data)
        except DomainError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("Done: “%(alert)s”.") % {"alert": alert.name})
        return redirect(request.path)

    def _choose_quiet_month(self, subscriber: Subscriber, wanted: bool) -> HttpResponse:
        choose_quiet_month(wanted=wanted, actor=subscriber, at=now())
        messages.success(self.request, _("Your choices are kept."))
        return redirect(self.request.path)

    def _change(self, alert_id: Any, *, change: str, frequency: str, **_more: Any) -> None:
        asked = {"alert_id": alert_id, "actor": self.subscriber, "at": now()}
        if change == "frequency":
            actions.set_frequency(frequency=frequency, **asked)
        else:
            self.buttons[change](**asked)


class AlertsView(AlertsPage):
    """Of whoever is signed in; nobody else sees how to have a link sent."""

    @cached_property
    def subscriber(self) -> Subscriber | None:
        user = self.request.user
        if not user.is_authenticated:
            return None
        own = Subscriber.objects.filter(Q(user=user) | Q(address=user.email))
        return own.order_by(F("user").asc(nulls_last=True)).first()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return super().get(request, *args, **kwargs)
        return self._entrance(LinkForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return super().post(request, *args, **kwargs)
        form = LinkForm(request.POST)
        if not form.is_valid():
            return self._entrance(form, status=422)
        try:
            refuse_haste(request)
        except DomainError as refusal:
            show(refusal, form)
            return self._entrance(form, status=422)
        address = form.cleaned_data["address"]
        actions.send_link(address=address, language=reader(), at=now())
        return redirect("tenders:alert_asked")

    def _entrance(self, form: LinkForm, status: int = 200) -> HttpResponse:
        self.template_name = "tenders/alerts/entrance.html"
        return self.render_to_response(self.get_context_data(form=form), status=status)


class BySignedLink(AlertsPage):
    """A page of the subscriber whom a signed link names."""

    purpose = ""

    @cached_property
    def subscriber(self) -> Subscriber | None:
        public_id = read(self.purpose, self.kwargs["token"], at=now())
        return Subscriber.objects.filter(public_id=public_id).first() if public_id else None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if self.subscriber is None:
            return expired(self)
        return super().dispatch(request, *args, **kwargs)


class AlertsByLinkView(BySignedLink):
    """One's alerts, without an account."""

    purpose = "tenders:alerts_by_link"


@method_decorator(csrf_exempt, name="dispatch")
class StopView(BySignedLink):
    """No more alerts. Mail programs post here too, without a cookie (RFC 8058)."""

    purpose = "tenders:alerts_stop"
    template_name = "tenders/alerts/stop.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.subscriber is None:
            raise Http404
        actions.stop_alerts(actor=self.subscriber, at=now())
        return self.render_to_response(self.get_context_data(is_stopped=True))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        public_id = str(self.subscriber.public_id) if self.subscriber else ""
        # Briefly: a link to stop is not to become one to all alerts that outlives it.
        manage = signed_url("tenders:alerts_by_link", public_id, days=1)
        return super().get_context_data(manage=manage, **kwargs)


@method_decorator(csrf_exempt, name="dispatch")
class StopQuietMonthView(BySignedLink):
    """No more monthly messages; alerts go on. Mail programs post here too (RFC 8058)."""

    purpose = "tenders:quiet_stop"
    template_name = "tenders/alerts/quiet_stop.html"

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.subscriber is None:
            raise Http404
        choose_quiet_month(wanted=False, actor=self.subscriber, at=now())
        return self.render_to_response(self.get_context_data())
