"""Addresses of the firms."""

from django.urls import path
from django.views.generic import TemplateView

app_name = "vendors"
urlpatterns = [
    path("reg/", TemplateView.as_view(), name="register"),
    path("firm/<uuid:public_id>/", TemplateView.as_view(), name="firm"),
]
