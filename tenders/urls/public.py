"""What anyone may read, without an account."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from tenders.views import (
    export,
    history,
    insights,
    public_contract,
    public_list,
    public_lists,
    public_tender,
    webhooks,
)
from tenders.views.opendata import pages, reference

urlpatterns = [
    path(pgettext_lazy("url", "tenders/"), public_list.TenderListView.as_view(), name="list"),
    path(
        pgettext_lazy("url", "tenders/<str:ocid>/"),
        public_tender.TenderView.as_view(),
        name="detail",
    ),
    path(
        pgettext_lazy("url", "tenders/<str:ocid>/award/"),
        public_tender.AwardView.as_view(),
        name="award",
    ),
    path(
        pgettext_lazy("url", "tenders/<str:ocid>/deadlines.ics"),
        public_tender.DeadlinesView.as_view(),
        name="deadlines",
    ),
    path(pgettext_lazy("url", "awards/"), public_list.AwardListView.as_view(), name="awards"),
    path(
        pgettext_lazy("url", "contracts/"),
        public_list.ContractListView.as_view(),
        name="contracts",
    ),
    path(
        pgettext_lazy("url", "contracts/<str:number>/"),
        public_contract.PublicContractView.as_view(),
        name="public_contract",
    ),
    path(
        pgettext_lazy("url", "tenders/export.<str:ending>"),
        export.CallsExportView.as_view(),
        name="calls_export",
    ),
    path(
        pgettext_lazy("url", "awards/export.<str:ending>"),
        export.AwardsExportView.as_view(),
        name="awards_export",
    ),
    path(
        pgettext_lazy("url", "contracts/export.<str:ending>"),
        export.ContractsExportView.as_view(),
        name="contracts_export",
    ),
    path(pgettext_lazy("url", "buyers/"), public_lists.BuyerListView.as_view(), name="buyers"),
    path(
        pgettext_lazy("url", "buyers/<slug:slug>/"), public_lists.BuyerView.as_view(), name="buyer"
    ),
    path(pgettext_lazy("url", "market/"), insights.MarketView.as_view(), name="market"),
    path(
        pgettext_lazy("url", "market/figures.csv"),
        insights.MarketFileView.as_view(),
        name="market_file",
    ),
    path(pgettext_lazy("url", "market/signals/"), insights.SignalsView.as_view(), name="signals"),
    path(
        pgettext_lazy("url", "market/signals/<slug:code>/"),
        insights.SignalView.as_view(),
        name="signal",
    ),
    path(pgettext_lazy("url", "history/"), history.HistoryView.as_view(), name="history"),
    path(
        pgettext_lazy("url", "history/<str:number>/"), history.PastNoticeView.as_view(), name="past"
    ),
    path(pgettext_lazy("url", "data/"), pages.DataView.as_view(), name="data"),
    path(
        pgettext_lazy("url", "data/dictionary/"),
        pages.DictionaryView.as_view(),
        name="dictionary",
    ),
    path(pgettext_lazy("url", "data/api/"), reference.ReferenceView.as_view(), name="api"),
    path(
        pgettext_lazy("url", "data/webhooks/"), webhooks.GuideView.as_view(), name="webhook_guide"
    ),
]
