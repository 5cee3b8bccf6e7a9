"""The operator decides about firms."""

from functools import cached_property
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from marketplace.accounts.models import User
from marketplace.clock import now
from marketplace.enterprises.port import look_up
from marketplace.errors import DomainError
from marketplace.web.pagination import paginate
from marketplace.web.views.private import OperatorMixin
from vendors.actions.access import enter_access
from vendors.actions.register import enter_finding
from vendors.actions.vendor import admit_vendor, refuse_vendor, suspend_vendor
from vendors.forms.people import ReasonForm
from vendors.models import Vendor
from vendors.queries.details import details_of
from vendors.queries.exclusion import register_about
from vendors.queries.firms import decided, doubts, members_of, shown_details, waiting_for_admission
from vendors.queries.register import last_check, register_doubts
from vendors.states import Opened, VendorStatus


class AdmissionListView(OperatorMixin, TemplateView):
    template_name = "vendors/admissions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cursor = self.request.GET.get("cursor", "")
        return super().get_context_data(
            waiting=waiting_for_admission(),
            decided=paginate(decided(), order=("-created_at", "-pk"), cursor=cursor),
            **kwargs,
        )


class AdmissionView(OperatorMixin, FormView):
    """One firm: who it says it is, what looks doubtful, and the decision.

    The button pressed is named ``decision``: admit, refuse or suspend; or look the number up again.
    """

    template_name = "vendors/admission.html"
    form_class = ReasonForm

    @cached_property
    def vendor(self) -> Vendor:
        return get_object_or_404(Vendor, public_id=self.kwargs["public_id"])

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        enter_access(
            vendor_id=self.vendor.pk,
            opened=Opened.DETAILS,
            about="",
            actor=cast(User, request.user),
            at=now(),
        )
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        details, check = details_of(self.vendor), last_check(self.vendor)
        return super().get_context_data(
            **register_about(self.vendor, on=timezone.localdate(now())),
            vendor=self.vendor,
            details=shown_details(details),
            check=check,
            doubts=[*doubts(details), *register_doubts(self.vendor, check)],
            members=members_of(self.vendor),
            may_decide=self.request.user.has_perm("vendors.admit_vendor", self.vendor),
            **kwargs,
        )

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("decision") == "look-up":
            return self.look_up()
        if request.POST.get("decision") != "admit":
            return super().post(request, *args, **kwargs)
        return self.decide(admit_vendor, _("The firm is admitted. Its people are told."))

    def look_up(self) -> HttpResponse:
        """Ask the enterprise register once more."""
        finding, actor = look_up(self.vendor.neq or ""), cast(User, self.request.user)
        enter_finding(vendor_id=self.vendor.pk, finding=finding, actor=actor, at=now())
        return redirect(f"{self.request.path}#register")

    def form_valid(self, form: ReasonForm) -> HttpResponse:
        reason = form.cleaned_data["reason"]
        if self.vendor.status == VendorStatus.ADMITTED:
            done = _("The firm is suspended. Its people are told.")
            return self.decide(suspend_vendor, done, reason=reason)
        done = _("The firm is refused. Its people are told why.")
        return self.decide(refuse_vendor, done, reason=reason)

    def decide(self, action: Any, done: str, **more: Any) -> HttpResponse:
        actor = cast(User, self.request.user)
        try:
            action(vendor_id=self.vendor.pk, actor=actor, at=now(), **more)
        except DomainError as refusal:
            messages.error(self.request, refusal.message)
            return redirect(self.request.path)
        messages.success(self.request, done)
        return redirect("vendors:admissions")

    def form_invalid(self, form: ReasonForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)
