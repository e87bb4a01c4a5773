"""The rows that staff keep: decisions, dates, sources, and words of their own. No verb lives here.

A row with the key of something that ships speaks for it once staff have changed it; until then the code does
(`campaign.living.kept`).
"""

from django.db import models
from django.db.models import Q

from campaign.living.fields import WebAddress
from campaign.living.words import WordsField

PUBLISHABLE_GRADES = ("A", "B")


class Grade(models.TextChoices):
    """How good a source is (campaign brief §0)."""

    A = "A", "A: official or first-hand page"
    B = "B", "B: serious second-hand report"
    C = "C", "C: partisan or aggregating page, never public"
    X = "X", "X: no page, never public"


class Kept(models.Model):
    """What all of them have: a name that never changes, and who changed it last ("" = as it ships)."""

    key = models.SlugField(max_length=60, unique=True, editable=False)
    changed_at = models.DateTimeField(null=True, editable=False)
    changed_by = models.CharField(max_length=150, blank=True, editable=False)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.key


def _has_good_source() -> Q:
    return Q(published=False) | (Q(grade__in=PUBLISHABLE_GRADES) & ~Q(source_url=""))


class LegalStatus(Kept):
    """Where the law stands: the one row that every page asks."""

    class Code(models.TextChoices):
        CHECKING = "checking", "checking: we look at the latest step"
        GAP = "gap", "gap: the temporary rules have lapsed"
        INTERIM = "interim", "interim: a temporary rule is back"
        AGREED = "agreed", "agreed: negotiators have agreed"
        ADOPTED = "adopted", "adopted: the law is adopted"

    code = models.CharField("state", max_length=10, choices=Code.choices, default=Code.CHECKING)
    source_name = models.CharField(max_length=120, blank=True)
    source_url = WebAddress("address of the source", max_length=400, blank=True)
    checked_on = models.DateField("last checked", null=True, blank=True)
    voluntary_work = WordsField(
        "voluntary search by companies", is_long=False, help_text="One short line, or nothing: may companies look now?"
    )
    encryption_in_talks = WordsField(
        "encrypted messages in the talks", is_long=False, help_text="One short line, or nothing: what is on the table?"
    )

    class Meta:
        verbose_name = verbose_name_plural = "legal status"
        constraints = [
            models.CheckConstraint(
                condition=Q(code="checking") | (~Q(source_url="") & ~Q(source_name="") & Q(checked_on__isnull=False)),
                name="status_has_source_and_date",
                violation_error_message="A state of the law needs its source, with address, and the day of the check.",
            )
        ]


class TimelineEntry(Kept):
    """One step on the way to the law."""

    class Kind(models.TextChoices):
        LAW = "law", "law: rules and votes"
        CAMPAIGN = "campaign", "campaign"
        EVIDENCE = "evidence", "evidence: figures and studies"
        DEBATE = "debate", "debate: opinions of authorities, scientists, critics"
        SETBACK = "setback", "setback: only rules that lapsed and votes that failed"

    class Precision(models.TextChoices):
        DAY = "day", "day"
        MONTH = "month", "month"
        YEAR = "year", "year"

    day = models.DateField("date")
    precision = models.CharField("how exact", max_length=5, choices=Precision.choices, default=Precision.DAY)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = WordsField(is_long=False, help_text="At most 60 characters in every language.")
    text = WordsField(help_text="One or two sentences.")
    source_name = models.CharField(max_length=120)
    source_year = models.CharField("year of the source", max_length=20, blank=True)
    source_url = WebAddress("address of the source", max_length=400, blank=True)
    also_name = models.CharField("second source", max_length=120, blank=True)
    also_year = models.CharField("year of the second source", max_length=20, blank=True)
    also_url = WebAddress("address of the second source", max_length=400, blank=True)
    grade = models.CharField("grade of the source", max_length=1, choices=Grade.choices, default=Grade.A)
    published = models.BooleanField(default=False)

    class Meta:
        verbose_name, verbose_name_plural = "timeline entry", "timeline"
        ordering = ["day", "id"]
        constraints = [
            models.CheckConstraint(
                condition=_has_good_source(),
                name="entry_has_a_good_source",
                violation_error_message="Only an entry with the address of a source of grade A or B can be published.",
            )
        ]


class Banner(Kept):
    """One line under the header, for a time."""

    class Variant(models.TextChoices):
        GAP = "gap", "The temporary EU rules have ended. → Sign"
        INTERIM = "interim", "A temporary rule is not enough. → Sign"
        AGREED = "agreed", "Parliament and the Council have agreed. → Read"
        ADOPTED = "adopted", "The law is adopted. → See what is next"
        MILESTONE = "milestone", "Signatures: (milestone). Thank you. → Share"
        VOTE = "vote", "Vote planned: (date). → Write"
        OWN = "own", "words of your own"

    class Target(models.TextChoices):
        PETITION = "petition", "the petition"
        ASKS = "asks", "the four asks"
        TIMELINE = "timeline", "the timeline"
        MEP = "write_to_mep", "write to your MEP"

    variant = models.CharField(max_length=10, choices=Variant.choices)
    milestone = models.PositiveIntegerField(null=True, blank=True, help_text="Only for the variant with a milestone.")
    vote_on = models.DateField("day of the vote", null=True, blank=True, help_text="Only for the variant with a vote.")
    words = WordsField(is_long=False, help_text="Only for words of your own; at most 120 characters in every language.")
    link_words = WordsField("words of the link", is_long=False, help_text="Only for words of your own.")
    target = models.CharField("leads to", max_length=20, choices=Target.choices, default=Target.PETITION)
    starts_at = models.DateTimeField("from")
    ends_at = models.DateTimeField("until")
    published = models.BooleanField(default=False)

    class Meta:
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=models.F("starts_at")),
                name="banner_ends_after_it_starts",
                violation_error_message="The banner has to end after it starts.",
            )
        ]


class Fact(Kept):
    """One figure: what it counts, what it doesn't tell us, and where it comes from."""

    values = models.JSONField(default=dict, blank=True, help_text="The numbers in the words that ship, by name.")
    value_words = WordsField("the figure", is_long=False, help_text="Only for a figure of your own: “55% of parents”.")
    counts = WordsField("what it counts", help_text="Only for a figure of your own.")
    not_told = WordsField("what it doesn’t tell us", help_text="Only for a figure of your own.")
    says = WordsField("in one sentence", help_text="For home, the asks and the press; as it may be said in public.")
    source_name = models.CharField(max_length=120)
    source_year = models.CharField("year of the source", max_length=20)
    source_url = WebAddress("address of the source", max_length=400, blank=True)
    also_name = models.CharField("second source", max_length=120, blank=True)
    also_year = models.CharField("year of the second source", max_length=20, blank=True)
    also_url = WebAddress("address of the second source", max_length=400, blank=True)
    grade = models.CharField("grade of the source", max_length=1, choices=Grade.choices, default=Grade.A)
    checked_on = models.DateField("last checked", null=True, blank=True)
    place = models.PositiveSmallIntegerField("order on the page", default=100)
    published = models.BooleanField(default=False)

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.CheckConstraint(
                condition=_has_good_source(),
                name="fact_has_a_good_source",
                violation_error_message="Only a figure with the address of a source of grade A or B can be published.",
            )
        ]


class Position(Kept):
    """One position in the words that ship, and whose it is (campaign brief §6.0). Visitors see nothing of this."""

    class Basis(models.TextChoices):
        PUBLISHED = "published", "published by the campaign"
        PROPOSED = "proposed", "proposed: somebody who may speak for the campaign has to confirm it"
        CONFIRMED = "confirmed", "confirmed by somebody who may speak for the campaign"
        REFUSED = "refused", "refused: the words have to go before launch"

    basis = models.CharField(max_length=10, choices=Basis.choices, default=Basis.PROPOSED)
    page = models.CharField(max_length=60, help_text="Where the words stand.")
    about = models.CharField("the words", max_length=300)
    note = models.CharField("who said so, and when", max_length=200, blank=True)

    class Meta:
        ordering = ["page", "id"]


class Switch(Kept):
    """A small choice that staff may turn on."""

    is_on = models.BooleanField("on", default=False)
    about = models.CharField("what it does", max_length=200)

    class Meta:
        verbose_name_plural = "switches"


class PressItem(Kept):
    """Something for journalists that staff add: a release, a photo of an event, a recording."""

    title = WordsField(is_long=False, help_text="At most 60 characters in every language.")
    url = WebAddress("address", max_length=400)
    file_format = models.CharField("format", max_length=20, blank=True, help_text="Such as PDF.")
    size_kb = models.PositiveIntegerField("size in kilobytes", null=True, blank=True)
    day = models.DateField("date")
    published = models.BooleanField(default=False)

    class Meta:
        verbose_name, verbose_name_plural = "press item", "press items"
        ordering = ["-day", "-id"]


class UsefulLink(Kept):
    """An outside page that a page of ours leads to, and that moves now and then."""

    class Page(models.TextChoices):
        TRACKS = "tracks", "Cover your tracks: how to delete the history of a browser"

    page = models.CharField(max_length=10, choices=Page.choices)
    name = models.CharField(max_length=60, help_text="As it is called in every language.")
    url = WebAddress("address", max_length=400)
    checked_on = models.DateField("last checked", null=True, blank=True)
    place = models.PositiveSmallIntegerField("order on the page", default=100)
    published = models.BooleanField(default=False)

    class Meta:
        verbose_name, verbose_name_plural = "outside link", "outside links"
        ordering = ["page", "place", "id"]
