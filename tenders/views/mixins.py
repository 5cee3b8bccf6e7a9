"""What the pages of the buyer's people share: find the call or the body, ask permission."""

from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import FormView, View

from marketplace.accounts.models import User
from marketplace.web.typed import KeepsTypedText
from tenders.models import Buyer, Tender


class WorkView(KeepsTypedText, View):
    """A page behind a sign-in. ``permission`` is asked of ``subject``: 403 without it.

    ``permission_to_send`` is asked of a POST too, where more people may read than act.
    """

    permission = ""
    permission_to_send = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = request.user
        if user.is_authenticated and not (self.is_permitted() and self.may_send()):
            raise PermissionDenied
        return cast("HttpResponse", super().dispatch(request, *args, **kwargs))

    @property
    def user(self) -> User:
        return cast("User", self.request.user)

    @property
    def subject(self) -> Any:
        return None

    def is_permitted(self) -> bool:
        return not self.permission or self.user.has_perm(self.permission, self.subject)

    def may_send(self) -> bool:
        asked = self.permission_to_send if self.request.method == "POST" else ""
        return not asked or self.user.has_perm(asked, self.subject)


class FormPage(WorkView, FormView):
    """A page that is a form, whose text survives a session that ended meanwhile."""

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if typed := self.typed():
            messages.warning(
                self.request,
                _("Your session had ended. What you typed is here again, but not saved yet."),
            )
            kwargs["data"] = typed
        return kwargs


class CallView(WorkView):
    """A page about one call, for the people of its buyer. Another body's call is a 404."""

    @cached_property
    def tender(self) -> Tender:
        calls = Tender.objects.of_buyers(self.request.user).select_related(
            "buyer", "author", "approver", "main_category"
        )
        return get_object_or_404(calls, ocid=self.kwargs["ocid"])

    @property
    def subject(self) -> Tender:
        return self.tender


class BuyerView(WorkView):
    """A page about one public body, for its people. Another body is a 404."""

    @cached_property
    def buyer(self) -> Buyer:
        return get_object_or_404(Buyer.objects.of(self.request.user), slug=self.kwargs["slug"])

    @property
    def subject(self) -> Buyer:
        return self.buyer
