"""An address on the web, as the rows that staff keep hold it."""

from typing import Any

from django import forms
from django.db import models


class WebAddress(models.URLField):
    """Where nobody types a scheme, https is meant. In the database, and in migrations, a plain URLField."""

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return super().formfield(**{"assume_scheme": "https", **kwargs})

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs
