"""The operator keeps the register of ineligible firms."""

from functools import cached_property
from typing import Any, cast

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import FormView, TemplateView

from marketplace.accounts.models import User
from marketplace.clock import now
from marketplace.errors import DomainError
from marketplace.web.pagination import paginate
from marketplace.web.views.private import OperatorMixin
from vendors.actions.exclusion import end_exclusion, enter_exclusion, import_exclusions
from vendors.documents.exclusion_csv import read_register
from vendors.forms.exclusion import EndForm, EntryForm, FindForm, RegisterForm
from vendors.models import Exclusion, Vendor
from vendors.queries.exclusion import find_exclusions


class ExclusionListView(OperatorMixin, TemplateView):
    """All entries, the newest first."""

    template_name = "vendors/exclusions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = FindForm(self.request.GET)
        form.is_valid()
        found = find_exclusions(**form.cleaned_data)
        cursor = self.request.GET.get("cursor", "")
        listed = paginate(found, order=("-starts_on", "-pk"), cursor=cursor)
        return super().get_context_data(
            form=form, listed=listed, today=timezone.localdate(now()), **kwargs
        )


class ExclusionForm(OperatorMixin, FormView):
    """What the pages that change the register share."""

    @property
    def actor(self) -> User:
        return cast(User, self.request.user)

    def refused(self, form: Any, refusal: DomainError) -> HttpResponse:
        field = getattr(refusal, "field", "")
        form.add_error(field if field in form.fields else None, refusal.message)
        for sentence in getattr(refusal, "wrong", ()):
            form.add_error(None, sentence)
        return self.form_invalid(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class EnterExclusionView(ExclusionForm):
    template_name = "vendors/exclusion_new.html"
    form_class = EntryForm

    def form_valid(self, form: EntryForm) -> HttpResponse:
        try:
            entry = enter_exclusion(entry=form.entry, actor=self.actor, at=now())
        except DomainError as refusal:
            return self.refused(form, refusal)
        messages.success(self.request, _("Entered. A firm of that NEQ is told."))
        return redirect("vendors:exclusion", entry.public_id)


class ImportExclusionsView(ExclusionForm):
    template_name = "vendors/exclusions_import.html"
    form_class = RegisterForm

    def form_valid(self, form: RegisterForm) -> HttpResponse:
        content = form.cleaned_data["content"].read()
        is_whole = form.cleaned_data["is_whole"]
        try:
            done = import_exclusions(
                entries=read_register(content), is_whole=is_whole, actor=self.actor, at=now()
            )
        except DomainError as refusal:
            return self.refused(form, refusal)
        said = _("%(entered)s entered, %(known)s here already, %(ended)s ended.")
        messages.success(self.request, said % vars(done))
        return redirect("vendors:exclusions")


class ExclusionView(ExclusionForm):
    """One entry, and its end."""

    template_name = "vendors/exclusion.html"
    form_class = EndForm

    @cached_property
    def entry(self) -> Exclusion:
        entries = Exclusion.objects.select_related("entered_by", "ended_by")
        return get_object_or_404(entries, public_id=self.kwargs["public_id"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        firms = Vendor.objects.exclude(neq=None)
        firm = firms.filter(neq=self.entry.neq).first()
        return super().get_context_data(entry=self.entry, firm=firm, **kwargs)

    def form_valid(self, form: EndForm) -> HttpResponse:
        reason = form.cleaned_data["reason"]
        try:
            end_exclusion(exclusion_id=self.entry.pk, reason=reason, actor=self.actor, at=now())
        except DomainError as refusal:
            return self.refused(form, refusal)
        messages.success(self.request, _("Ended. A firm of that NEQ is told."))
        return redirect(self.request.path)
