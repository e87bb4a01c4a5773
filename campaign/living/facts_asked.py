"""Figures that ship, second part: what people were asked (F8 to F12 of the campaign brief).

How numbers stand in the words: see `facts_reported`.
"""

from django.utils.translation import gettext_lazy as _

from campaign.living.facts_reported import TIMELINE_STORY
from campaign.living.kept import Delivered

EUROBAROMETER = (
    "https://www.agensir.it/quotidiano/2023/7/20/"
    "eurobarometer-73-of-eu-citizens-believe-online-child-sexual-abuse-is-a-widespread-or-very-widespread-problem"
)
SURVEY = {
    "source_name": "Eurobarometer, reported by SIR",
    "source_year": "2023",
    "source_url": EUROBAROMETER,
    "grade": "B",
    "published": True,
}
POLL = {
    "source_name": "ECPAT and NSPCC poll",
    "source_year": "2023",
    "source_url": "https://ecpat.org/breaking-eu-citizens-support-child-safety-online",
    "grade": "A",
    "published": True,
}
# Translators: source of fact F8, link
SURVEY_SOURCE = _("Source: Eurobarometer, July 2023, reported by SIR")
# Translators: source of fact F10, link
POLL_SOURCE = _("Source: ECPAT and NSPCC poll, 2023")
# Translators: ev.F8, what the figure does not tell us
SURVEY_NOT_TOLD = _("How people would decide with more information about the technology.")
# Translators: ev.F10, what the figure does not tell us
POLL_NOT_TOLD = _("Whether a measure works or is lawful.")
# Translators: fact F8, percent is a number with its sign; keep <strong> on it
F8_SAYS = _("<strong>%(percent)s</strong> of people in the EU think children are at growing risk online.")
# Translators: fact F9, percent is a number with its sign; keep <strong> on it
F9_SAYS = _("<strong>%(percent)s</strong> supported the Commission’s proposal, in the EU’s own %(year)s survey.")
# Translators: fact F10, percent and percent_duty are numbers with their sign; keep <strong> on the first
F10_SAYS = _(
    "<strong>%(percent)s</strong> of %(people)s adults in %(countries)s EU countries and the UK called it important "
    "to have laws against online child sexual abuse. %(percent_duty)s backed a duty to detect, report and remove."
)
# Translators: fact F11, percent is a number with its sign; keep <strong> on it
F11_SAYS = _("<strong>%(percent)s</strong> said services should be designed to prevent abuse.")
# Translators: second source of facts F12 and F15, link
ECPAT_STORY = _("Source: ECPAT, about 2022")

F8 = Delivered(
    "F8",
    {"values": {"percent": 92, "percent_control": 82}, "place": 8, **SURVEY},
    {
        "value_words": F8_SAYS,
        # Translators: ev.F8, what it counts; percent_control is a number with its sign
        "counts": _("People in the EU who see growing risk. %(percent_control)s find parental control not enough."),
        "not_told": SURVEY_NOT_TOLD,
        "says": F8_SAYS,
        "source": SURVEY_SOURCE,
    },
)

F9 = Delivered(
    "F9",
    {"values": {"percent": 78, "year": 2023}, "place": 9, **SURVEY},
    {
        "value_words": F9_SAYS,
        # Translators: ev.F9, what it counts
        "counts": _(
            "People in the EU who support the proposal. Critics say that the questions did not explain the technical "
            "trade-offs."
        ),
        "not_told": SURVEY_NOT_TOLD,
        "says": F9_SAYS,
        "source": SURVEY_SOURCE,
    },
)

F10 = Delivered(
    "F10",
    {"values": {"percent": 95, "people": 25151, "countries": 15, "percent_duty": 81}, "place": 10, **POLL},
    {
        "value_words": F10_SAYS,
        # Translators: ev.F10, what it counts
        "counts": _("People who find laws important, and people who support a duty to detect, report and remove."),
        "not_told": POLL_NOT_TOLD,
        "says": F10_SAYS,
        "source": POLL_SOURCE,
    },
)

F11 = Delivered(
    "F11",
    {"values": {"percent": 91}, "place": 11, **POLL},
    {
        "value_words": F11_SAYS,
        # Translators: ev.F11, what it counts
        "counts": _("People in the same poll who want services designed for safety."),
        "not_told": POLL_NOT_TOLD,
        "says": F11_SAYS,
        "source": POLL_SOURCE,
    },
)

F12 = Delivered(
    "F12",
    {
        "values": {"share": 7, "of": 10, "people": 9410, "countries": 8, "percent": 76, "year": 2021},
        "source_name": "ECPAT and YouGov",
        "source_year": "2021",
        "source_url": "https://ecpat.org/project-beacon/",
        "also_name": "ECPAT",
        "also_year": "2022",
        "also_url": TIMELINE_STORY,
        "grade": "A",
        "place": 12,
        "published": True,
    },
    {
        # Translators: ev.F12, share and of are numbers; keep <strong>
        "value_words": _("About <strong>%(share)s in %(of)s</strong>"),
        # Translators: ev.F12, what it counts; people and countries are numbers, percent one with its sign
        "counts": _(
            "ECPAT’s summary of its poll in September %(year)s: people who want more child safety online, and a duty "
            "for services to detect, report and remove. %(people)s adults in %(countries)s EU countries were asked "
            "about a legal duty to use detection technology. A second finding: %(percent)s say that finding signs of "
            "abuse matters as much as their own privacy online, or more."
        ),
        # Translators: ev.F12, what it does not tell us
        "not_told": _("What people in the other EU countries think, or how they would weigh the technical details."),
        # Translators: fact F12; people, countries, share and of are numbers
        "says": _(
            "In September %(year)s, %(people)s adults in %(countries)s EU countries were asked about a legal duty to "
            "use detection technology. About %(share)s in %(of)s want more child safety online and a duty to detect, "
            "report and remove: this is ECPAT’s summary."
        ),
        # Translators: source of fact F12, link
        "source": _("Source: ECPAT and YouGov, 2021"),
        "also": ECPAT_STORY,
    },
)

DELIVERED = (F8, F9, F10, F11, F12)
