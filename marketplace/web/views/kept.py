"""When a session ends in the middle of a long form: what was typed goes back to the person."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

PASSWORDS = ("password", "password1", "password2", "oldpassword", "code")
OURS = "csrfmiddlewaretoken"


def may_keep(request: HttpRequest) -> bool:
    """Whether ``request`` brings something typed on a page of ours that is worth giving back.

    Never what another site posted here: it would put words into the person's mouth. Never a
    password.
    """
    return (
        request.method == "POST"
        and _from_our_own_page(request)
        and bool(typed_in(request))
        and not any(name in request.POST for name in PASSWORDS)
    )


def give_back(request: HttpRequest) -> HttpResponse:
    """A page that holds what was typed, to be sent again once the person has signed in.

    Nothing is stored on the server: the page itself carries it.
    """
    context = {
        "typed": typed_in(request),
        "target": request.get_full_path(),
        "had_files": bool(request.FILES),
        "is_signed_in": request.user.is_authenticated,
    }
    page = render_to_string("errors/kept.html", context, request=request)
    return HttpResponse(page, status=403, headers={"Cache-Control": "private, no-store"})


def typed_in(request: HttpRequest) -> list[tuple[str, str]]:
    """Names and values of the form that was sent, but for our own token."""
    return [
        (name, value) for name, values in request.POST.lists() for value in values if name != OURS
    ]


def _from_our_own_page(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    page = request.headers.get("Origin") or request.headers.get("Referer", "")
    return urlsplit(page).netloc == request.get_host()
