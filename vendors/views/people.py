"""The people of a firm: inviting, roles, leaving."""

from functools import cached_property
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView, View

from marketplace.accounts.models import User
from marketplace.clock import now
from marketplace.errors import DomainError, Invalid
from marketplace.web.views.private import PrivateMixin
from vendors.actions.member import (
    accept_invitation,
    invite_member,
    remove_member,
    set_role,
    withdraw_invitation,
)
from vendors.forms.people import InvitationForm, RoleForm
from vendors.models import Invitation, VendorMembership
from vendors.queries.firms import members_of
from vendors.views.firm import OwnerMixin, OwnFirmMixin


class InviteView(OwnerMixin, FormView):
    template_name = "vendors/invite.html"
    form_class = InvitationForm

    def form_valid(self, form: InvitationForm) -> HttpResponse:
        typed = form.cleaned_data
        try:
            invite_member(vendor_id=self.vendor.pk, actor=self.person, at=now(), **typed)
        except Invalid as refusal:
            form.add_error(refusal.field or None, refusal.message)
            return self.form_invalid(form)
        messages.success(self.request, _("The invitation is on its way."))
        return redirect("vendors:firm", self.vendor.public_id)

    def form_invalid(self, form: InvitationForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class WithdrawInvitationView(OwnerMixin, View):
    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        invitations = self.vendor.invitations
        invitation = get_object_or_404(invitations, public_id=kwargs["invitation_id"])
        withdraw_invitation(invitation_id=invitation.pk, actor=self.person, at=now())
        messages.success(request, _("The invitation is withdrawn."))
        return redirect("vendors:firm", self.vendor.public_id)


class SeatMixin(OwnFirmMixin):
    """One person's seat in the firm."""

    @cached_property
    def seat(self) -> VendorMembership:
        seats = members_of(self.vendor)
        return get_object_or_404(seats, user__public_id=self.kwargs["person_id"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(seat=self.seat, **kwargs)


class MemberView(SeatMixin, OwnerMixin, FormView):
    """Give a member another role, or take them out."""

    template_name = "vendors/member.html"
    form_class = RoleForm

    def get_initial(self) -> dict[str, Any]:
        return {"role": self.seat.role}

    def form_valid(self, form: RoleForm) -> HttpResponse:
        role = form.cleaned_data["role"]
        try:
            set_role(membership_id=self.seat.pk, role=role, actor=self.person, at=now())
        except DomainError as refusal:
            form.add_error("role", refusal.message)
            return self.form_invalid(form)
        messages.success(self.request, _("Saved."))
        return redirect("vendors:firm", self.vendor.public_id)

    def form_invalid(self, form: RoleForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class RemoveMemberView(SeatMixin, TemplateView):
    """Take a person out of the firm, or leave it, after a page that asks."""

    template_name = "vendors/remove_member.html"

    @cached_property
    def seat(self) -> VendorMembership:
        seat = super().seat
        if not self.is_owner and seat.user_id != self.person.pk:
            raise PermissionDenied
        return seat

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        left = self.seat.user_id == self.person.pk
        try:
            remove_member(membership_id=self.seat.pk, actor=self.person, at=now())
        except DomainError as refusal:
            messages.error(request, refusal.message)
            return redirect("vendors:firm", self.vendor.public_id)
        messages.success(request, _("You have left.") if left else _("This person was removed."))
        if left:
            return redirect("vendors:register")
        return redirect("vendors:firm", self.vendor.public_id)


class InvitationView(PrivateMixin, TemplateView):
    """An invitation, for the person it was sent to; nobody else learns that it exists."""

    template_name = "vendors/invitation.html"

    @cached_property
    def invitation(self) -> Invitation:
        own = Invitation.objects.addressed_to(self.request.user).select_related("vendor")
        return get_object_or_404(own, public_id=self.kwargs["invitation_id"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        invitation = self.invitation
        is_open = Invitation.objects.open(now()).filter(pk=invitation.pk).exists()
        return super().get_context_data(invitation=invitation, is_open=is_open, **kwargs)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        actor = cast(User, request.user)
        try:
            accept_invitation(invitation_id=self.invitation.pk, actor=actor, at=now())
        except DomainError as refusal:
            messages.error(request, refusal.message)
            return redirect(request.path)
        messages.success(request, _("Welcome: you belong to this firm now."))
        return redirect("vendors:firm", self.invitation.vendor.public_id)
