"""API v1, and its OpenAPI document."""

from django.urls import path

from tenders.api.v1 import addresses
from tenders.views.opendata.reference import OpenApiView

urlpatterns = [path("openapi.json", OpenApiView.as_view(), name="openapi"), *addresses()]
