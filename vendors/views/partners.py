"""The public list of partner notices, a firm's own notice, and letters between firms."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.generic import FormView, View

from marketplace.clock import now
from marketplace.errors import DomainError
from marketplace.web.pagination import paginate
from marketplace.web.public_page import PublicPage
from marketplace.web.views.private import PrivateMixin
from vendors.actions.partner import (
    end_partner_notice,
    publish_partner_notice,
    write_to_partner,
)
from vendors.forms.partners import FindPartnersForm, LetterForm, PartnerNoticeForm
from vendors.models import PartnerNotice, Vendor
from vendors.queries.partners import find_notices, letters_of, may_write_for, notice_of
from vendors.views.firm import OwnFirmMixin

PAGE_SIZE = 20


class PartnerListView(PublicPage):
    template_name = "vendors/public/partners.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = FindPartnersForm(self.request.GET)
        form.is_valid()
        asked = {name: value for name, value in form.cleaned_data.items() if value}
        found = find_notices(on=timezone.localdate(now()), **asked)
        cursor = self.request.GET.get("cursor", "")
        order = ("-created_at", "-pk")
        listed = paginate(found, order=order, cursor=cursor, size=PAGE_SIZE)
        return super().get_context_data(form=form, asked=asked, listed=listed, **kwargs)


class RefusableForm(FormView):
    """A form whose action may refuse: what was typed stays, with the sentence."""

    def refused(self, form: Any, refusal: DomainError) -> HttpResponse:
        field = getattr(refusal, "field", "")
        form.add_error(field if field in form.fields else None, refusal.message)
        return self.form_invalid(form)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class ActingMixin(OwnFirmMixin):
    """A page for those who act for an admitted firm: 403 for its readers."""

    @cached_property
    def vendor(self) -> Vendor:
        vendor = super().vendor
        if not self.person.has_perm("vendors.act_for", vendor):
            raise PermissionDenied
        return vendor


class OwnPartnersView(ActingMixin, RefusableForm):
    """A firm's notice, and the letters that it got and sent."""

    template_name = "vendors/partners.html"
    form_class = PartnerNoticeForm

    @cached_property
    def notice(self) -> PartnerNotice | None:
        return notice_of(self.vendor, on=timezone.localdate(now()))

    def get_initial(self) -> dict[str, Any]:
        if self.notice is None:
            return {"language": (get_language() or "fr")[:2]}
        names = ("seeks", "offers", "category", "language", "ends_on")
        return {name: getattr(self.notice, name) for name in names}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        cursor = self.request.GET.get("cursor", "")
        letters = paginate(letters_of(self.vendor), order=("-sent_at", "-pk"), cursor=cursor)
        return super().get_context_data(notice=self.notice, letters=letters, **kwargs)

    def form_valid(self, form: PartnerNoticeForm) -> HttpResponse:
        try:
            publish_partner_notice(
                vendor_id=self.vendor.pk, text=form.partner_text, actor=self.person, at=now()
            )
        except DomainError as refusal:
            return self.refused(form, refusal)
        messages.success(self.request, _("Your notice is public."))
        return redirect("vendors:own_partners", self.vendor.public_id)


class EndNoticeView(ActingMixin, View):
    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        end_partner_notice(vendor_id=self.vendor.pk, actor=self.person, at=now())
        messages.success(request, _("Your notice is taken down."))
        return redirect("vendors:own_partners", self.vendor.public_id)


class WriteView(PrivateMixin, RefusableForm):
    """Write to the firm of a notice."""

    template_name = "vendors/partner_write.html"
    form_class = LetterForm

    @cached_property
    def notice(self) -> PartnerNotice:
        live = PartnerNotice.objects.live(timezone.localdate(now()))
        notices = live.select_related("vendor", "category")
        return get_object_or_404(notices, public_id=self.kwargs["notice_id"])

    @cached_property
    def firms(self) -> list[Vendor]:
        return list(may_write_for(self.request.user))

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "firms": self.firms}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        own = Vendor.objects.of(self.request.user)
        return super().get_context_data(
            notice=self.notice, firms=self.firms, own_firms=own, **kwargs
        )

    def form_valid(self, form: LetterForm) -> HttpResponse:
        sender: Vendor = form.cleaned_data["sender"]
        person: Any = self.request.user
        words = {"text": form.cleaned_data["text"], "actor": person, "at": now()}
        try:
            write_to_partner(notice_id=self.notice.pk, sender_id=sender.pk, **words)
        except DomainError as refusal:
            return self.refused(form, refusal)
        messages.success(self.request, _("Sent. The answer comes to you by e-mail and here."))
        return redirect("vendors:own_partners", sender.public_id)
