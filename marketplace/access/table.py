"""The table: every address of the site, by its name."""

from marketplace.access.rules import (
    BIDDING,
    BODY,
    COMMITTEE,
    FIRM,
    OTHER_FIRMS,
    SIGNED_IN,
    Rule,
    anyone_signed_in,
    nowhere,
    of_body,
    of_firm,
    public,
)

AUTHOR, APPROVER = ("author",), ("approver",)
PUBLISHED = (
    "open, closed, noting, judged, recommended, awarded, to contract, cancelled, unsuccessful"
)
UNPUBLISHED = "draft, in review"
EVERY_CALL = f"{UNPUBLISHED}, {PUBLISHED}"
SECTIONS = tuple(
    f"tenders:draft_{name}"
    for name in (
        "basics", "need", "deliverables", "conditions", "contract", "evaluation", "dates", "review",
    )
)  # fmt: skip
STEPS = tuple(
    f"tenders:bid_{name}" for name in ("conditions", "price", "answers", "files", "review")
)
OF_A_FIRM = ("number", "firm", "contact", "taxes", "activities")
DETAILS = tuple(f"vendors:edit_{name}" for name in OF_A_FIRM)
REGISTRATION = tuple(f"vendors:register_{name}" for name in (*OF_A_FIRM, "confirm"))
NOUNS = ("tenders", "awards", "contracts", "buyers", "vendors", "categories")

PUBLIC = (
    public("tenders:list", "tenders:awards", "tenders:contracts", "tenders:buyers", "tenders:data"),
    public("tenders:market", "tenders:market_file", "tenders:signals", "periods"),
    public("tenders:detail", on=PUBLISHED),
    nowhere("tenders:detail", "tenders:deadlines", on=UNPUBLISHED),
    public("tenders:deadlines", on="open, awarded"),
    nowhere("tenders:award", on="draft, open, judged, recommended"),
    public("tenders:award", on="awarded, to contract"),
    nowhere("tenders:opening", on="draft, open"),
    public("tenders:opening", on="closed, noting"),
    public("tenders:buyer", on="body"),
    nowhere("tenders:buyer", on="body to admit"),
    public("tenders:contract_check", on="contract number"),
    public("tenders:public_contract", on="contract in force"),
    nowhere("tenders:public_contract", on="contract number"),
    public("tenders:alerts", "tenders:alert_new", "tenders:alert_asked"),
    public("tenders:follow", on=PUBLISHED),
    nowhere("tenders:follow", on=UNPUBLISHED),
    public("tenders:alert_confirm", on="signed wish"),
    public("tenders:alerts_by_link", on="signed link to alerts"),
    public("tenders:alerts_stop", on="signed link to stop"),
    public("tenders:quiet_stop", on="signed link to stop quiet months"),
    public("vendors:directory", "vendors:register"),
    public("vendors:partners"),
    public("vendors:detail", on="firm"),
    nowhere("vendors:detail", on="firm to admit"),
)
OPEN_DATA = (
    public("opendata:releases", "opendata:records", "opendata:openapi", "tenders:api"),
    public("tenders:history"),
    public("tenders:past", on="past notice"),
    public("tenders:webhook_guide"),
    public("opendata:schema", "opendata:dictionary", "tenders:dictionary"),
    public("opendata:codelist", on="code list"),
    public("opendata:catalogue", on="form of the catalogue"),
    public("opendata:bulk", on="file of a month"),
    public(*(f"opendata:list_{noun}" for noun in NOUNS)),
    public("opendata:get_tender", on="open, closed, awarded"),
    nowhere("opendata:get_tender", on=UNPUBLISHED),
    public("opendata:get_award", on="award"),
    nowhere("opendata:get_award", on="award to approve"),
    public("opendata:get_buyer", on="body"),
    nowhere("opendata:get_buyer", on="body to admit"),
    public("opendata:get_vendor", on="firm"),
    nowhere("opendata:get_vendor", on="firm to admit"),
    nowhere("opendata:get_contract", on="contract number"),
    public("opendata:extension", on="extension"),
    public("opendata:release", "opendata:record", "opendata:call", on="open, closed, awarded"),
    public("opendata:one_release", on="release"),
    nowhere("opendata:release", "opendata:record", "opendata:call", on=UNPUBLISHED),
    public("opendata:award", on="awarded"),
    nowhere("opendata:document", on="document of a draft"),
    public("opendata:document", on="document of an open call"),
)
LEDGER = (public("ledger:index", "ledger:check"),)
BUYER = (
    of_body("tenders:buyer_home", on="body", may=BODY),
    of_body("tenders:members", on="body", may=BODY, send=("administrator",)),
    of_body("tenders:buyer_edit", on="body", may=("administrator",)),
    of_body("tenders:member_remove", on="member of the body", may=("administrator", "payer")),
    of_body("tenders:tender_new", on="body", may=AUTHOR),
)
AUTHORING = (
    of_body("tenders:tender", on=EVERY_CALL, may=BODY),
    of_body(*SECTIONS, on="draft", may=AUTHOR),
    of_body(*SECTIONS[:1], on="open", may=AUTHOR),
    of_body("tenders:document_add", on="draft", may=AUTHOR),
    of_body("tenders:document_own", on="document in a draft", may=BODY),
    of_body("tenders:document_remove", on="document in a draft", may=AUTHOR),
    of_body("tenders:approval", on="in review, draft", may=APPROVER),
    of_body("tenders:take_back", on="in review", may=AUTHOR),
    of_body("tenders:copy", on="open", may=AUTHOR),
    of_body("tenders:relaunch", on="unsuccessful", may=AUTHOR),
    of_body("tenders:amend", on="open", may=AUTHOR),
    of_body("tenders:cancel", on="open", may=APPROVER),
    of_body("tenders:closing", on="open", may=(*AUTHOR, *APPROVER)),
    of_body("tenders:enquiries", on="open", may=BODY),
    of_body("tenders:answer", on="question on a call", may=AUTHOR),
)
ASKING = (*BIDDING, *OTHER_FIRMS)
BIDDING_PAGES = (
    Rule(("tenders:ask",), ("open",), ASKING, ASKING, own=SIGNED_IN),
    Rule(("tenders:ask", "tenders:bid_start"), ("draft",)),
    anyone_signed_in(
        "tenders:bid_start", "tenders:bid_decline", "tenders:coach_dismiss", on="open without bids"
    ),
    anyone_signed_in("tenders:bids"),
    of_firm("tenders:enquiry_withdraw", on="question of a firm", may=BIDDING, own=()),
    of_firm("tenders:bid", on="draft bid, sealed bid, bid of a winner", may=FIRM),
    of_firm(*STEPS, on="draft bid", may=BIDDING),
    of_firm("tenders:bid_file", on="file of draft bid, file of sealed bid", may=FIRM),
    of_firm("tenders:bid_file_remove", on="file of draft bid", may=BIDDING),
    of_firm("tenders:bid_receipt", "tenders:bid_receipt_json", on="receipt", may=FIRM),
    of_firm("tenders:bid_late", "tenders:bid_late_json", on="late notice", may=FIRM),
    of_firm("tenders:bid_copy", on="sealed bid", may=FIRM),
    of_firm("tenders:bid_keep", on="replaced bid", may=BIDDING),
    of_firm(
        "tenders:bid_replace", "tenders:bid_confirm", "tenders:bid_withdraw",
        on="sealed bid", may=BIDDING,
    ),
    of_firm("tenders:debrief", on="bid of a winner", may=FIRM),
    of_firm("tenders:debrief", on="bid to note", may=(), own=()),
)  # fmt: skip
JUDGING = (
    of_body("tenders:opening_approval", on="closed", may=("opener",)),
    of_body("tenders:evaluation", on="open, closed, noting, judged", may=BODY),
    of_body("tenders:committee", on="closed, noting", may=AUTHOR),
    of_body("tenders:declaration", "tenders:hand_in", on="noting", may=COMMITTEE),
    of_body("tenders:sheet", on="sealed bid of its call", may=()),
    of_body("tenders:sheet", on="bid to note of its call", may=COMMITTEE),
    Rule(("tenders:opened_file",), ("file of sealed bid of its call",)),
    Rule(("tenders:opened_file",), ("file of bid to note of its call",), COMMITTEE, COMMITTEE),
    of_body("tenders:consensus_start", on="noting", may=("chair",)),
    of_body("tenders:consensus", on="bid agreed of its call", may=COMMITTEE),
    of_body("tenders:disqualification", on="bid agreed of its call", may=("chair",)),
    of_body("tenders:opening_retry", on="bid to note of its call", may=("chair",)),
    of_body("tenders:comparison", on="noting, agreed, judged", may=BODY),
    of_body("tenders:evaluation_lock", on="agreed", may=("chair",)),
    of_body("tenders:award_decision", on="noting", may=COMMITTEE, send=()),
    of_body("tenders:award_decision", on="judged, recommended, awarded", may=BODY, send=AUTHOR),
    of_body("tenders:award_approval", "tenders:award_return", on="recommended", may=APPROVER),
)
PARTIES = (*BODY, *FIRM)
SIGNATORIES = ("signatory", "owner")
CONTRACTS = (
    Rule(("tenders:contract", "tenders:contract_pdf"), ("contract",), PARTIES, PARTIES),
    Rule(("tenders:contract_sign",), ("contract",), SIGNATORIES, SIGNATORIES),
)
FIRMS = (
    anyone_signed_in(*REGISTRATION),
    anyone_signed_in("vendors:acting"),
    anyone_signed_in("vendors:join", on="firm"),
    of_firm("vendors:answer_join", on="request to join a firm", may=("owner",)),
    of_firm("vendors:firm", on="firm", may=FIRM),
    of_firm(*DETAILS, "vendors:invite", "vendors:ask_again", on="firm", may=("owner",)),
    of_firm("vendors:qualifications", on="firm", may=FIRM),
    of_firm("vendors:accesses", on="firm", may=("owner",)),
    of_firm("vendors:submit_qualification", on="kind of paper of a firm", may=("owner",)),
    of_firm("vendors:withdraw_qualification", on="paper of a firm", may=("owner",)),
    Rule(
        ("vendors:qualification_file",),
        ("document of a firm",),
        (*FIRM, "operator"),
        (*FIRM, "operator"),
    ),
    of_firm("vendors:profile", "vendors:listing", on="firm", may=("owner",)),
    of_firm("vendors:reference_remove", on="work of a firm", may=("owner",)),
    of_firm("vendors:own_partners", "vendors:partner_end", on="firm", may=BIDDING),
    anyone_signed_in("vendors:partner_write", on="notice of a rival"),
    Rule(
        ("vendors:letter",),
        ("message to a partner",),
        (*FIRM, "rival"),
        BIDDING,
        own=(*FIRM, "rival"),
    ),
    of_firm("vendors:letter_report", on="message to a partner", may=FIRM, own=(*FIRM, "rival")),
    of_firm("vendors:withdraw_invitation", on="invitation of a firm", may=("owner",)),
    of_firm("vendors:member", on="reader of a firm", may=("owner",)),
    of_firm("vendors:remove_member", on="reader of a firm", may=("owner", "reader")),
    of_firm("vendors:invitation", on="invitation of somebody else", may=(), own=()),
)
OPERATOR = (
    Rule(("tenders:operator",), look=("operator",), send=("operator",), own=SIGNED_IN),
    Rule(
        ("tenders:buyer_decide",), ("body to admit",), ("operator",), ("operator",), own=SIGNED_IN
    ),
    Rule(("inbox:queue", "inbox:gallery"), look=("operator",), send=("operator",)),
    Rule(("inbox:kind",), ("kind of mail",), ("operator",), ("operator",)),
    Rule(("inbox:kind_html",), ("kind of mail in French",), ("operator",), ("operator",)),
    Rule(("inbox:send_again",), ("message given up",), ("operator",), ("operator",)),
    Rule(("vendors:qualifications_waiting",), look=("operator",), send=("operator",)),
    Rule(("vendors:check_qualification",), ("paper to check",), ("operator",), ("operator",)),
    Rule(
        ("vendors:exclusions", "vendors:exclusion_new", "vendors:exclusions_import"),
        look=("operator",),
        send=("operator",),
    ),
    Rule(("vendors:partner_take_down",), ("notice of a firm",), ("operator",), ("operator",)),
    Rule(("vendors:exclusion",), ("entry of the register",), ("operator",), ("operator",)),
    Rule(("vendors:admissions", "vendors:import_firms"), look=("operator",), send=("operator",)),
    Rule(("vendors:invite_owner",), ("firm to admit",), ("operator",), ("operator",)),
    Rule(("vendors:admission",), ("firm to admit", "firm"), ("operator",), ("operator",)),
)
WEBHOOK = tuple(f"tenders:webhook{part}" for part in ("", "_test", "_secret", "_enable", "_remove"))
ACCOUNTS = (
    anyone_signed_in("tenders:work", "tenders:register_buyer", "account_settings"),
    anyone_signed_in("inbox:list", "inbox:unread", "inbox:preferences"),
    anyone_signed_in("inbox:read_all", "inbox:trust_address"),
    Rule(("inbox:message",), ("message to the owner",), ("owner",), ("owner",)),
    anyone_signed_in("tenders:webhooks", "tenders:webhook_add"),
    Rule(WEBHOOK, ("webhook of a person",), ("person",), ("person",)),
    Rule(("tenders:webhook_again",), ("message of a webhook",), ("person",), ("person",)),
)
# Addresses without an object of anybody's, and what looks after them.
EXCUSED = {
    "healthz": "for machines, and says nothing",
    "readyz": "for machines",
    "root": "leads to the home page",
    "robots": "for machines",
    "security": "for machines: where to tell of a weakness",
    "sitemaps": "for search engines",
    "sitemap": "what is public, for search engines",
    "tenders:signal": "public calls, by what is unusual about them",
    "tenders:calls_export": "what the public list shows, as a file",
    "tenders:awards_export": "what the public list shows, as a file",
    "tenders:contracts_export": "what the public list shows, as a file",
    "set_theme": "the reader's own appearance",
    "components": "the house's components, for staff",
    "inbox:leave": "stops mails of one topic; the signed address is the right to",
    "search_pages": "what the pages of words say",
    "theme": "the colours of the site",
    "wagtail_serve": "pages of words, public once published",
    "wagtaildocs_serve": "documents of words, public once published",
    "wagtaildocs_authenticate_with_password": "no page of ours is behind a password",
    "wagtailcore_authenticate_with_password": "no page of ours is behind a password",
    "wagtailcore_login": "no page of ours is behind a password",
    "api/<path:rest>": "answers 404",
}
# The same, by how their names begin.
EXCUSED_FAMILIES = {
    "account_": "one's own account, of the session that asks",
    "mfa_": "one's own second factor, after a fresh proof",
    "usersessions_": "one's own sessions",
    "anymail:": "for the mail provider, with its secret",
    "mail:": "mail of the trial run; not found where DEBUG is off",
    "cards:": "pictures of public calls",
    "feeds:": "what the public lists show, for feed readers and calendars",
    "log:": "the public log: salted commitments and what was published",
    "ledger:": "the public log, for readers",
    "cms/": "the editors' room: closed to all but its two groups",
}

TABLE: dict[str, tuple[Rule, ...]] = {
    "What is public": PUBLIC,
    "Open data": OPEN_DATA,
    "The ledger": LEDGER,
    "A public body": BUYER,
    "Its calls": AUTHORING,
    "Bids": BIDDING_PAGES,
    "Opening, evaluation, award": JUDGING,
    "Contracts": CONTRACTS,
    "Firms": FIRMS,
    "The operator": OPERATOR,
    "One's account": ACCOUNTS,
}
