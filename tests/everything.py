"""Every row of ours, to be compared with itself a moment later."""

from django.apps import apps


def rows() -> dict[str, list[tuple]]:
    """Table → its rows, as plain values: equal before and after means that nothing changed."""
    return {
        model._meta.db_table: [
            tuple(bytes(cell) if isinstance(cell, memoryview) else cell for cell in row)
            for row in model.objects.order_by("pk").values_list()
        ]
        for model in apps.get_app_config("petitions").get_models()
    }
