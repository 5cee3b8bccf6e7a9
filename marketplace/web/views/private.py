"""Pages for signed-in people."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control

from marketplace.authorization import is_operator
from marketplace.web.views.kept import give_back, may_keep


class PrivateMixin(LoginRequiredMixin):
    """Asks to sign in, gives back what was typed if the session has ended, and is never cached."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        response = super().dispatch(request, *args, **kwargs)
        patch_cache_control(response, private=True, no_store=True)
        return response

    def handle_no_permission(self) -> HttpResponse:  # type: ignore[override]  # mostly a redirect
        if not self.request.user.is_authenticated and may_keep(self.request):
            return give_back(self.request)
        return super().handle_no_permission()


class OperatorMixin(PrivateMixin):
    """A page of the operator's; for everybody else there is none."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.user.is_authenticated and not is_operator(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)
