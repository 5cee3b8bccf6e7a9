"""A firm's own page: where its admission stands, its details, its people."""

from dataclasses import asdict, replace
from functools import cached_property
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View

from marketplace.accounts.models import User
from marketplace.clock import now
from marketplace.errors import DomainError, Invalid
from marketplace.web.views.private import PrivateMixin
from vendors.actions.vendor import IDENTITY, ask_again, update_vendor
from vendors.forms.firm import STEPS, StepForm
from vendors.models import JoinRequest, Vendor
from vendors.queries.details import details_of
from vendors.queries.exclusion import exclusion_of, why_excluded
from vendors.queries.firms import LABELS, members_of, shown_details
from vendors.queries.qualification import standings


class OwnFirmMixin(PrivateMixin):
    """A page of a firm, for its people; everybody else gets a 404."""

    kwargs: dict[str, Any]

    @property
    def person(self) -> User:
        return cast(User, self.request.user)

    @cached_property
    def vendor(self) -> Vendor:
        firms = Vendor.objects.of(self.person)
        return get_object_or_404(firms, public_id=self.kwargs["public_id"])

    @cached_property
    def is_owner(self) -> bool:
        return self.person.has_perm("vendors.change_vendor", self.vendor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = {"vendor": self.vendor, "is_owner": self.is_owner, **kwargs}
        return super().get_context_data(**context)  # type: ignore[misc]


class OwnerMixin(OwnFirmMixin):
    """A page for the firm's owners: 403 for its other people."""

    @cached_property
    def vendor(self) -> Vendor:
        vendor = super().vendor
        if not self.person.has_perm("vendors.change_vendor", vendor):
            raise PermissionDenied
        return vendor


class FirmView(OwnFirmMixin, TemplateView):
    template_name = "vendors/firm.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        today = timezone.localdate(now())
        entry = exclusion_of(self.vendor, on=today)
        return super().get_context_data(
            excluded=why_excluded(entry) if entry else "",
            may_act=self.person.has_perm("vendors.act_for", self.vendor),
            details=shown_details(details_of(self.vendor)),
            members=members_of(self.vendor),
            invitations=self.vendor.invitations.open(now()),
            joining=self.joining(),
            standings=standings(self.vendor, on=today),
            **kwargs,
        )

    def joining(self) -> list[JoinRequest]:
        """Who asks to join, for an owner to answer."""
        asked = self.vendor.join_requests.open().select_related("user")
        return list(asked.order_by("asked_at", "pk")) if self.is_owner else []


class FirmEditView(OwnerMixin, FormView):
    """One section of the details, with the form of the registration's step."""

    template_name = "vendors/edit.html"
    step = ""

    def get_form_class(self) -> type[StepForm]:
        return STEPS[self.step]

    def get_initial(self) -> dict[str, Any]:
        return asdict(details_of(self.vendor))

    def get_form(self, form_class: type[StepForm] | None = None) -> StepForm:
        form: StepForm = super().get_form(form_class)
        if self.vendor.admitted_at is not None:
            form.fields.pop("neq_is_right", None)
            form.freeze(IDENTITY)
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(label=LABELS[self.step], step=self.step, **kwargs)

    def form_valid(self, form: StepForm) -> HttpResponse:
        changed = form.answers()
        if "categories" in changed:
            changed["categories"] = tuple(changed["categories"])
        details = replace(details_of(self.vendor), **changed)
        try:
            update_vendor(vendor_id=self.vendor.pk, details=details, actor=self.person, at=now())
        except Invalid as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            return self.form_invalid(form)
        messages.success(self.request, _("Saved."))
        return redirect("vendors:firm", self.vendor.public_id)

    def form_invalid(self, form: StepForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class AskAgainView(OwnerMixin, View):
    """Ask for the admission of a refused firm once more."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            ask_again(vendor_id=self.vendor.pk, actor=self.person, at=now())
        except DomainError as refusal:
            messages.error(request, refusal.message)
        return redirect("vendors:firm", self.vendor.public_id)
