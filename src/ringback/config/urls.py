"""Every address of the product."""

from __future__ import annotations

from django.urls import path

from ringback.api.app import api

urlpatterns = [
    path("api/v1/", api.urls),
]
