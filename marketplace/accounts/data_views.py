"""The pages on which a person sees, takes away and erases what is kept about them."""

from typing import Any, cast

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.views.generic import FormView, TemplateView, View

from marketplace.accounts.forms import EraseForm
from marketplace.accounts.models import User
from marketplace.accounts.own_data import erase_account, take_copy
from marketplace.accounts.proof import ask_strongest_proof, strongest_proof_at
from marketplace.clock import now
from marketplace.errors import DomainError
from marketplace.personal import counted, obstacles
from marketplace.web.views.private import PrivateMixin


class OwnDataMixin(PrivateMixin):
    """A page that is shown to who has just proved who they are."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = ask_strongest_proof(request)
        return asked or super().get(request, *args, **kwargs)  # type: ignore[misc]

    @property
    def person(self) -> User:
        return cast(User, self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(kept=counted(self.person), **kwargs)  # type: ignore[misc]


class OwnDataView(OwnDataMixin, TemplateView):
    """What is kept, table by table, and how to have it."""

    template_name = "account/data.html"


class CopyView(PrivateMixin, View):
    """The copy itself: a file that is made while it is fetched, and lies nowhere."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:
        person, at = cast(User, request.user), now()
        device = {
            "ip": get_adapter().get_client_ip(request),
            "browser": request.headers.get("User-Agent", "")[:300],
        }
        proved = strongest_proof_at(request)
        try:
            copy = take_copy(person=person, proved_at=proved, actor=person, at=at, **device)
        except DomainError as refusal:
            messages.error(request, refusal.message)
            return redirect("account_data")
        answer = JsonResponse(copy, json_dumps_params={"ensure_ascii": False, "indent": 1})
        name = f"{slugify(settings.PRODUCT_NAME)}-{at:%Y-%m-%d}.json"
        answer["Content-Disposition"] = content_disposition_header(True, name)
        return answer


class EraseView(OwnDataMixin, FormView):
    """What would be erased, what must stay and why; then, if nothing stands in the way, do it."""

    template_name = "account/erase.html"
    form_class = EraseForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "address": self.person.email}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(obstacles=obstacles(self.person), **kwargs)

    def form_valid(self, form: EraseForm) -> HttpResponse:
        person, proved = self.person, strongest_proof_at(self.request)
        try:
            erase_account(person=person, proved_at=proved, actor=person, at=now())
        except DomainError as refusal:
            form.add_error(None, refusal.message)
            return self.form_invalid(form)
        logout(self.request)
        return render(self.request, "account/erased.html")

    def form_invalid(self, form: EraseForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)
