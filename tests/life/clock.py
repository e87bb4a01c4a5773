"""Let time pass for every row at once: the clocks of Python and of the database stay as they are."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F

from petitions import counting, delivery
from petitions.models import Holding, Letter, Petition, Signature, Suppression, Tally


def _moments(model: type[models.Model]) -> list[str]:
    fields = [field.name for field in model._meta.concrete_fields if isinstance(field, models.DateTimeField)]
    return [name for name in fields if name != "forget_at"]  # a day that stands in words which people agreed to


def pass_seconds(petition: Petition, seconds: float) -> None:
    """Every moment of every row becomes older; numbers follow their rows to their new days."""
    days = {row.pk: row.confirmed_at for row in Signature.objects.filter(confirmed_at__isnull=False)}
    for model in (Signature, Letter, Suppression, Holding):
        model.objects.update(**{name: F(name) - timedelta(seconds=seconds) for name in _moments(model)})
    Petition.objects.filter(pk=petition.pk).update(
        **{name: F(name) - timedelta(seconds=seconds) for name in ("opens_at", "closes_at")}
    )
    delivery.BREAKER.closed_until -= seconds
    _move_numbers(petition, seconds, days)


def pass_seconds_in_hand(rows: list[Letter], seconds: float) -> None:
    """Letters that a worker has read already grow as old as their rows."""
    for row in rows:
        for name in _moments(type(row)):
            moment = getattr(row, name)
            setattr(row, name, moment and moment - timedelta(seconds=seconds))


def _move_numbers(petition: Petition, seconds: float, days: dict[int, datetime]) -> None:
    """Numbers that may still be counted are counted anew; frozen ones move with their rows, by whole Brussels days."""
    if not Tally.objects.filter(frozen_at__isnull=False).exists():
        Tally.objects.all().delete()
        counting.recount(petition)
        return
    whole = timedelta(days=round(seconds / 86_400))
    for number, moment in days.items():
        here = moment.astimezone(counting.BRUSSELS)
        Signature.objects.filter(pk=number).update(confirmed_at=here - whole)
    for tally in Tally.objects.order_by("day"):
        Tally.objects.filter(pk=tally.pk).update(day=tally.day - whole)
