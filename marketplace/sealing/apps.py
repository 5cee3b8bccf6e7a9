from django.apps import AppConfig


class SealingConfig(AppConfig):
    name = "marketplace.sealing"
    label = "sealing"
