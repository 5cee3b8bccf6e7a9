"""The directory of firms, which anyone may read."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from vendors.views import public

urlpatterns = [
    path(pgettext_lazy("url", "firms/"), public.DirectoryView.as_view(), name="directory"),
    path(
        pgettext_lazy("url", "firms/<uuid:public_id>/"), public.VendorView.as_view(), name="detail"
    ),
]
