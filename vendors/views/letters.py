"""One letter between two firms: read, answered, reported; what the operator does about notices."""

from functools import cached_property
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.clock import now
from marketplace.errors import DomainError
from marketplace.web.views.private import OperatorMixin, PrivateMixin
from vendors.actions.partner import answer_letter, report_letter, take_down_notice
from vendors.forms.partners import AnswerForm, ReportForm
from vendors.forms.people import ReasonForm
from vendors.models import PartnerLetter, PartnerNotice
from vendors.views.partners import RefusableForm


class LetterMixin(PrivateMixin, RefusableForm):
    """A page of one letter, for the people of both firms, and operators once it is reported."""

    @cached_property
    def letter(self) -> PartnerLetter:
        seen = PartnerLetter.objects.visible_to(self.person)
        whole = seen.select_related("notice__vendor", "sender", "written_by", "answered_by")
        return get_object_or_404(whole, public_id=self.kwargs["letter_id"])

    @property
    def person(self) -> User:
        return cast(User, self.request.user)

    @property
    def may_answer(self) -> bool:
        waits = self.letter.answered_at is None
        return waits and self.person.has_perm("vendors.act_for", self.letter.notice.vendor)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            letter=self.letter,
            may_answer=self.may_answer,
            may_report=self.person.has_perm("vendors.report_letter", self.letter),
            **kwargs,
        )


class LetterView(LetterMixin):
    """The letter and its answer, or the form to answer."""

    template_name = "vendors/letter.html"
    form_class = AnswerForm

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.person.has_perm("vendors.act_for", self.letter.notice.vendor):
            raise PermissionDenied
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: AnswerForm) -> HttpResponse:
        said = form.cleaned_data
        try:
            answer_letter(letter_id=self.letter.pk, actor=self.person, at=now(), **said)
        except DomainError as refusal:
            return self.refused(form, refusal)
        messages.success(self.request, _("Your answer is on its way."))
        return redirect(self.request.path)


class ReportLetterView(LetterMixin):
    """Tell the operator that a letter is abusive."""

    template_name = "vendors/letter_report.html"
    form_class = ReportForm

    @cached_property
    def letter(self) -> PartnerLetter:
        letter = super().letter
        if not self.person.has_perm("vendors.report_letter", letter):
            raise PermissionDenied
        return letter

    def form_valid(self, form: ReportForm) -> HttpResponse:
        reason = form.cleaned_data["reason"]
        try:
            report_letter(letter_id=self.letter.pk, reason=reason, actor=self.person, at=now())
        except DomainError as refusal:
            return self.refused(form, refusal)
        messages.success(self.request, _("The operator is told, and can now read this message."))
        return redirect("vendors:letter", self.letter.public_id)


class TakeDownView(OperatorMixin, RefusableForm):
    """The operator takes a notice down, with a reason."""

    template_name = "vendors/partner_take_down.html"
    form_class = ReasonForm

    @cached_property
    def notice(self) -> PartnerNotice:
        notices = PartnerNotice.objects.select_related("vendor", "category")
        return get_object_or_404(notices, public_id=self.kwargs["notice_id"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(notice=self.notice, **kwargs)

    def form_valid(self, form: ReasonForm) -> HttpResponse:
        reason, actor = form.cleaned_data["reason"], cast(User, self.request.user)
        try:
            take_down_notice(notice_id=self.notice.pk, reason=reason, actor=actor, at=now())
        except DomainError as refusal:
            return self.refused(form, refusal)
        messages.success(self.request, _("The notice is taken down. The firm is told why."))
        return redirect("vendors:partners")
