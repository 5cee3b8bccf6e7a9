"""What a firm's public page shows."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from vendors.views import profile

urlpatterns = [
    path(
        pgettext_lazy("url", "my-firms/<uuid:public_id>/public-page/"),
        profile.ProfileView.as_view(),
        name="profile",
    ),
    path(
        pgettext_lazy("url", "my-firms/<uuid:public_id>/public-page/directory/"),
        profile.ListingView.as_view(),
        name="listing",
    ),
    path(
        pgettext_lazy("url", "my-firms/<uuid:public_id>/public-page/<uuid:reference_id>/remove/"),
        profile.RemoveReferenceView.as_view(),
        name="reference_remove",
    ),
]
