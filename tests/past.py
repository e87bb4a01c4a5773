"""Rows that are older than this test: the clocks of Python and of the database both stay as they are."""

from datetime import timedelta
from typing import TypeVar

from django.db import models
from django.db.models import F
from django.utils import timezone

from petitions.models import Petition

Row = TypeVar("Row", bound=models.Model)


def move_back(row: Row, **ago: float) -> Row:
    """Move every moment of this row into the past, for example by hours=49; returns the row as it now is."""
    moments = [field.name for field in row._meta.concrete_fields if isinstance(field, models.DateTimeField)]
    by = timedelta(**ago)
    type(row).objects.filter(pk=row.pk).update(**{moment: F(moment) - by for moment in moments})
    row.refresh_from_db()
    return row


def close(petition: Petition, **ago: float) -> None:
    """Let the petition have closed so long ago."""
    petition.closes_at = timezone.now() - timedelta(**ago)
    petition.opens_at = petition.closes_at - timedelta(days=365)
    petition.save()


def end(petition: Petition) -> None:
    """Let the day have come by which everything but the numbers is forgotten."""
    petition.forget_at = timezone.now() - timedelta(hours=1)
    close(petition, days=90)
