"""A firm's owners decide what its public page shows."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import View

from marketplace.clock import now
from marketplace.errors import DomainError
from vendors.actions.profile import add_reference, remove_reference, set_listing
from vendors.forms.profile import ReferenceForm
from vendors.views.firm import OwnerMixin
from vendors.views.partners import RefusableForm


class ProfileView(OwnerMixin, RefusableForm):
    """The work that the page shows, one more of it, and whether the firm is found."""

    template_name = "vendors/profile.html"
    form_class = ReferenceForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(references=self.vendor.references.all(), **kwargs)

    def form_valid(self, form: ReferenceForm) -> HttpResponse:
        try:
            add_reference(vendor_id=self.vendor.pk, text=form.text, actor=self.person, at=now())
        except DomainError as refusal:
            return self.refused(form, refusal)
        messages.success(self.request, _("It is on your public page."))
        return redirect("vendors:profile", self.vendor.public_id)


class RemoveReferenceView(OwnerMixin, View):
    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        references = self.vendor.references
        reference = get_object_or_404(references, public_id=kwargs["reference_id"])
        remove_reference(reference_id=reference.pk, actor=self.person, at=now())
        messages.success(request, _("Removed."))
        return redirect("vendors:profile", self.vendor.public_id)


class ListingView(OwnerMixin, View):
    """Let the firm be found, or not. The button pressed is named ``listed``: yes or no."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        wanted = request.POST.get("listed") == "yes"
        set_listing(vendor_id=self.vendor.pk, is_listed=wanted, actor=self.person, at=now())
        messages.success(request, _("Saved."))
        return redirect("vendors:profile", self.vendor.public_id)
