"""The rows that staff keep: decisions, dates, sources, and words of their own. No verb lives here.

A row with the key of something that ships speaks for it once staff have changed it; until then the code does
(`campaign.living.kept`).
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from campaign.living.fields import WebAddress
from campaign.living.words import WordsField

PUBLISHABLE_GRADES = ("A", "B")


class Grade(models.TextChoices):
    """How good a source is (campaign brief §0)."""

    A = "A", _("A: official or first-hand page")
    B = "B", _("B: serious second-hand report")
    C = "C", _("C: partisan or aggregating page, never public")
    X = "X", _("X: no page, never public")


class Kept(models.Model):
    """What all of them have: a name that never changes, and who changed it last ("" = as it ships)."""

    key = models.SlugField(_("key"), max_length=60, unique=True, editable=False)
    changed_at = models.DateTimeField(_("changed at"), null=True, editable=False)
    changed_by = models.CharField(_("changed by"), max_length=150, blank=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.key


def _has_good_source() -> Q:
    return Q(published=False) | (Q(grade__in=PUBLISHABLE_GRADES) & ~Q(source_url=""))


class LegalStatus(Kept):
    """Where the law stands: the one row that every page asks."""

    class Code(models.TextChoices):
        CHECKING = "checking", _("checking: we look at the latest step")
        GAP = "gap", _("gap: the temporary rules have lapsed")
        INTERIM = "interim", _("interim: a temporary rule is back")
        AGREED = "agreed", _("agreed: negotiators have agreed")
        ADOPTED = "adopted", _("adopted: the law is adopted")

    code = models.CharField(_("state"), max_length=10, choices=Code.choices, default=Code.CHECKING)
    source_name = models.CharField(_("source name"), max_length=120, blank=True)
    source_url = WebAddress(_("address of the source"), max_length=400, blank=True)
    checked_on = models.DateField(_("last checked"), null=True, blank=True)
    voluntary_work = WordsField(
        _("voluntary search by companies"),
        is_long=False,
        help_text=_("One short line, or nothing: may companies look now?"),
    )
    encryption_in_talks = WordsField(
        _("encrypted messages in the talks"),
        is_long=False,
        help_text=_("One short line, or nothing: what is on the table?"),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("legal status")
        constraints = [
            models.CheckConstraint(
                condition=Q(code="checking") | (~Q(source_url="") & ~Q(source_name="") & Q(checked_on__isnull=False)),
                name="status_has_source_and_date",
                violation_error_message=_(
                    "A state of the law needs its source, with address, and the day of the check."
                ),
            )
        ]


class TimelineEntry(Kept):
    """One step on the way to the law."""

    class Kind(models.TextChoices):
        LAW = "law", _("law: rules and votes")
        CAMPAIGN = "campaign", _("campaign")
        EVIDENCE = "evidence", _("evidence: figures and studies")
        DEBATE = "debate", _("debate: opinions of authorities, scientists, critics")
        SETBACK = "setback", _("setback: only rules that lapsed and votes that failed")

    class Precision(models.TextChoices):
        DAY = "day", _("day")
        MONTH = "month", _("month")
        YEAR = "year", _("year")

    day = models.DateField(_("date"))
    precision = models.CharField(_("how exact"), max_length=5, choices=Precision.choices, default=Precision.DAY)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    title = WordsField(_("title"), is_long=False, help_text=_("At most 60 characters in every language."))
    text = WordsField(_("text"), help_text=_("One or two sentences."))
    source_name = models.CharField(_("source name"), max_length=120)
    source_year = models.CharField(_("year of the source"), max_length=20, blank=True)
    source_url = WebAddress(_("address of the source"), max_length=400, blank=True)
    also_name = models.CharField(_("second source"), max_length=120, blank=True)
    also_year = models.CharField(_("year of the second source"), max_length=20, blank=True)
    also_url = WebAddress(_("address of the second source"), max_length=400, blank=True)
    grade = models.CharField(_("grade of the source"), max_length=1, choices=Grade.choices, default=Grade.A)
    published = models.BooleanField(_("published"), default=False)

    class Meta:
        verbose_name, verbose_name_plural = _("timeline entry"), _("timeline")
        ordering = ["day", "id"]
        constraints = [
            models.CheckConstraint(
                condition=_has_good_source(),
                name="entry_has_a_good_source",
                violation_error_message=_(
                    "Only an entry with the address of a source of grade A or B can be published."
                ),
            )
        ]


class Banner(Kept):
    """One line under the header, for a time."""

    class Variant(models.TextChoices):
        GAP = "gap", _("The temporary EU rules have ended. → Sign")
        INTERIM = "interim", _("A temporary rule is not enough. → Sign")
        AGREED = "agreed", _("Parliament and the Council have agreed. → Read")
        ADOPTED = "adopted", _("The law is adopted. → See what is next")
        MILESTONE = "milestone", _("Signatures: (milestone). Thank you. → Share")
        VOTE = "vote", _("Vote planned: (date). → Write")
        OWN = "own", _("words of your own")

    class Target(models.TextChoices):
        PETITION = "petition", _("the petition")
        ASKS = "asks", _("the four asks")
        TIMELINE = "timeline", _("the timeline")
        MEP = "write_to_mep", _("write to your MEP")

    variant = models.CharField(_("variant"), max_length=10, choices=Variant.choices)
    milestone = models.PositiveIntegerField(
        _("milestone"), null=True, blank=True, help_text=_("Only for the variant with a milestone.")
    )
    vote_on = models.DateField(
        _("day of the vote"), null=True, blank=True, help_text=_("Only for the variant with a vote.")
    )
    words = WordsField(
        _("words"), is_long=False, help_text=_("Only for words of your own; at most 120 characters in every language.")
    )
    link_words = WordsField(_("words of the link"), is_long=False, help_text=_("Only for words of your own."))
    target = models.CharField(_("leads to"), max_length=20, choices=Target.choices, default=Target.PETITION)
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))
    published = models.BooleanField(_("published"), default=False)

    class Meta:
        verbose_name, verbose_name_plural = _("banner"), _("banners")
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")),
                name="banner_ends_after_it_starts",
                violation_error_message=_("The banner has to end after it starts."),
            )
        ]


class Fact(Kept):
    """One figure: what it counts, what it doesn't tell us, and where it comes from."""

    values = models.JSONField(
        _("values"), default=dict, blank=True, help_text=_("The numbers in the words that ship, by name.")
    )
    value_words = WordsField(
        _("the figure"), is_long=False, help_text=_("Only for a figure of your own: “55% of parents”.")
    )
    counts = WordsField(_("what it counts"), help_text=_("Only for a figure of your own."))
    not_told = WordsField(_("what it doesn’t tell us"), help_text=_("Only for a figure of your own."))
    says = WordsField(
        _("in one sentence"), help_text=_("For home, the asks and the press; as it may be said in public.")
    )
    source_name = models.CharField(_("source name"), max_length=120)
    source_year = models.CharField(_("year of the source"), max_length=20)
    source_url = WebAddress(_("address of the source"), max_length=400, blank=True)
    also_name = models.CharField(_("second source"), max_length=120, blank=True)
    also_year = models.CharField(_("year of the second source"), max_length=20, blank=True)
    also_url = WebAddress(_("address of the second source"), max_length=400, blank=True)
    grade = models.CharField(_("grade of the source"), max_length=1, choices=Grade.choices, default=Grade.A)
    checked_on = models.DateField(_("last checked"), null=True, blank=True)
    place = models.PositiveSmallIntegerField(_("order on the page"), default=100)
    published = models.BooleanField(_("published"), default=False)

    class Meta:
        verbose_name, verbose_name_plural = _("fact"), _("facts")
        ordering = ["place", "id"]
        constraints = [
            models.CheckConstraint(
                condition=_has_good_source(),
                name="fact_has_a_good_source",
                violation_error_message=_(
                    "Only a figure with the address of a source of grade A or B can be published."
                ),
            )
        ]


class Position(Kept):
    """One position in the words that ship, and whose it is (campaign brief §6.0). Visitors see nothing of this."""

    class Basis(models.TextChoices):
        PUBLISHED = "published", _("published by the campaign")
        PROPOSED = "proposed", _("proposed: somebody who may speak for the campaign has to confirm it")
        CONFIRMED = "confirmed", _("confirmed by somebody who may speak for the campaign")
        REFUSED = "refused", _("refused: the words have to go before launch")

    basis = models.CharField(_("basis"), max_length=10, choices=Basis.choices, default=Basis.PROPOSED)
    page = models.CharField(_("page"), max_length=60, help_text=_("Where the words stand."))
    about = models.CharField(_("the words"), max_length=300)
    note = models.CharField(_("who said so, and when"), max_length=200, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("position"), _("positions")
        ordering = ["page", "id"]


class Switch(Kept):
    """A small choice that staff may turn on."""

    is_on = models.BooleanField(_("on"), default=False)
    about = models.CharField(_("what it does"), max_length=200)

    class Meta:
        verbose_name, verbose_name_plural = _("switch"), _("switches")


class PressItem(Kept):
    """Something for journalists that staff add: a release, a photo of an event, a recording."""

    title = WordsField(_("title"), is_long=False, help_text=_("At most 60 characters in every language."))
    url = WebAddress(_("address"), max_length=400)
    file_format = models.CharField(_("format"), max_length=20, blank=True, help_text=_("Such as PDF."))
    size_kb = models.PositiveIntegerField(_("size in kilobytes"), null=True, blank=True)
    day = models.DateField(_("date"))
    published = models.BooleanField(_("published"), default=False)

    class Meta:
        verbose_name, verbose_name_plural = _("press item"), _("press items")
        ordering = ["-day", "-id"]


class UsefulLink(Kept):
    """An outside page that a page of ours leads to, and that moves now and then."""

    class Page(models.TextChoices):
        TRACKS = "tracks", _("Cover your tracks: how to delete the history of a browser")

    page = models.CharField(_("page"), max_length=10, choices=Page.choices)
    name = models.CharField(_("name"), max_length=60, help_text=_("As it is called in every language."))
    url = WebAddress(_("address"), max_length=400)
    checked_on = models.DateField(_("last checked"), null=True, blank=True)
    place = models.PositiveSmallIntegerField(_("order on the page"), default=100)
    published = models.BooleanField(_("published"), default=False)

    class Meta:
        verbose_name, verbose_name_plural = _("outside link"), _("outside links")
        ordering = ["page", "place", "id"]
