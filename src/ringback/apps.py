"""The one Django app of the house."""

from django.apps import AppConfig


class RingbackConfig(AppConfig):
    """Names the app; models are imported from the models floor."""

    name = "ringback"
    label = "ringback"
    default_auto_field = "django.db.models.BigAutoField"
