"""The rows that need the most care: numbers people call, voices of people, and answers to hard questions."""

from django.db import models
from django.db.models import Q

from campaign.living.fields import WebAddress
from campaign.living.models import Kept
from campaign.living.words import WordsField


class Helpline(Kept):
    """One service in one country. A wrong number can hurt a child: see `verified`."""

    class Kind(models.TextChoices):
        CHILD = "child", "for children and young people"
        ADULT = "adult", "for adults who lived through abuse"
        PREVENTION = "prevention", "for people who worry about their own thoughts"
        HOTLINE = "hotline", "hotline: takes reports of material"

    country = models.CharField(max_length=2, help_text="ISO 3166-1 code; Greece is GR.")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.CHILD)
    name = models.CharField(max_length=120, help_text="As the service writes it.")
    number = models.CharField(max_length=30, blank=True, help_text="As it is dialled in the country: 116 111")
    hours = WordsField(is_long=False, help_text="Such as: every day, all day")
    languages = models.CharField(max_length=120, blank=True, help_text="Languages spoken there, in their own names.")
    is_free = models.BooleanField("free of charge", default=False)
    chat_url = WebAddress("chat or website", max_length=400, blank=True)
    source_url = WebAddress("where it says so", max_length=400, blank=True)
    checked_on = models.DateField(null=True, blank=True)
    checked_by = models.CharField(max_length=120, blank=True, help_text="Who dialled it or has it in writing.")
    verified = models.BooleanField(
        default=False, help_text="Dialled, or confirmed in writing by the service. Only then is it shown, for 180 days."
    )

    class Meta:
        verbose_name, verbose_name_plural = "help line", "help lines"
        ordering = ["country", "kind", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verified=False)
                | (
                    ~Q(source_url="")
                    & ~Q(checked_by="")
                    & Q(checked_on__isnull=False)
                    & (~Q(number="") | ~Q(chat_url=""))
                ),
                name="verified_helpline_was_checked",
                violation_error_message="Verified needs a number or website, a source, and who checked it when.",
            )
        ]


class Voice(Kept):
    """What children or survivors ask for, with the permission to say it."""

    class Group(models.TextChoices):
        CHILDREN = "children", "what children say"
        SURVIVORS = "survivors", "what survivors ask for"

    group = models.CharField(max_length=10, choices=Group.choices)
    text = WordsField(
        help_text="What the person asks for. No descriptions of acts, no town, school, employer or exact age."
    )
    source_name = models.CharField(max_length=120, blank=True)
    source_year = models.CharField("year of the source", max_length=20, blank=True)
    source_url = WebAddress("address of the source", max_length=400, blank=True)
    is_person = models.BooleanField(
        "one person speaks",
        default=False,
        help_text="A person who could be recognised; not what a study says of a group.",
    )
    name = models.CharField("first name", max_length=40, blank=True, help_text="First name or changed name.")
    is_name_changed = models.BooleanField("the name is changed", default=False)
    consent_by = models.CharField(
        "who gave consent",
        max_length=120,
        blank=True,
        help_text="The support organisation and its record’s number; no name.",
    )
    consent_wording = models.TextField("agreed words", blank=True)
    consent_languages = models.CharField("agreed languages", max_length=120, blank=True)
    consent_where = models.CharField("agreed places", max_length=200, blank=True)
    consent_until = models.DateField("agreed until", null=True, blank=True)
    consent_contact = models.CharField("how to withdraw", max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    place = models.PositiveSmallIntegerField("order on the page", default=100)
    published = models.BooleanField(default=False)

    class Meta:
        ordering = ["group", "place", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(published=False)
                | Q(is_person=False) & ~Q(source_url="")
                | Q(is_person=True, withdrawn_at__isnull=True, consent_until__isnull=False)
                & ~Q(consent_by="")
                & ~Q(consent_wording="")
                & ~Q(consent_where="")
                & ~Q(consent_contact=""),
                name="voice_has_permission",
                violation_error_message="One person needs the whole consent record; a report on a group a source.",
            )
        ]


class Answer(Kept):
    """A question with its concern, what the campaign says, and what is still open."""

    class Group(models.TextChoices):
        BASICS = "basics", "Basics"
        CHILDREN = "children", "Children and survivors"
        LAW = "law", "The law"
        PRIVACY = "privacy", "Privacy and encryption"
        EFFECT = "effect", "Effect and alternatives"
        MONEY = "money", "Money and power"
        SIGNATURE = "signature", "Your signature"

    group = models.CharField(max_length=10, choices=Group.choices)
    question = WordsField(is_long=False)
    concern = WordsField("the concern", help_text="One fair sentence; empty for plain answers.")
    says = WordsField("the campaign says")
    still_open = WordsField("still open")
    critics_name = models.CharField("critics’ best source", max_length=120, blank=True)
    critics_url = WebAddress("its address", max_length=400, blank=True)
    basis = models.CharField(max_length=200, blank=True, help_text="Where the answer comes from; staff only.")
    reviewed_on = models.DateField("last reviewed", null=True, blank=True)
    place = models.PositiveSmallIntegerField("order in its group", default=100)
    published = models.BooleanField(default=False)

    class Meta:
        ordering = ["place", "id"]
