"""Addresses from the opening to the award."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from tenders.views import awarding, committee, consensus, evaluating, opening

urlpatterns = [
    path(
        pgettext_lazy("url", "tenders/<str:ocid>/opening/"),
        awarding.OpeningRecordView.as_view(),
        name="opening",
    ),
    path(
        pgettext_lazy("url", "work/calls/<str:ocid>/opening/"),
        opening.ApproveOpeningView.as_view(),
        name="opening_approval",
    ),
    path(
        pgettext_lazy("url", "work/calls/<str:ocid>/evaluation/"),
        evaluating.EvaluationHomeView.as_view(),
        name="evaluation",
    ),
    path(
        pgettext_lazy("url", "work/calls/<str:ocid>/committee/"),
        committee.CommitteeView.as_view(),
        name="committee",
    ),
    path(
        pgettext_lazy("url", "work/calls/<str:ocid>/declaration/"),
        committee.DeclarationView.as_view(),
        name="declaration",
    ),
    path(
        pgettext_lazy("url", "work/calls/<str:ocid>/bids/<uuid:bid>/notes/"),
        evaluating.SheetView.as_view(),
        name="sheet",
    ),
    path(
        pgettext_lazy("url", "work/calls/<str:ocid>/bids/<uuid:bid>/files/<uuid:public_id>/"),
        evaluating.OpenedFileView.as_view(),
        name="opened_file",
    ),
    path(
        pgettext_lazy("url", "work/calls/<str:ocid>/hand-in/"),
        evaluating.HandInView.as_view(),
        name="hand_in",
    ),
    path(
        pgettext_lazy("url", "work/calls/<str:ocid>/consensus/"),
        consensus.StartConsensusView.as_view(),
        name="consensus_start",
    ),
    path(
        pgettext_lazy("url", "work/calls/<str:ocid>/bids/<uuid:bid>/consensus/"),
        consensus.ConsensusView.as_view(),
        name="consensus",
    ),
    path(
        pgettext_lazy("url", "work/calls/<str:ocid>/bids/<uuid:bid>/set-aside/"),
        consensus.DisqualificationView.as_view(),
        name="disqualification",
    ),
    path(
        pgettext_lazy("url", "work/calls/<str:ocid>/bids/<uuid:bid>/open-again/"),
        consensus.RetryOpeningView.as_view(),
        name="opening_retry",
    ),
    path(
        pgettext_lazy("url", "work/calls/<str:ocid>/comparison/"),
        consensus.ComparisonView.as_view(),
        name="comparison",
    ),
    path(
        pgettext_lazy("url", "work/calls/<str:ocid>/lock/"),
        consensus.LockView.as_view(),
        name="evaluation_lock",
    ),
    path(
        pgettext_lazy("url", "work/calls/<str:ocid>/award/"),
        awarding.AwardDecisionView.as_view(),
        name="award_decision",
    ),
    path(
        pgettext_lazy("url", "work/calls/<str:ocid>/award/approve/"),
        awarding.ApproveAwardView.as_view(),
        name="award_approval",
    ),
    path(
        pgettext_lazy("url", "work/calls/<str:ocid>/award/return/"),
        awarding.ReturnAwardView.as_view(),
        name="award_return",
    ),
    path(
        pgettext_lazy("url", "work/bids/<uuid:public_id>/debrief/"),
        awarding.DebriefView.as_view(),
        name="debrief",
    ),
]
