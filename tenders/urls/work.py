from django.urls import path
from django.utils.translation import pgettext_lazy

from tenders.views.work import WorkView

urlpatterns = [
    path(pgettext_lazy("url", "work/"), WorkView.as_view(), name="work"),
]
