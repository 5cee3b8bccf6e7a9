"""What the API answers. Each description is in the OpenAPI document, in the reader's language."""

from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.utils.translation import gettext_lazy as _
from ninja import Field, Schema
from pydantic import ConfigDict
from pydantic.alias_generators import to_camel

from marketplace.reference.models import Region
from tenders.api.codes import AwardState, ContractState, PublicStatus
from tenders.values import AwardMethod, BuyerKind, Place, Procedure
from vendors.states import FirmSize

Row = TypeVar("Row")


def told(description: Any, **more: Any) -> Any:
    """A field with its meaning, which is translated when the document is made."""
    return Field(..., description=description, **more)


class Answer(Schema):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)


class Text(Answer):
    fr: str | None = told(
        _("In French, or null where nobody wrote it."), examples=["Refonte du formulaire de permis"]
    )
    en: str | None = told(
        _("In English, or null where nobody wrote it."), examples=["Rebuild of the permit form"]
    )


class Money(Answer):
    amount: str = told(
        _("Decimal number as text, before taxes (GST and QST)."), examples=["18000.00"]
    )
    currency: str = told(_("ISO 4217 code."), examples=["CAD"])


class Page(Answer):
    """The page of the site in each language."""

    fr: str = told(_("Address of the French page."))
    en: str = told(_("Address of the English page."))


class BuyerName(Answer):
    slug: str = told(_("The buyer’s identifier here."), examples=["ville-de-rimouski"])
    name: Text = told(_("The buyer’s name."))


class VendorName(Answer):
    id: str = told(
        _("The firm’s identifier here."), examples=["7c9e6679-7425-40de-944b-e07fc1f90ae7"]
    )
    name: str = told(_("The name that the firm goes by."), examples=["Atelier du fleuve inc."])


class Category(Answer):
    code: str = told(_("UNSPSC code."), examples=["81111509"])
    level: str = told(_("Family, class or commodity."), examples=["commodity"])
    label: Text = told(_("What the code stands for."))
    cpv: str | None = told(_("The nearest CPV code, if there is one."), examples=["72413000"])


class Call(Answer):
    ocid: str = told(_("Identifier of the call, for ever."), examples=["ocds-zz9999-000042"])
    number: str = told(_("Number that people quote."), examples=["AO-2026-0042"])
    status: PublicStatus = told(_("Where the call is in its life."))
    procedure: Procedure = told(_("How bidders are sought."))
    title: Text = told(_("Title."))
    summary: Text = told(_("What is wanted, in a few lines."))
    buyer: BuyerName = told(_("The public body that buys."))
    category: Category | None = told(_("The main category."))
    region: Region | None = told(_("Administrative region of Québec; 99 is elsewhere."))
    place: Place = told(_("Where the work is done."))
    licence: str = told(_("Licence of what is delivered (SPDX)."), examples=["LiLiQ-P-1.1"])
    award_method: AwardMethod = told(_("How bids are ranked."))
    budget: Money | None = told(_("The budget, or null where the buyer does not show it."))
    budget_is_maximum: bool = told(_("Whether a price above the budget is refused."))
    published_at: datetime = told(_("When it was published."))
    questions_until: datetime | None = told(_("When questions end."))
    closes_at: datetime | None = told(_("When bids must be in; at that moment it is too late."))
    page: Page = told(_("Its pages on this site."))
    record: str = told(_("Its OCDS record: everything that is public about it."))


class Deliverable(Answer):
    title: Text = told(_("What is delivered."))
    acceptance: Text = told(_("When it counts as done."))
    due_on: date | None = told(_("By when."))


class Criterion(Answer):
    title: Text = told(_("What is judged."))
    weight: str = told(_("Its weight; all weights make 100."), examples=["40"])
    pass_mark: str | None = told(_("The note under which a bid is not acceptable."))


class CallInFull(Call):
    need: Text = told(_("The need, in Markdown."))
    categories: list[Category] = told(_("The other categories."))
    deliverables: list[Deliverable] = told(_("What is to be delivered."))
    criteria: list[Criterion] = told(_("What quality is judged by."))
    k: str | None = told(
        _("K of the adjusted price: 0.15 is 15% more for a note of 100 than for 70."),
        examples=["0.150"],
    )
    minimum_quality: str | None = told(_("The note that a bid must reach."), examples=["70"])


class CallName(Answer):
    ocid: str = told(_("Identifier of the call."), examples=["ocds-zz9999-000042"])
    number: str = told(_("Number that people quote."), examples=["AO-2026-0042"])
    title: Text = told(_("Title."))
    buyer: BuyerName = told(_("The public body that buys."))


class Award(Answer):
    id: str = told(_("Identifier of the award."))
    status: AwardState = told(_("In standstill, final or cancelled."))
    call: CallName = told(_("The call that was awarded."))
    vendor: VendorName = told(_("The firm that won."))
    value: Money = told(_("The price offered."))
    rationale: Text = told(_("Why this firm."))
    awarded_at: datetime = told(_("When it was approved."))
    standstill_until: datetime = told(_("Until when no contract is signed."))
    page: Page = told(_("The award notice."))


class Contract(Answer):
    number: str = told(_("Number of the contract."), examples=["C-2026-0017"])
    status: ContractState = told(_("In force, completed or terminated."))
    award: str = told(_("Identifier of its award."))
    call: CallName = told(_("The call that it comes from."))
    vendor: VendorName = told(_("The firm."))
    value: Money = told(_("Its value."))
    signed_at: datetime = told(_("When the last of the two signed."))
    sha256: str | None = told(
        _("SHA-256 of the PDF that both signed; the public ledger has it too.")
    )


class Buyer(BuyerName):
    kind: BuyerKind = told(_("What kind of public body it is."))
    neq: str | None = told(_("Québec enterprise number."), examples=["8831850100"])
    city: str = told(_("City."), examples=["Rimouski"])
    region: Region = told(_("Administrative region of Québec."))
    email: str = told(_("Where to write about its calls."), examples=["achats@ville.example"])
    website: str | None = told(_("Its website."))
    page: Page = told(_("Its pages on this site."))


class Vendor(VendorName):
    legal_name: str = told(_("The name in law."), examples=["Atelier du fleuve inc."])
    neq: str | None = told(_("Québec enterprise number."), examples=["1143920115"])
    size: FirmSize = told(_("By number of employees."))
    city: str = told(_("City."), examples=["Québec"])
    region: Region = told(_("Administrative region; 99 is outside Québec."))
    website: str | None = told(_("Its website."))
    description: Text | None = told(_("What it says of itself."))
    categories: list[Category] = told(_("What it works in."))
    page: Page = told(_("Its pages on this site."))


class Links(Answer):
    next: str | None = told(_("The page after this one, or null at the end."))
    prev: str | None = told(_("The page before."))


class Listed(Answer, Generic[Row]):
    results: list[Row] = told(_("The rows of this page."))
    links: Links = told(_("The neighbouring pages."))


class Problem(Schema):
    """An error, as RFC 9457 has it."""

    type: str = told(_("Always about:blank."), examples=["about:blank"])
    title: str = told(_("What went wrong, in a word."), examples=["Not found"])
    status: int = told(_("The HTTP status."), examples=[404])
    detail: str = told(_("A sentence for people."))
