"""The words of the table: roles, and one row of rules for addresses that share them."""

from dataclasses import dataclass
from enum import Enum

ANONYMOUS = "anonymous"
FIRM = ("owner", "bidder", "reader")
BIDDING = ("owner", "bidder")
COMMITTEE = ("member", "chair")
CAPABILITIES = (
    "author", "approver", "opener", "evaluator", "signatory", "payer", "auditor", "administrator",
)  # fmt: skip
BODY = (*CAPABILITIES, *COMMITTEE)
# «rival» bids on the same calls; «other body» holds every capability, at another body.
OTHER_FIRMS = ("rival", "other firm")
SIGNED_IN = (*FIRM, *BODY, *OTHER_FIRMS, "person", "other body", "operator", "editor")
EVERYBODY = (ANONYMOUS, *SIGNED_IN)

ROLES = {
    ANONYMOUS: "nobody is signed in",
    "person": "an account without organisation",
    "owner": "owns the firm that the object belongs to",
    "bidder": "bids for that firm",
    "reader": "reads in that firm",
    "rival": "owns a firm that bids on the same calls",
    "other firm": "owns a firm that does not",
    "author": "writes calls for the body that the object belongs to",
    "approver": "approves calls and awards there",
    "opener": "opens bids there",
    "evaluator": "may evaluate there, but does not sit on this committee",
    "member": "sits on the call's committee",
    "chair": "presides over it",
    "signatory": "signs contracts there",
    "payer": "pays invoices there",
    "auditor": "audits there",
    "administrator": "looks after the body's members and details",
    "other body": "holds every capability, at another body",
    "operator": "operates the platform",
    "editor": "edits pages of words",
}


class Answer(Enum):
    """What an address answers. REFUSED changes nothing, and neither does NOT_FOUND."""

    DONE = "may"
    REFUSED = "403"
    NOT_FOUND = "404"
    SIGN_IN = "sent to the sign-in page"


@dataclass(frozen=True)
class Rule:
    """Who may look at these addresses, and who may send them a form.

    ``on`` names the objects. ``own`` are the people of the object's organisation: told 403 where
    they may not, while everybody else is told 404, as if there were nothing.
    """

    pages: tuple[str, ...]
    on: tuple[str, ...] = ("",)
    look: tuple[str, ...] = ()
    send: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    signed_in: bool = True

    def answer(self, role: str, verb: str) -> Answer:
        if role == ANONYMOUS and self.signed_in:
            return Answer.SIGN_IN
        if role in (self.look if verb == "get" else self.send):
            return Answer.DONE
        return Answer.REFUSED if role in self.own else Answer.NOT_FOUND


def public(*pages: str, on: str = "") -> Rule:
    """Anybody may look."""
    return Rule(pages, names(on), look=EVERYBODY, send=EVERYBODY, signed_in=False)


def nowhere(*pages: str, on: str) -> Rule:
    """A public address of what isn't public: there is nothing, for anybody."""
    return Rule(pages, names(on), signed_in=False)


def anyone_signed_in(*pages: str, on: str = "") -> Rule:
    return Rule(pages, names(on), look=SIGNED_IN, send=SIGNED_IN)


def of_body(
    *pages: str, on: str, may: tuple[str, ...], send: tuple[str, ...] | None = None
) -> Rule:
    """Of a public body: its other people are refused, everybody else finds nothing."""
    return Rule(pages, names(on), look=may, send=may if send is None else send, own=BODY)


def of_firm(*pages: str, on: str, may: tuple[str, ...], own: tuple[str, ...] = FIRM) -> Rule:
    """Of a firm: its other people are refused, everybody else finds nothing."""
    return Rule(pages, names(on), look=may, send=may, own=own)


def names(on: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in on.split(","))
