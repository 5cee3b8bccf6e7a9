"""The switch of who belongs to several firms. It only sets what pages show and propose first.

A bid or a question always names its firm, and whether the person may act for it is asked anew.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.generic import View

from marketplace.web.views.private import PrivateMixin
from vendors.models import Vendor

CHOSEN = "firm"


def chosen_firm(request: HttpRequest) -> str:
    """The public id of the firm that the person acts for, or empty for all of them."""
    return str(request.session.get(CHOSEN, ""))


class ActingView(PrivateMixin, View):
    """Act for ``firm`` from now on, or for all; then back to where one was."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        request.session.pop(CHOSEN, None)
        if wanted := request.POST.get("firm"):
            firms = {str(firm.public_id): firm for firm in Vendor.objects.of(request.user)}
            request.session[CHOSEN] = wanted if wanted in firms else ""
        target = request.POST.get("next", "")
        if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
            return redirect("tenders:bids")
        return redirect(target)
