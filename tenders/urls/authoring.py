"""Where a body's people write and look after calls, and firms ask about them."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from tenders.forms.sections import SECTIONS
from tenders.views import amending, buyers_admin, calls, closing, documents, enquiries, publication
from tenders.views.authoring import SectionView

SECTION_PATHS = {
    "basics": pgettext_lazy("url", "work/calls/<str:ocid>/essentials/"),
    "need": pgettext_lazy("url", "work/calls/<str:ocid>/need/"),
    "deliverables": pgettext_lazy("url", "work/calls/<str:ocid>/deliverables/"),
    "conditions": pgettext_lazy("url", "work/calls/<str:ocid>/conditions/"),
    "contract": pgettext_lazy("url", "work/calls/<str:ocid>/contract/"),
    "evaluation": pgettext_lazy("url", "work/calls/<str:ocid>/criteria/"),
    "dates": pgettext_lazy("url", "work/calls/<str:ocid>/dates/"),
}

urlpatterns = [
    path(
        pgettext_lazy("url", "work/organisations/register/"),
        buyers_admin.RegisterBuyerView.as_view(),
        name="register_buyer",
    ),
    path(
        pgettext_lazy("url", "work/organisations/<slug:slug>/"),
        calls.BuyerHomeView.as_view(),
        name="buyer_home",
    ),
    path(
        pgettext_lazy("url", "work/organisations/<slug:slug>/details/"),
        buyers_admin.EditBuyerView.as_view(),
        name="buyer_edit",
    ),
    path(
        pgettext_lazy("url", "work/organisations/<slug:slug>/members/"),
        buyers_admin.MembersView.as_view(),
        name="members",
    ),
    path(
        pgettext_lazy("url", "work/organisations/<slug:slug>/members/<uuid:person>/remove/"),
        buyers_admin.RemoveMemberView.as_view(),
        name="member_remove",
    ),
    path(
        pgettext_lazy("url", "work/organisations/<slug:slug>/new-call/"),
        calls.BeginView.as_view(),
        name="tender_new",
    ),
    path(
        pgettext_lazy("url", "work/operator/"), buyers_admin.OperatorView.as_view(), name="operator"
    ),
    path(
        pgettext_lazy("url", "work/operator/organisations/<slug:slug>/"),
        buyers_admin.DecideBuyerView.as_view(),
        name="buyer_decide",
    ),
    path(
        pgettext_lazy("url", "work/calls/<str:ocid>/"), calls.CallHomeView.as_view(), name="tender"
    ),
    *[
        path(
            SECTION_PATHS[section.name],
            SectionView.as_view(section_name=section.name),
            name=f"draft_{section.name}",
        )
        for section in SECTIONS
    ],
    path(
        pgettext_lazy("url", "work/calls/<str:ocid>/review/"),
        publication.ReviewView.as_view(),
        name="draft_review",
    ),
    path(
        pgettext_lazy("url", "work/calls/<str:ocid>/approval/"),
        publication.ApprovalView.as_view(),
        name="approval",
    ),
    path(
        pgettext_lazy("url", "work/calls/<str:ocid>/cancellation/"),
        publication.CancelView.as_view(),
        name="cancel",
    ),
    path(
        pgettext_lazy("url", "work/calls/<str:ocid>/take-back/"),
        calls.TakeBackView.as_view(),
        name="take_back",
    ),
    path(
        pgettext_lazy("url", "work/calls/<str:ocid>/copy/"), calls.CopyView.as_view(), name="copy"
    ),
    path(
        pgettext_lazy("url", "work/calls/<str:ocid>/relaunch/"),
        calls.CopyView.as_view(relaunch=True),
        name="relaunch",
    ),
    path(
        pgettext_lazy("url", "work/calls/<str:ocid>/documents/add/"),
        documents.AddDocumentView.as_view(),
        name="document_add",
    ),
    path(
        pgettext_lazy("url", "work/calls/<str:ocid>/documents/<uuid:public_id>/"),
        documents.OwnDocumentView.as_view(),
        name="document_own",
    ),
    path(
        pgettext_lazy("url", "work/calls/<str:ocid>/documents/<uuid:public_id>/remove/"),
        documents.RemoveDocumentView.as_view(),
        name="document_remove",
    ),
    path(
        pgettext_lazy("url", "work/calls/<str:ocid>/change/"),
        amending.AmendView.as_view(),
        name="amend",
    ),
    path(
        pgettext_lazy("url", "work/calls/<str:ocid>/closing/"),
        closing.ClosingView.as_view(),
        name="closing",
    ),
    path(
        pgettext_lazy("url", "work/calls/<str:ocid>/questions/"),
        enquiries.EnquiriesView.as_view(),
        name="enquiries",
    ),
    path(
        pgettext_lazy("url", "work/calls/<str:ocid>/questions/<uuid:public_id>/"),
        enquiries.AnswerView.as_view(),
        name="answer",
    ),
    path(pgettext_lazy("url", "tenders/<str:ocid>/ask/"), enquiries.AskView.as_view(), name="ask"),
    path(
        pgettext_lazy("url", "work/questions/<uuid:public_id>/withdraw/"),
        enquiries.WithdrawEnquiryView.as_view(),
        name="enquiry_withdraw",
    ),
]
