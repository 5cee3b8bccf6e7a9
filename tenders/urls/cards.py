"""Pictures of calls, for links to them. Other sites keep their addresses."""

from django.urls import re_path

from tenders.views import card_image

app_name = "cards"
urlpatterns = [
    re_path(r"^(?P<ocid>[a-z0-9-]{5,60})\.(?P<language>fr|en)\.png$", card_image.show, name="card"),
]
