"""A public body comes to the platform and looks after its people; the operator admits it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from marketplace.accounts.proof import ask_second_factor, second_factor_at
from marketplace.clock import now
from marketplace.errors import DomainError
from tenders.actions.buyer import (
    admit_buyer,
    refuse_buyer,
    register_buyer,
    suspend_buyer,
    update_buyer,
)
from tenders.actions.member import remove_member, set_member
from tenders.forms.buyer import BuyerForm, MemberForm, ReasonForm
from tenders.models import Buyer, BuyerMembership
from tenders.queries.authoring import buyers_to_admit, firms_to_admit, members_of
from tenders.values import Capability
from tenders.views.mixins import BuyerView, FormPage, WorkView
from tenders.views.refusals import show


class RegisterBuyerView(FormPage):
    """Anybody signed in may register the body they work for; the operator checks."""

    permission = "tenders.register_buyer"
    form_class = BuyerForm
    template_name = "tenders/authoring/register_buyer.html"

    def get_initial(self) -> dict[str, Any]:
        return {"pays_taxes": True, "email": self.user.email, "region": "06"}

    def form_valid(self, form: BuyerForm) -> HttpResponse:
        try:
            buyer = register_buyer(details=form.details(), actor=self.user, at=now())
        except DomainError as refusal:
            show(refusal, form)
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("Thank you. The platform's operator checks each organisation; you will be told."),
        )
        return redirect("tenders:buyer_home", buyer.slug)


class EditBuyerView(BuyerView, FormPage):
    """The details of a body. A refused one asks again by correcting them."""

    permission = "tenders.change_buyer"
    form_class = BuyerForm
    template_name = "tenders/authoring/edit_buyer.html"

    def get_initial(self) -> dict[str, Any]:
        return BuyerForm.shown(self.buyer)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(buyer=self.buyer, **kwargs)

    def form_valid(self, form: BuyerForm) -> HttpResponse:
        try:
            update_buyer(buyer_id=self.buyer.pk, details=form.details(), actor=self.user, at=now())
        except DomainError as refusal:
            show(refusal, form)
            return self.form_invalid(form)
        messages.success(self.request, _("The organisation's details are saved."))
        return redirect("tenders:buyer_home", self.buyer.slug)


class MembersView(BuyerView, FormPage):
    """The people of a body, seen by all of them, changed by its administrators."""

    permission = "tenders.view_workspace"
    permission_to_send = "tenders.change_buyer"
    form_class = MemberForm
    template_name = "tenders/authoring/members.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = ask_second_factor(request) if self.may_change else None
        return asked or super().get(request, *args, **kwargs)

    @property
    def may_change(self) -> bool:
        return self.user.has_perm("tenders.change_buyer", self.buyer)

    def get_initial(self) -> dict[str, Any]:
        chosen = self.request.GET.get("member", "")
        member = members_of(self.buyer).filter(user__public_id=chosen).first() if chosen else None
        if member is None:
            return {}
        return {"email": member.user.email, "capabilities": member.capabilities}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            buyer=self.buyer,
            members=[(row, row.get_labels()) for row in members_of(self.buyer)],
            may_change=self.may_change,
            **kwargs,
        )

    def form_valid(self, form: MemberForm) -> HttpResponse:
        try:
            member = set_member(
                buyer_id=self.buyer.pk,
                proved_at=second_factor_at(self.request),
                actor=self.user,
                at=now(),
                **form.cleaned_data,
            )
        except DomainError as refusal:
            show(refusal, form)
            return self.form_invalid(form)
        said = _("%(person)s’s rights are saved.") % {"person": member.user}
        messages.success(self.request, said)
        return redirect("tenders:members", self.buyer.slug)


class RemoveMemberView(BuyerView, TemplateView):
    """Asks first; then ends a person's part in the body."""

    template_name = "tenders/authoring/remove_member.html"

    @property
    def leaves(self) -> bool:
        return self.member().user_id == self.user.pk

    def is_permitted(self) -> bool:
        return self.leaves or self.user.has_perm("tenders.change_buyer", self.buyer)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = None if self.leaves else ask_second_factor(request)
        return asked or super().get(request, *args, **kwargs)

    def member(self) -> BuyerMembership:
        return get_object_or_404(members_of(self.buyer), user__public_id=self.kwargs["person"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(buyer=self.buyer, member=self.member(), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        member = self.member()
        try:
            remove_member(
                buyer_id=self.buyer.pk,
                user_id=member.user_id,
                proved_at=second_factor_at(request),
                actor=self.user,
                at=now(),
            )
        except DomainError as refusal:
            messages.error(request, refusal.message)
            return redirect("tenders:members", self.buyer.slug)
        return self.done(member)

    def done(self, member: BuyerMembership) -> HttpResponse:
        said = _("%(person)s is no longer a member.") % {"person": member.user}
        messages.success(self.request, said)
        if member.user_id == self.user.pk:
            return redirect("tenders:work")
        return redirect("tenders:members", self.buyer.slug)


class OperatorView(WorkView, TemplateView):
    """What waits for the platform's operator: bodies and firms that ask for admission."""

    permission = "tenders.admit_buyer"
    template_name = "tenders/authoring/operator.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            pending=buyers_to_admit(),
            firms=firms_to_admit(),
            buyers=Buyer.objects.public().order_by("name_fr"),
            **kwargs,
        )


class DecideBuyerView(FormPage):
    """One body before the operator: who registered it, and the decision."""

    permission = "tenders.admit_buyer"
    form_class = ReasonForm
    template_name = "tenders/authoring/decide_buyer.html"

    @property
    def buyer(self) -> Buyer:
        return get_object_or_404(Buyer, slug=self.kwargs["slug"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        buyer = self.buyer
        return super().get_context_data(
            buyer=buyer,
            administrators=buyer.holders(Capability.ADMINISTRATOR),
            **kwargs,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.POST.get("do") == "admit":
            return self.decide(admit_buyer, self.get_form())
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: ReasonForm) -> HttpResponse:
        refuses = self.request.POST.get("do") == "refuse"
        action = refuse_buyer if refuses else suspend_buyer
        return self.decide(action, form, reason=form.cleaned_data["reason"])

    def decide(self, action: Any, form: Any, **more: Any) -> HttpResponse:
        buyer = self.buyer
        try:
            action(buyer_id=buyer.pk, actor=self.user, at=now(), **more)
        except DomainError as refusal:
            show(refusal, form)
            return self.form_invalid(form)
        messages.success(self.request, _("Decided. %(buyer)s is told.") % {"buyer": buyer})
        return redirect(reverse("tenders:operator"))
