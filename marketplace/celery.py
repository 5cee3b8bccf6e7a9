"""The Celery application: tasks are sweeps that look for due rows (see ``schedule``)."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.dev")

app = Celery("micromarche")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
