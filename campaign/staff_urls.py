"""The map of the staff host (STAFF_HOST): the staff area, and the sign of life for proxies."""

from django.urls import path

from campaign import health
from campaign.staff import site as staff
from campaign.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("staff/", staff.urls),
    path("healthz", health.healthz, name="healthz"),
]
