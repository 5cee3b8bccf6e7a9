"""The directory of firms and the page of one."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.utils import timezone

from marketplace.clock import now
from marketplace.web.pagination import paginate
from marketplace.web.public_page import PublicPage
from marketplace.web.search import COUNT_CAP, count_up_to_cap
from vendors.forms.directory import DirectoryForm
from vendors.models import Vendor
from vendors.queries.directory import find_vendors
from vendors.queries.partners import notice_of

PAGE_SIZE = 30


class DirectoryView(PublicPage):
    template_name = "vendors/public/directory.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = DirectoryForm(self.request.GET)
        form.is_valid()
        asked = {name: value for name, value in form.cleaned_data.items() if value}
        found = find_vendors(**asked)
        cursor = self.request.GET.get("cursor", "")
        listed = paginate(
            found.prefetch_related("categories"),
            order=("legal_name", "pk"),
            cursor=cursor,
            size=PAGE_SIZE,
        )
        counts = {"count": count_up_to_cap(found), "count_cap": COUNT_CAP}
        return super().get_context_data(form=form, asked=asked, listed=listed, **counts, **kwargs)


class VendorView(PublicPage):
    template_name = "vendors/public/detail.html"

    @cached_property
    def vendor(self) -> Vendor:
        return get_object_or_404(Vendor.objects.public(), public_id=self.kwargs["public_id"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        vendor = self.vendor
        facts = {
            "@context": "https://schema.org",
            "@type": "Organization",
            "@id": settings.SITE_URL + vendor.get_absolute_url(),
            "name": vendor.name,
            "legalName": vendor.legal_name,
            "address": {"@type": "PostalAddress", "addressLocality": vendor.city},
        }
        more: dict[str, Any] = {}
        if vendor.is_listed:
            more["partner_notice"] = notice_of(vendor, on=timezone.localdate(now()))
            more["references"] = vendor.references.all()
        return super().get_context_data(vendor=vendor, structured_data=facts, **more, **kwargs)
