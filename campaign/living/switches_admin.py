"""The switches in the staff area: on or off, never added or deleted."""

from django.http import HttpRequest

from campaign.living import switches
from campaign.living.editing import LivingAdmin


class SwitchAdmin(LivingAdmin):
    page = "press"
    mark = "is_on"
    delivered = switches.DELIVERED
    list_display = ("about", "is_on", "changed_by", "changed_at")
    fields = ("about", "is_on")
    readonly_fields = ("about",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False
