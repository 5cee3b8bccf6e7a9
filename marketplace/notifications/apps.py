from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "marketplace.notifications"
    label = "notifications"

    def ready(self) -> None:
        from anymail.signals import tracking

        from marketplace.notifications.bounces import on_tracking

        # The one signal we listen to: anymail hands over its events in no other way.
        tracking.connect(on_tracking, dispatch_uid="dead addresses")
