"""What was typed survives a session that ended in the middle of a long form."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpRequest, HttpResponseRedirect, QueryDict

KEY = "typed"
MOST_BYTES = 200_000


class KeepsTypedText(LoginRequiredMixin):
    """Sign-in is required, and who was signed out meanwhile finds their text again afterwards.

    The text of a refused POST waits in the (anonymous) session of this
    browser until the page is seen again. Never for sealed matters: a session is
    not sealed. Files don't survive. The view asks ``typed()`` when it shows its form.
    """

    request: HttpRequest

    def handle_no_permission(self) -> HttpResponseRedirect:
        request = self.request
        if request.method == "POST" and not request.user.is_authenticated:
            data = request.POST.copy()
            data.pop("csrfmiddlewaretoken", None)
            text = data.urlencode()
            if len(text) <= MOST_BYTES:
                request.session[KEY] = {"path": request.path, "text": text}
        return super().handle_no_permission()

    def typed(self) -> QueryDict | None:
        """What was typed here before the session ended, once. None where nothing was."""
        kept: dict[str, Any] = self.request.session.get(KEY) or {}
        if self.request.method != "GET" or kept.get("path") != self.request.path:
            return None
        del self.request.session[KEY]
        return QueryDict(kept["text"])
