"""Writing a call, section by section; nothing typed is lost on the way."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from marketplace.clock import now
from marketplace.errors import Conflict, DomainError
from marketplace.web.templatetags.wording import clock
from tenders.actions.tender import save_draft
from tenders.forms.sections import BY_NAME, REVIEW, SECTIONS, Section, Sheet
from tenders.queries.drafts import differences
from tenders.queries.grids import GRIDS
from tenders.queries.readiness import Lack, lacks
from tenders.queries.timing import earliest_closing_day, minimum_open_days
from tenders.states import TenderStatus
from tenders.views.mixins import CallView
from tenders.views.refusals import show

STALE, UNREADABLE = 409, 422


def section_steps(ocid: str) -> list[tuple[Any, str]]:
    """The steps of writing, each with its address, the review last."""
    named = [(section.label, section.name) for section in SECTIONS]
    return [
        (label, reverse(f"tenders:draft_{name}", args=[ocid]))
        for label, name in [*named, (_("Review"), REVIEW)]
    ]


class SectionView(CallView):
    """One section of a draft: shown, saved while typing, saved on the way left or right."""

    permission = "tenders.change_tender"
    section_name = ""

    @cached_property
    def section(self) -> Section:
        return BY_NAME[self.section_name]

    def get(self, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.tender.status != TenderStatus.DRAFT:
            messages.info(self.request, _("This call is no longer a draft."))
            return redirect("tenders:tender", self.tender.ocid)
        typed = self.typed()
        if typed is None:
            return self.page(self.section.of(self.tender))
        return self.page(self.section.typed(typed), was_signed_out=True)

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        sheet = self.section.typed(self.request.POST)
        command = self.request.POST.get("do", "next")
        if rearranged := sheet.after(command):
            return self.page(rearranged)
        if not sheet.is_valid():
            return self.refused(sheet, UNREADABLE)
        try:
            self.save(sheet)
        except Conflict as refusal:
            return self.stale(sheet, refusal)
        except DomainError as refusal:
            show(refusal, sheet.form)
            return self.refused(sheet, UNREADABLE)
        return self.saved(command)

    def save(self, sheet: Sheet) -> None:
        save_draft(
            tender_id=self.tender.pk,
            draft=sheet.draft(),
            basis=sheet.form.cleaned_data["basis"],
            actor=self.user,
            at=now(),
        )

    def saved(self, command: str) -> HttpResponse:
        if self.is_autosave:
            basis = self.section.form.basis_of(self.reloaded())
            return JsonResponse({"fields": {"basis": basis}, "at": clock(now())})
        addresses = [url for _label, url in section_steps(self.tender.ocid)]
        steps = {"previous": -1, "stay": 0}
        place = max(0, SECTIONS.index(self.section) + steps.get(command, 1))
        return redirect(addresses[place])

    def stale(self, sheet: Sheet, refusal: Conflict) -> HttpResponse:
        """Somebody saved this section meanwhile: show what they wrote beside what is typed."""
        there = differences(self.reloaded(), sheet.draft())
        again = sheet.on_basis_of(self.tender)
        again.is_valid()
        show(refusal, again.form)
        return self.refused(again, STALE, there=there)

    def refused(self, sheet: Sheet, status: int, **more: Any) -> HttpResponse:
        if self.is_autosave:
            said = [str(error) for form in sheet.forms() for error in form.non_field_errors()]
            message = said[0] if said else _("Not saved: there is something to correct.")
            return JsonResponse({"message": message}, status=status)
        return self.page(sheet, **more)

    def _lacking(self) -> list[Lack]:
        every = lacks(self.tender, at=now())
        return [lack for lack in every if lack.section == self.section.name]

    def page(self, sheet: Sheet, **more: Any) -> HttpResponse:
        context = {
            "tender": self.tender,
            "section": self.section,
            "form": sheet.form,
            "rows": sheet.rows,
            "forms": list(sheet.forms()),
            "steps": section_steps(self.tender.ocid),
            "place": SECTIONS.index(self.section) + 1,
            "grids": GRIDS,
            "lacking": self._lacking(),
            **self.surroundings(),
            **more,
        }
        return render(self.request, f"tenders/authoring/{self.section.name}.html", context)

    def surroundings(self) -> dict[str, Any]:
        """What one section alone shows besides its form."""
        if self.section_name == "conditions":
            present = self.tender.documents.filter(removed_at__isnull=True)
            return {"documents": present.select_related("file")}
        if self.section_name == "dates":
            at = now()
            return {"minimum_days": minimum_open_days(at), "earliest": earliest_closing_day(at)}
        return {}

    @property
    def is_autosave(self) -> bool:
        return "X-Autosave" in self.request.headers

    def reloaded(self) -> Any:
        self.tender.refresh_from_db()
        return self.tender
