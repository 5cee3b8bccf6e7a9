"""A contract for its two parties: read, download, sign. And the public check of a printed one."""

from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from marketplace.accounts.proof import ask_second_factor, proved_at, second_factor_at
from marketplace.clock import now
from marketplace.errors import DomainError
from marketplace.files.store import serve
from tenders.actions.contract import SIGN_FOR, sign_contract
from tenders.documents.contract_terms import terms_digest
from tenders.forms.contract import SignForm
from tenders.models import Contract, Party
from tenders.queries.contracting import consent_text, deliverable_rows, signature_rows, signs_for
from tenders.states import ContractStatus
from tenders.views.bidding_base import require_recent_proof
from tenders.views.mixins import FormPage, WorkView
from tenders.views.refusals import show


class ContractPage(WorkView):
    """A page about one contract, for the people of its two parties; a 404 for others."""

    @cached_property
    def contract(self) -> Contract:
        contracts = Contract.objects.visible_to(self.user).select_related(
            "award__tender__buyer", "award__bid__vendor", "pdf"
        )
        return get_object_or_404(contracts, public_id=self.kwargs["public_id"])

    @property
    def subject(self) -> Contract:
        return self.contract

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(  # type: ignore[misc]
            contract=self.contract, award=self.contract.award, terms=self.contract.terms, **kwargs
        )


class ContractView(ContractPage, TemplateView):
    """What the contract says in short, its document, who signed and who is to sign."""

    permission = "tenders.view_contract"
    template_name = "tenders/contract/contract.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            signatures=signature_rows(self.contract),
            deliverables=deliverable_rows(self.contract),
            terms_hash=terms_digest(self.contract.terms),
            to_sign=signs_for(self.user, self.contract),
            **kwargs,
        )


class ContractPdfView(ContractPage):
    """The document, for both parties only."""

    permission = "tenders.view_contract"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.contract.pdf is None:
            raise Http404
        return serve(self.contract.pdf)


@method_decorator(never_cache, name="dispatch")
class SignView(ContractPage, FormPage):
    """Sign for one party: who signs has just proved who they are.

    The buyer's people by a second factor; the firm's, who need not have one, by what they have.
    """

    form_class = SignForm
    template_name = "tenders/contract/sign.html"

    @cached_property
    def party(self) -> Party:
        party = signs_for(self.user, self.contract)
        if party is None or self.contract.status != ContractStatus.FOR_SIGNATURE:
            raise Http404
        return party

    def is_permitted(self) -> bool:
        return self.user.has_perm(SIGN_FOR[self.party], self.contract)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.party == Party.VENDOR:
            require_recent_proof(request)
        elif asked := ask_second_factor(request):
            return asked
        return super().get(request, *args, **kwargs)

    def proof(self) -> datetime | None:
        latest = second_factor_at if self.party == Party.BUYER else proved_at
        return latest(self.request)

    def get_form_kwargs(self) -> dict[str, Any]:
        words = consent_text(self.contract, self.party)
        return {**super().get_form_kwargs(), "words": words}

    def get_initial(self) -> dict[str, Any]:
        return {"name": self.user.full_name, "pdf_sha256": self.contract.pdf_sha256}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(party=self.party, **kwargs)

    def form_valid(self, form: SignForm) -> HttpResponse:
        try:
            sign_contract(
                contract_id=self.contract.pk,
                party=self.party,
                name=form.cleaned_data["name"],
                pdf_sha256=form.cleaned_data["pdf_sha256"],
                proved_at=self.proof(),
                actor=self.user,
                at=now(),
            )
        except DomainError as refusal:
            show(refusal, form)
            return self.form_invalid(form)
        return self.done()

    def done(self) -> HttpResponse:
        messages.success(self.request, _("Signed. The other party is told."))
        return redirect("tenders:contract", self.contract.public_id)


class CheckView(TemplateView):
    """Whether a printed contract is the one that was made: its number, parties and hashes."""

    template_name = "tenders/contract/check.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        contracts = Contract.objects.filter(pdf__isnull=False).select_related(
            "award__tender__buyer", "award__bid__vendor"
        )
        contract = get_object_or_404(contracts, number=self.kwargs["number"])
        return super().get_context_data(
            contract=contract,
            award=contract.award,
            terms_hash=terms_digest(cast("dict[str, Any]", contract.terms)),
            signatures=contract.signatures.all(),
            **kwargs,
        )
