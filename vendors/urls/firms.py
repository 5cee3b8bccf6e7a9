"""Registering a firm, and its own pages."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from vendors.views import acting, activities, firm, joining, people, registration
from vendors.views.access import AccessView

STEP = registration.RegistrationStepView.as_view
EDIT = firm.FirmEditView.as_view

urlpatterns = [
    path(
        pgettext_lazy("url", "firms/register/"),
        registration.RegisterView.as_view(),
        name="register",
    ),
    path(
        pgettext_lazy("url", "firms/register/number/"),
        registration.NumberStepView.as_view(),
        name="register_number",
    ),
    path(
        pgettext_lazy("url", "firms/register/firm/"),
        registration.FirmStepView.as_view(),
        name="register_firm",
    ),
    path(
        pgettext_lazy("url", "firms/register/address/"),
        STEP(step="contact"),
        name="register_contact",
    ),
    path(pgettext_lazy("url", "firms/register/taxes/"), STEP(step="taxes"), name="register_taxes"),
    path(
        pgettext_lazy("url", "firms/register/activities/"),
        activities.ActivitiesStepView.as_view(),
        name="register_activities",
    ),
    path(
        pgettext_lazy("url", "firms/register/confirm/"),
        registration.RegistrationConfirmView.as_view(),
        name="register_confirm",
    ),
    path(pgettext_lazy("url", "my-firms/acting/"), acting.ActingView.as_view(), name="acting"),
    path(pgettext_lazy("url", "my-firms/<uuid:public_id>/"), firm.FirmView.as_view(), name="firm"),
    path(
        pgettext_lazy("url", "my-firms/<uuid:public_id>/accesses/"),
        AccessView.as_view(),
        name="accesses",
    ),
    path(
        pgettext_lazy("url", "firms/<uuid:public_id>/join/"),
        joining.JoinView.as_view(),
        name="join",
    ),
    path(
        pgettext_lazy("url", "my-firms/<uuid:public_id>/joining/<uuid:request_id>/"),
        joining.AnswerJoinView.as_view(),
        name="answer_join",
    ),
    path(
        pgettext_lazy("url", "my-firms/<uuid:public_id>/number/"),
        EDIT(step="number"),
        name="edit_number",
    ),
    path(
        pgettext_lazy("url", "my-firms/<uuid:public_id>/firm/"),
        EDIT(step="firm"),
        name="edit_firm",
    ),
    path(
        pgettext_lazy("url", "my-firms/<uuid:public_id>/address/"),
        EDIT(step="contact"),
        name="edit_contact",
    ),
    path(
        pgettext_lazy("url", "my-firms/<uuid:public_id>/taxes/"),
        EDIT(step="taxes"),
        name="edit_taxes",
    ),
    path(
        pgettext_lazy("url", "my-firms/<uuid:public_id>/activities/"),
        activities.ActivitiesEditView.as_view(),
        name="edit_activities",
    ),
    path(
        pgettext_lazy("url", "my-firms/<uuid:public_id>/ask-again/"),
        firm.AskAgainView.as_view(),
        name="ask_again",
    ),
    path(
        pgettext_lazy("url", "my-firms/<uuid:public_id>/invite/"),
        people.InviteView.as_view(),
        name="invite",
    ),
    path(
        pgettext_lazy("url", "my-firms/<uuid:public_id>/invitations/<uuid:invitation_id>/"),
        people.WithdrawInvitationView.as_view(),
        name="withdraw_invitation",
    ),
    path(
        pgettext_lazy("url", "my-firms/<uuid:public_id>/members/<uuid:person_id>/"),
        people.MemberView.as_view(),
        name="member",
    ),
    path(
        pgettext_lazy("url", "my-firms/<uuid:public_id>/members/<uuid:person_id>/remove/"),
        people.RemoveMemberView.as_view(),
        name="remove_member",
    ),
    path(
        pgettext_lazy("url", "invitations/<uuid:invitation_id>/"),
        people.InvitationView.as_view(),
        name="invitation",
    ),
]
