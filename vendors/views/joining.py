"""Asking to join a firm that is here already, and the owners' answer."""

from functools import cached_property
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from marketplace.accounts.models import User
from marketplace.clock import now
from marketplace.errors import DomainError
from marketplace.web.views.private import PrivateMixin
from vendors.actions.joining import answer_join, ask_to_join
from vendors.models import Vendor
from vendors.queries.joining import joinable_by
from vendors.states import VendorStatus
from vendors.views.firm import OwnerMixin


class JoinView(PrivateMixin, TemplateView):
    """What asking does, and the button; for a firm that is not public, without its name."""

    template_name = "vendors/join.html"

    @cached_property
    def vendor(self) -> Vendor:
        firms = joinable_by(self.request.user)
        return get_object_or_404(firms, public_id=self.kwargs["public_id"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        vendor, user = self.vendor, cast(User, self.request.user)
        return super().get_context_data(
            vendor=vendor,
            is_public=vendor.status == VendorStatus.ADMITTED,
            belongs=vendor.memberships.filter(user=user).exists(),
            waiting=vendor.join_requests.open().filter(user=user).first(),
            **kwargs,
        )

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        actor = cast(User, request.user)
        try:
            ask_to_join(vendor_id=self.vendor.pk, actor=actor, at=now())
        except DomainError as refusal:
            messages.error(request, refusal.message)
        return redirect("vendors:join", self.vendor.public_id)


class AnswerJoinView(OwnerMixin, View):
    """The button pressed is named ``answer``: accept, or anything else to refuse."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        asked = get_object_or_404(self.vendor.join_requests, public_id=kwargs["request_id"])
        is_accepted = request.POST.get("answer") == "accept"
        try:
            answer_join(request_id=asked.pk, is_accepted=is_accepted, actor=self.person, at=now())
        except DomainError as refusal:
            messages.error(request, refusal.message)
        else:
            done = _("This person belongs to the firm now, as a bidder.")
            messages.success(request, done if is_accepted else _("Refused. The person is told."))
        return redirect("vendors:firm", self.vendor.public_id)
