"""The operator's page about mail: every kind as it looks, the queue, what failed."""

from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from marketplace.clock import now
from marketplace.errors import DomainError
from marketplace.notifications.actions import send_again
from marketplace.notifications.kinds import all_kinds
from marketplace.notifications.models import Message, MessageStatus
from marketplace.notifications.queries import queue_figures, waiting_since
from marketplace.notifications.rendering import render
from marketplace.notifications.views.letter_box import HTML_POLICY
from marketplace.web.pagination import paginate
from marketplace.web.views.private import OperatorMixin


class QueueView(OperatorMixin, TemplateView):
    """How the outbox does, and the messages that were given up."""

    template_name = "inbox/queue.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        failed = Message.objects.filter(status=MessageStatus.FAILED)
        cursor = self.request.GET.get("cursor", "")
        figures = [(MessageStatus(name).label, n) for name, n in queue_figures().items()]
        page = paginate(failed, order=("-told_at", "-id"), cursor=cursor)
        stuck = waiting_since(now())
        return super().get_context_data(figures=figures, page=page, stuck=stuck, **kwargs)


class SendAgainView(OperatorMixin, View):
    http_method_names = ("post",)

    def post(self, request: HttpRequest, number: int) -> HttpResponse:
        try:
            send_again(message_id=number, actor=request.user, at=now())
        except Message.DoesNotExist as error:
            raise Http404 from error
        except DomainError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("The message is in the queue again."))
        return redirect("inbox:queue")


class GalleryView(OperatorMixin, TemplateView):
    """Every kind of mail, by topic."""

    template_name = "inbox/gallery.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kinds = sorted(all_kinds().items(), key=lambda item: (str(item[1].topic), item[0]))
        return super().get_context_data(kinds=kinds, **kwargs)


@method_decorator(csp_update({"frame-src": [SELF]}), name="dispatch")
class KindView(OperatorMixin, TemplateView):
    """One kind with its sample: subject, text and HTML, in both languages."""

    template_name = "inbox/kind.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        name = self.kwargs["kind"]
        kind = _kind(name)
        mails = [(code, label, render(name, code, kind.sample)) for code, label in _languages()]
        return super().get_context_data(**{**kwargs, "name": name, "kind": kind, "mails": mails})


class KindHtmlView(OperatorMixin, View):
    """The HTML of a kind, as a mail program shows it: shown in a frame."""

    def get(self, request: HttpRequest, kind: str, code: str) -> HttpResponse:
        if code not in dict(settings.LANGUAGES):
            raise Http404
        response = HttpResponse(render(kind, code, _kind(kind).sample).html)
        response["Content-Security-Policy"] = f"{HTML_POLICY}; frame-ancestors 'self'"
        response["X-Frame-Options"] = "SAMEORIGIN"
        return response


def _kind(name: str) -> Any:
    try:
        return all_kinds()[name]
    except KeyError as error:
        raise Http404 from error


def _languages() -> list[tuple[str, Any]]:
    return list(settings.LANGUAGES)
