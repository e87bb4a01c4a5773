"""The rows that need the most care: numbers people call, voices of people, and answers to hard questions."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaign.living.fields import WebAddress
from campaign.living.models import Kept
from campaign.living.words import WordsField


class Helpline(Kept):
    """One service in one country. A wrong number can hurt a child: see `verified`."""

    class Kind(models.TextChoices):
        CHILD = "child", _("for children and young people")
        ADULT = "adult", _("for adults who lived through abuse")
        PREVENTION = "prevention", _("for people who worry about their own thoughts")
        HOTLINE = "hotline", _("hotline: takes reports of material")

    country = models.CharField(_("country"), max_length=2, help_text=_("ISO 3166-1 code; Greece is GR."))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.CHILD)
    name = models.CharField(_("name"), max_length=120, help_text=_("As the service writes it."))
    number = models.CharField(
        _("number"), max_length=30, blank=True, help_text=_("As it is dialled in the country: 116 111")
    )
    hours = WordsField(_("hours"), is_long=False, help_text=_("Such as: every day, all day"))
    languages = models.CharField(
        _("languages"), max_length=120, blank=True, help_text=_("Languages spoken there, in their own names.")
    )
    is_free = models.BooleanField(_("free of charge"), default=False)
    chat_url = WebAddress(_("chat or website"), max_length=400, blank=True)
    source_url = WebAddress(_("where it says so"), max_length=400, blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    checked_by = models.CharField(
        _("checked by"), max_length=120, blank=True, help_text=_("Who dialled it or has it in writing.")
    )
    verified = models.BooleanField(
        _("verified"),
        default=False,
        help_text=_("Dialled, or confirmed in writing by the service. Only then is it shown, for 180 days."),
    )

    class Meta:
        verbose_name, verbose_name_plural = _("help line"), _("help lines")
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
                violation_error_message=_("Verified needs a number or website, a source, and who checked it when."),
            )
        ]


class Voice(Kept):
    """What children or survivors ask for, with the permission to say it."""

    class Group(models.TextChoices):
        CHILDREN = "children", _("what children say")
        SURVIVORS = "survivors", _("what survivors ask for")

    group = models.CharField(_("group"), max_length=10, choices=Group.choices)
    text = WordsField(
        _("text"),
        help_text=_("What the person asks for. No descriptions of acts, no town, school, employer or exact age."),
    )
    source_name = models.CharField(_("source name"), max_length=120, blank=True)
    source_year = models.CharField(_("year of the source"), max_length=20, blank=True)
    source_url = WebAddress(_("address of the source"), max_length=400, blank=True)
    is_person = models.BooleanField(
        _("one person speaks"),
        default=False,
        help_text=_("A person who could be recognised; not what a study says of a group."),
    )
    name = models.CharField(_("first name"), max_length=40, blank=True, help_text=_("First name or changed name."))
    is_name_changed = models.BooleanField(_("the name is changed"), default=False)
    consent_by = models.CharField(
        _("who gave consent"),
        max_length=120,
        blank=True,
        help_text=_("The support organisation and its record’s number; no name."),
    )
    consent_wording = models.TextField(_("agreed words"), blank=True)
    consent_languages = models.CharField(_("agreed languages"), max_length=120, blank=True)
    consent_where = models.CharField(_("agreed places"), max_length=200, blank=True)
    consent_until = models.DateField(_("agreed until"), null=True, blank=True)
    consent_contact = models.CharField(_("how to withdraw"), max_length=200, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    place = models.PositiveSmallIntegerField(_("order on the page"), default=100)
    published = models.BooleanField(_("published"), default=False)

    class Meta:
        verbose_name, verbose_name_plural = _("voice"), _("voices")
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
                violation_error_message=_("One person needs the whole consent record; a report on a group a source."),
            )
        ]


class Answer(Kept):
    """A question with its concern, what the campaign says, and what is still open."""

    class Group(models.TextChoices):
        BASICS = "basics", _("Basics")
        CHILDREN = "children", _("Children and survivors")
        LAW = "law", _("The law")
        PRIVACY = "privacy", _("Privacy and encryption")
        EFFECT = "effect", _("Effect and alternatives")
        MONEY = "money", _("Money and power")
        SIGNATURE = "signature", _("Your signature")

    group = models.CharField(_("group"), max_length=10, choices=Group.choices)
    question = WordsField(_("question"), is_long=False)
    concern = WordsField(_("the concern"), help_text=_("One fair sentence; empty for plain answers."))
    says = WordsField(_("the campaign says"))
    still_open = WordsField(_("still open"))
    critics_name = models.CharField(_("critics’ best source"), max_length=120, blank=True)
    critics_url = WebAddress(_("its address"), max_length=400, blank=True)
    basis = models.CharField(
        _("basis"), max_length=200, blank=True, help_text=_("Where the answer comes from; staff only.")
    )
    reviewed_on = models.DateField(_("last reviewed"), null=True, blank=True)
    place = models.PositiveSmallIntegerField(_("order in its group"), default=100)
    published = models.BooleanField(_("published"), default=False)

    class Meta:
        verbose_name, verbose_name_plural = _("answer"), _("answers")
        ordering = ["place", "id"]
