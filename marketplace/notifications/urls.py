"""``/dev/mail/``: 404 unless DEBUG is on."""

from django.urls import path

from marketplace.notifications.views import letter_box as views

app_name = "mail"
urlpatterns = [
    path("", views.mail_list, name="list"),
    path("<slug:name>/", views.mail_detail, name="detail"),
    path("<slug:name>/html/", views.mail_html, name="html"),
]
