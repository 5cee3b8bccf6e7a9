"""The ledger for a citizen: what it is, how it is, what it holds of a call, and is this real?"""

import hashlib
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.cache import patch_vary_headers
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import FormView

from marketplace.errors import DomainError
from marketplace.ledger import health, log, words
from marketplace.ledger.checking import check, contract_with
from marketplace.ledger.forms import LONGEST, CheckForm
from marketplace.ledger.kinds import PUBLIC
from marketplace.ledger.models import Event
from marketplace.web.public_page import PublicPage

LATEST = 10


class LedgerView(PublicPage):
    template_name = "ledger/index.html"

    @cached_property
    def health(self) -> health.Health:
        return health.current()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        checkpoint = log.latest_checkpoint()
        latest = Event.objects.filter(action__in=PUBLIC).select_related("leaf").order_by("-pk")
        return super().get_context_data(
            health=self.health,
            state=words.STATES[self.health.state],
            checkpoint=checkpoint,
            root=checkpoint.root_text if checkpoint else "",
            keys=log.keys_in_force(),
            entries=[(words.kind(event.action), event) for event in latest[:LATEST]],
            form=CheckForm(),
            **kwargs,
        )


class SubjectView(PublicPage):
    """The public entries about one subject, each with its proof."""

    template_name = "ledger/subject.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        subject = self.kwargs["subject"]
        events = Event.objects.filter(subject=subject, action__in=PUBLIC).select_related("leaf")
        entries = [(words.kind(event.action), event) for event in events.order_by("pk")]
        if not entries:
            raise Http404(subject)
        checkpoint = log.latest_checkpoint()
        return super().get_context_data(
            entries=entries, checkpoint=checkpoint, ocid=_ocid(subject), **kwargs
        )


# It changes nothing, whoever asks: so it needs no token, and the page with the form no cookie.
@method_decorator(csrf_exempt, name="dispatch")
class CheckView(FormView):
    """Is this receipt, proof, checkpoint or contract the ledger's?"""

    template_name = "ledger/check.html"
    form_class = CheckForm

    def form_valid(self, form: CheckForm) -> HttpResponse:
        file = form.cleaned_data["file"]
        if file and file.open("rb").read(5) == b"%PDF-":
            return self._answer_for_pdf(form)
        try:
            given = _text(file) if file else form.cleaned_data["text"]
            verdict = check(given)
        except DomainError as refusal:
            context = self.get_context_data(form=form, refusal=str(refusal))
            return self.render_to_response(context, status=422)
        return self.render_to_response(self.get_context_data(form=form, verdict=verdict))

    def _answer_for_pdf(self, form: CheckForm) -> HttpResponse:
        digest = hashlib.sha256()
        for chunk in form.cleaned_data["file"].chunks():
            digest.update(chunk)
        sha256 = digest.hexdigest()
        contract = contract_with(sha256)
        kind = words.kind(contract.action) if contract else ""
        context = self.get_context_data(form=form, sha256=sha256, contract=contract, kind=kind)
        return self.render_to_response(context, status=200 if contract else 422)

    def form_invalid(self, form: CheckForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


def _text(file: Any) -> str:
    if file.size > LONGEST:
        raise DomainError(_("This file is too long for a receipt, a proof or a checkpoint."))
    return str(file.open("rb").read().decode(errors="replace"))


def _ocid(subject: str) -> str:
    kind, _colon, ocid = subject.partition(":")
    return ocid if kind == "tender" else ""


def enter_ledger(_request: HttpRequest) -> HttpResponse:
    """Where ``/ledger/`` leads: to the page in the reader's language."""
    response = redirect("ledger:index")
    patch_vary_headers(response, ["Accept-Language"])
    return response
