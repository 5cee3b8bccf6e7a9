"""Stopping mails about a topic by the link that each of them carries, without signing in."""

from typing import Any

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

from marketplace.clock import now
from marketplace.notifications.actions import unsubscribe
from marketplace.notifications.envelope import LEAVE
from marketplace.notifications.kinds import Topic
from marketplace.signed_links import read


@method_decorator([csrf_exempt, never_cache], name="dispatch")
class LeaveView(View):
    """Looking at the page changes nothing (mail scanners follow links); sending it does.

    Mail programs send ``List-Unsubscribe=One-Click`` here themselves (RFC 8058), without a cookie,
    so there is no token against forgery but the signed address itself.
    """

    http_method_names = ("get", "post")

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._answer(request, token, done=False)

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        return self._answer(request, token, done=True)

    def _answer(self, request: HttpRequest, token: str, *, done: bool) -> HttpResponse:
        said = read(LEAVE, token, at=now())
        if said is None:
            return render(request, "inbox/leave_expired.html", status=410)
        public_id, topic = said[0], Topic(said[1])
        person: Any = get_user_model().objects.filter(public_id=public_id).first()
        if done and person:
            unsubscribe(person=person, topic=topic, at=now())
        return render(request, "inbox/leave.html", {"topic": topic, "done": done})
