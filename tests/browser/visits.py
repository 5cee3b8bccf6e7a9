"""Every address of the site, by the name of its page: who visits it and what it names.

``test_every_page`` fails on a page that is neither here nor excused.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from marketplace.access.table import NOUNS
from tests.plumbing.addresses import addresses

OK, FORBIDDEN, NOT_FOUND = 200, 403, 404
SINGLE = ("tender", "award", "contract", "buyer", "vendor")


@dataclass(frozen=True)
class Visit:
    """A page to look at: the scene's place gives its arguments, the scene's part its reader."""

    name: str
    place: str = ""
    who: str = ""
    query: str = ""
    status: int = OK


PUBLIC = (
    Visit("tenders:list"),
    Visit("tenders:list", query="?q=formulaire&region=01"),
    Visit("tenders:list", query="?q=introuvable-xyz"),
    Visit("tenders:market"),
    Visit("tenders:signals"),
    Visit("tenders:signal", "signal"),
    Visit("tenders:detail", "open"),
    Visit("tenders:detail", "held"),
    Visit("tenders:detail", "cancelled"),
    Visit("tenders:detail", "unsuccessful"),
    Visit("tenders:opening", "noting"),
    Visit("tenders:award", "approved"),
    Visit("tenders:awards"),
    Visit("tenders:awards", query="?q=introuvable-xyz"),
    Visit("tenders:awards", query="?price=10000-25000"),
    Visit("tenders:contracts"),
    Visit("tenders:contracts", query="?q=introuvable-xyz"),
    Visit("tenders:buyers"),
    Visit("tenders:buyer", "buyer"),
    Visit("tenders:data"),
    Visit("tenders:api"),
    Visit("tenders:dictionary"),
    Visit("tenders:contract_check", "contract number"),
    Visit("tenders:public_contract", "contract in force"),
    Visit("vendors:directory"),
    Visit("vendors:directory", query="?q=introuvable-xyz"),
    Visit("vendors:detail", "firm"),
    Visit("vendors:register"),
    Visit("search_pages"),
    Visit("search_pages", query="?q=soumission"),
    Visit("search_pages", query="?q=introuvable-xyz"),
    Visit("account_login"),
    Visit("account_signup"),
    Visit("account_inactive"),
    Visit("account_reset_password"),
    Visit("account_password_reset_completed"),
    Visit("tenders:detail", "draft", status=NOT_FOUND),
)
ACCOUNT = (
    Visit("account_settings", who="holder"),
    Visit("account_logout", who="holder"),
    Visit("account_reauthenticate", who="holder"),
    Visit("account_email", who="holder"),
    Visit("account_change_password", who="holder"),
    Visit("mfa_index", who="holder"),
    Visit("mfa_reauthenticate", who="holder"),
    Visit("mfa_activate_totp", who="nobody"),
    Visit("mfa_deactivate_totp", who="holder"),
    Visit("mfa_view_recovery_codes", who="holder"),
    Visit("mfa_generate_recovery_codes", who="holder"),
    Visit("mfa_list_webauthn", who="holder"),
    Visit("mfa_add_webauthn", who="nobody"),
    Visit("mfa_remove_webauthn", "key", "holder"),
    Visit("mfa_edit_webauthn", "key", "holder"),
    Visit("usersessions_list", who="holder"),
    Visit("components", who="staff"),
)
FIRM = (
    Visit("tenders:work", who="owner"),
    Visit("tenders:work", who="nobody"),
    Visit("tenders:ask", "open", "owner"),
    Visit("tenders:bid_start", "free", "owner"),
    Visit("tenders:bids", who="owner"),
    Visit("tenders:bids", who="nobody"),
    Visit("tenders:bid", "bid begun", "owner"),
    Visit("tenders:bid", "bid sealed", "rival"),
    Visit("tenders:bid", "bid", "owner"),
    Visit("tenders:bid_conditions", "bid begun", "owner"),
    Visit("tenders:bid_conditions", "bid begun", "reader", status=FORBIDDEN),
    Visit("tenders:bid_price", "bid begun", "owner"),
    Visit("tenders:bid_answers", "bid begun", "owner"),
    Visit("tenders:bid_files", "bid begun", "owner"),
    Visit("tenders:bid_review", "bid begun", "owner"),
    Visit("tenders:bid_receipt", "receipt", "rival"),
    Visit("tenders:bid_copy", "bid sealed", "rival"),
    Visit("tenders:bid_replace", "bid sealed", "rival"),
    Visit("tenders:bid_confirm", "bid sealed", "rival"),
    Visit("tenders:bid_withdraw", "bid sealed", "rival"),
    Visit("tenders:bid_keep", "bid replaced", "owner"),
    Visit("tenders:debrief", "bid", "owner"),
    Visit("tenders:debrief", "bid lost", "rival"),
    Visit("vendors:register", who="registering"),
    Visit("vendors:register_firm", who="registering"),
    Visit("vendors:register_contact", who="registering"),
    Visit("vendors:register_taxes", who="registering"),
    Visit("vendors:register_activities", who="registering"),
    Visit("vendors:register_confirm", who="registering"),
    Visit("vendors:firm", "firm", "owner"),
    Visit("vendors:firm", "firm to admit", "registering"),
    Visit("vendors:edit_firm", "firm", "owner"),
    Visit("vendors:edit_contact", "firm", "owner"),
    Visit("vendors:edit_taxes", "firm", "owner"),
    Visit("vendors:edit_activities", "firm", "owner"),
    Visit("vendors:invite", "firm", "owner"),
    Visit("vendors:member", "seat", "owner"),
    Visit("vendors:remove_member", "seat", "owner"),
    Visit("vendors:invitation", "invitation", "invited"),
)
BUYER = (
    Visit("tenders:work", who="author"),
    Visit("tenders:work", who="approver"),
    Visit("tenders:register_buyer", who="nobody"),
    Visit("tenders:buyer_home", "buyer", "author"),
    Visit("tenders:buyer_edit", "buyer", "administrator"),
    Visit("tenders:members", "buyer", "administrator"),
    Visit("tenders:member_remove", "member", "administrator"),
    Visit("tenders:tender_new", "buyer", "author"),
    Visit("tenders:tender", "draft", "author"),
    Visit("tenders:tender", "open", "author"),
    Visit("tenders:tender", "approved", "author"),
    Visit("tenders:draft_basics", "draft", "author"),
    Visit("tenders:draft_need", "draft", "author"),
    Visit("tenders:draft_deliverables", "draft", "author"),
    Visit("tenders:draft_conditions", "draft", "author"),
    Visit("tenders:draft_contract", "draft", "author"),
    Visit("tenders:draft_evaluation", "draft", "author"),
    Visit("tenders:draft_dates", "draft", "author"),
    Visit("tenders:draft_review", "draft", "author"),
    Visit("tenders:document_add", "draft", "author"),
    Visit("tenders:approval", "in review", "approver"),
    Visit("tenders:cancel", "open", "approver"),
    Visit("tenders:amend", "open", "author"),
    Visit("tenders:tender", "held", "author"),
    Visit("tenders:closing", "held", "author"),
    Visit("tenders:enquiries", "open", "author"),
    Visit("tenders:answer", "question", "author"),
    Visit("tenders:operator", who="operator"),
    Visit("tenders:buyer_decide", "buyer to admit", "operator"),
    Visit("vendors:admissions", who="operator"),
    Visit("vendors:admission", "firm to admit", "operator"),
)
JUDGING = (
    Visit("tenders:work", who="noting"),
    Visit("tenders:committee", "declaring", "author"),
    Visit("tenders:declaration", "declaring", "declaring"),
    Visit("tenders:evaluation", "closed", "opener"),
    Visit("tenders:opening_approval", "closed", "opener"),
    Visit("tenders:evaluation", "noting", "noting"),
    Visit("tenders:sheet", "bid to note", "noting"),
    Visit("tenders:hand_in", "noting", "noting"),
    Visit("tenders:evaluation", "agreed", "chair"),
    Visit("tenders:consensus", "bid agreed", "chair"),
    Visit("tenders:disqualification", "bid agreed", "chair"),
    Visit("tenders:comparison", "agreed", "chair"),
    Visit("tenders:evaluation_lock", "agreed", "chair"),
    Visit("tenders:comparison", "judged", "author"),
    Visit("tenders:award_decision", "judged", "author"),
    Visit("tenders:award_decision", "approved", "author"),
    Visit("tenders:award_approval", "recommended", "approver"),
    Visit("tenders:award_return", "recommended", "approver"),
    Visit("tenders:contract", "contract", "signatory"),
    Visit("tenders:contract_sign", "contract", "signatory"),
)
# Pages that are only reached by doing something: ``test_every_page`` does it.
PLAYED = frozenset(
    {
        "account_email_verification_sent",
        "account_confirm_password_reset_code",
        "account_complete_password_reset",
        "mfa_authenticate",
        "mfa_reauthenticate_webauthn",
    }
)
WORDS = "wagtail_serve"  # editors' pages: visited by the rows of the page tree
EXCUSED = {
    "healthz": "for machines",
    "readyz": "for machines",
    "root": "leads to the home page",
    "theme": "a style sheet",
    "mail:list": "of the trial run, where DEBUG is on",
    "mail:detail": "of the trial run, where DEBUG is on",
    "mail:html": "a mail as it was sent",
    "robots": "for machines",
    "security": "for machines",
    "sitemaps": "for machines",
    "sitemap": "for machines",
    "tenders:market_file": "a file",
    "cards:card": "a picture",
    "feeds:feed": "a feed",
    "feeds:closings": "a calendar",
    "opendata:releases": "JSON",
    "opendata:release": "JSON",
    "opendata:one_release": "JSON",
    "opendata:records": "JSON",
    "opendata:openapi": "JSON",
    "opendata:schema": "JSON",
    "opendata:bulk": "a file",
    "opendata:dictionary": "a file",
    "opendata:codelist": "a file",
    "opendata:catalogue": "for catalogues",
    **{f"opendata:list_{noun}": "JSON" for noun in NOUNS},
    **{f"opendata:get_{noun}": "JSON" for noun in SINGLE},
    "opendata:record": "JSON",
    "opendata:extension": "JSON",
    "api/<path:rest>": "JSON that says 404",
    "opendata:call": "leads to the call",
    "opendata:award": "leads to the award notice",
    "opendata:document": "a file",
    "tenders:deadlines": "a calendar",
    "tenders:calls_export": "a file",
    "tenders:awards_export": "a file",
    "tenders:contracts_export": "a file",
    "tenders:document_own": "a file",
    "tenders:bid_file": "a file",
    "tenders:bid_receipt_json": "JSON",
    "tenders:bid_late": "exists only once a deadline was missed",
    "tenders:bid_late_json": "JSON",
    "ledger:index": "looked at with real entries by test_ledger",
    "ledger:check": "looked at with real entries by test_ledger",
    "ledger:subject": "looked at with real entries by test_ledger",
    "log:enter": "leads to the ledger's page",
    "log:checkpoint": "a file",
    "log:consistency": "a file",
    "log:export": "a file",
    "log:keys": "a file",
    "log:proof": "a file",
    "log:script": "a file",
    "log:tile": "a file",
    "tenders:opened_file": "a file",
    "tenders:contract_pdf": "a file",
    "mfa_download_recovery_codes": "a file",
    "mfa_login_webauthn": "leads to the sign-in page, whose script asks it for JSON",
    "set_theme": "takes a POST only",
    "account_set_password": "for accounts without a password, which nobody has",
    "wagtaildocs_serve": "a file",
    "wagtaildocs_authenticate_with_password": "Wagtail's: no page of ours is behind a password",
    "wagtailcore_authenticate_with_password": "Wagtail's: no page of ours is behind a password",
    "wagtailcore_login": "Wagtail's: no page of ours is behind a password",
}
THEIR_ROOMS = ("cms/",)  # Wagtail's own pages, whose accessibility is Wagtail's


def pages() -> Iterator[str]:
    """Names of everything that answers a GET, as ``reverse`` takes them."""
    for address in addresses():
        if address.takes("get") and not address.path.startswith(THEIR_ROOMS):
            yield address.name
