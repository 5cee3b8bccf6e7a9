"""The operator takes over a list of firms: looked over first, then entered whole."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import FormView, View

from marketplace.accounts.models import User
from marketplace.clock import now
from marketplace.errors import DomainError
from marketplace.web.views.private import OperatorMixin
from vendors.actions.firm_import import import_firms, invite_owner
from vendors.forms.firm_table import FirmFileForm, Line, read_firms
from vendors.models import Vendor


class ImportFirmsView(OperatorMixin, FormView):
    """First the file is looked over, and nothing changes. A list without a fault is then entered.

    The text comes back with the button that enters it, and is looked over again: nothing is kept
    on the server in between.
    """

    template_name = "vendors/import_firms.html"
    form_class = FirmFileForm

    def form_valid(self, form: FirmFileForm) -> HttpResponse:
        try:
            lines = read_firms(form.cleaned_data["text"])
            if "enter" in self.request.POST and not any(line.faults for line in lines):
                return self.enter(lines)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
            return self.form_invalid(form)
        return self.report(form, lines)

    def enter(self, lines: list[Line]) -> HttpResponse:
        firms = [line.details for line in lines if line.details]
        n = import_firms(firms=firms, actor=cast(User, self.request.user), at=now())
        said = ngettext(
            "%(n)s firm is entered and invited.", "%(n)s firms are entered and invited.", n
        )
        messages.success(self.request, said % {"n": n})
        return redirect("vendors:admissions")

    def report(self, form: FirmFileForm, lines: list[Line]) -> HttpResponse:
        wrong = sum(bool(line.faults) for line in lines)
        told = [line for line in lines if line.faults or line.remarks]
        context = self.get_context_data(
            form=FirmFileForm(),
            text=form.cleaned_data["text"],
            total=len(lines),
            wrong=wrong,
            told=told,
        )
        return self.render_to_response(context, status=422 if wrong else 200)

    def form_invalid(self, form: FirmFileForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class InviteOwnerView(OperatorMixin, View):
    """Invite the address of an imported firm once more."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, public_id: Any) -> HttpResponse:
        vendor = get_object_or_404(Vendor, public_id=public_id)
        try:
            invite_owner(vendor_id=vendor.pk, actor=cast(User, request.user), at=now())
        except DomainError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("The invitation is on its way."))
        return redirect("vendors:admission", vendor.public_id)
