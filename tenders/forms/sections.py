"""The sections of a draft, in order: which form each shows and which part of the call it writes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from tenders.forms.drafting import (
    BasicsForm,
    ConditionsForm,
    ContractForm,
    DatesForm,
    DeliverablesForm,
    DraftForm,
    EvaluationForm,
    NeedForm,
)
from tenders.forms.rows import (
    ConditionRow,
    CriterionRow,
    DeliverableRow,
    RowForm,
    RowSet,
    moved,
    row_set,
    shown_rows,
)
from tenders.models import Tender
from tenders.queries.drafts import conditions_of, criteria_of, deliverables_of
from tenders.queries.grids import grid
from tenders.values import Draft

_LISTS: dict[str, Callable[[Tender], list[Any]]] = {
    "conditions": conditions_of,
    "deliverables": deliverables_of,
    "criteria": criteria_of,
}


@dataclass(frozen=True)
class Section:
    """One step of writing a call. ``part`` is the list of Draft that its rows are."""

    name: str
    label: Any
    form: type[DraftForm]
    row: type[RowForm] | None = None
    part: str = ""

    def of(self, tender: Tender) -> "Sheet":
        """The section as it is saved."""
        form = self.form(initial={**self.form.shown(tender), "basis": self.form.basis_of(tender)})
        rows = None
        if self.row is not None:
            rows = row_set(self.row)(initial=shown_rows(_LISTS[self.part](tender)))
        return Sheet(self, form, rows)

    def typed(self, data: Mapping[str, Any]) -> "Sheet":
        """The section as somebody typed it."""
        return Sheet(self, self.form(data), row_set(self.row)(data) if self.row else None)


@dataclass(frozen=True)
class Sheet:
    """One section in the hands of its author: a form, and rows where there are any."""

    section: Section
    form: DraftForm
    rows: RowSet | None

    def is_valid(self) -> bool:
        """Check both, so that everything wrong is said at once."""
        rows_are_valid = self.rows is None or self.rows.is_valid()
        return self.form.is_valid() and rows_are_valid

    def draft(self) -> Draft:
        draft = self.form.draft()
        if self.rows is None:
            return draft
        part: dict[str, Any] = {self.section.part: self.rows.texts()}
        return replace(draft, **part)

    def forms(self) -> Iterator[Any]:
        """All forms of the page, for the summary of errors."""
        yield self.form
        yield from self.rows.forms if self.rows else ()

    def after(self, command: str) -> "Sheet | None":
        """The sheet after a row was added, removed or moved, or a ready-made grid was taken.

        Nothing is saved. None if ``command`` is none of these.
        """
        if self.section.row is None:
            return None
        kind = row_set(self.section.row)
        ready_made = grid(command.removeprefix("grid:")) if command.startswith("grid:") else None
        if ready_made and self.section.part == "criteria":
            return replace(self, rows=kind(initial=shown_rows(ready_made.criteria)))
        rows = moved(kind, self.form.data, command)
        return None if rows is None else replace(self, rows=rows)

    def on_basis_of(self, tender: Tender) -> "Sheet":
        """The same typed text, to be saved over what is there now."""
        data = cast(QueryDict, self.form.data).copy()
        data["basis"] = self.form.basis_of(tender)
        return self.section.typed(data)


SECTIONS = (
    Section("basics", _("The essentials"), BasicsForm),
    Section("need", _("The need"), NeedForm),
    Section("deliverables", _("Deliverables"), DeliverablesForm, DeliverableRow, "deliverables"),
    Section(
        "conditions", _("Conditions and documents"), ConditionsForm, ConditionRow, "conditions"
    ),
    Section("contract", _("Budget and contract"), ContractForm),
    Section("evaluation", _("Evaluation"), EvaluationForm, CriterionRow, "criteria"),
    Section("dates", _("Dates"), DatesForm),
)
BY_NAME = {section.name: section for section in SECTIONS}
REVIEW = "review"
