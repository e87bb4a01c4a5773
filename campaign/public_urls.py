"""The map of the public host while the staff area has a host of its own (STAFF_HOST): everything else."""

from campaign.urls import handler400, handler403, handler404, handler500
from campaign.urls import urlpatterns as whole

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [one for one in whole if getattr(one, "namespace", "") != "staff"]
