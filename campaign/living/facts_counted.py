"""Figures that ship, third part: children, parents, companies, organisations (F13 to F18 of the campaign brief).

How numbers stand in the words: see `facts_reported`.
"""

from django.utils.translation import gettext_lazy as _

from campaign.living.facts_asked import ECPAT_STORY
from campaign.living.facts_reported import OPEN_LETTER, TIMELINE_STORY
from campaign.living.kept import Delivered

F13 = Delivered(
    "F13",
    {
        "values": {"children": 480, "countries": 15},
        "source_name": "VOICE",
        "source_year": "2024",
        "source_url": "https://eurochild.org/resource/"
        "speaking-up-for-change-childrens-and-caregivers-voices-for-safer-online-experiences/",
        "grade": "A",
        "place": 13,
        "published": True,
    },
    {
        # Translators: ev.F13, children is a number; keep <strong> on it
        "value_words": _("<strong>%(children)s</strong> children"),
        # Translators: ev.F13, what it counts; VOICE is a name, countries a number
        "counts": _("Children who took part in the VOICE talks in %(countries)s countries."),
        # Translators: ev.F13, what it does not tell us
        "not_told": _("Opinions of all children: this is listening, not a vote."),
        # Translators: fact F13; VOICE is a name, children and countries are numbers
        "says": _(
            "%(children)s children in %(countries)s countries told the VOICE study what they need. One put it as "
            "wanting privacy and protection together."
        ),
    },
)

F14 = Delivered(
    "F14",
    {
        "values": {"percent": 55, "people": 2644, "countries": 5},
        "source_name": "ECPAT",
        "source_year": "2024",
        "source_url": "https://ecpat.org/?p=25795",
        "grade": "A",
        "place": 14,
        "published": True,
    },
    {
        # Translators: ev.F14, percent is a number with its sign; keep <strong> on it
        "value_words": _("<strong>%(percent)s</strong> of parents"),
        # Translators: ev.F14, what it counts; countries and people are numbers
        "counts": _(
            "Parents in %(countries)s EU countries who named online safety as their biggest worry; %(people)s were "
            "asked."
        ),
        # Translators: ev.F14, what it does not tell us
        "not_told": _("What children themselves worry about, or how often something happens."),
        # Translators: fact F14; percent is a number with its sign, people and countries are numbers
        "says": _(
            "%(percent)s of %(people)s parents in %(countries)s EU countries named online safety as their top worry."
        ),
    },
)

F15 = Delivered(
    "F15",
    {
        "values": {"companies": 200, "companies_before": 300},
        "source_name": "#ChildSafetyON statement",
        "source_year": "undated",
        "source_url": "https://www.childsafetyineurope.com/the-solution/",
        "also_name": "ECPAT",
        "also_year": "2022",
        "also_url": TIMELINE_STORY,
        "grade": "A",
        "place": 15,
        "published": True,
    },
    {
        # Translators: ev.F15, companies is a number; keep <strong> on it
        "value_words": _("More than <strong>%(companies)s</strong> companies"),
        # Translators: ev.F15, what it counts; companies_before is a number
        "counts": _(
            "Companies that look for, report and remove this material by choice, as the campaign counts them. An older "
            "page by ECPAT counts at least %(companies_before)s companies and organisations worldwide before December "
            "2020. The two counts measure different things."
        ),
        # Translators: ev.F15, what it does not tell us
        "not_told": _(
            "Whether the counts are complete: neither was checked by others. They don’t say how well the tools work."
        ),
        # Translators: fact F15, companies is a number
        "says": _(
            "More than %(companies)s companies already use advanced, targeted tools to detect, report and remove this "
            "material by choice, the campaign says."
        ),
        # Translators: source of the number of companies, link
        "source": _("Source: #ChildSafetyON statement, undated"),
        "also": ECPAT_STORY,
        # Translators: year of a source without a date
        "source_year": _("undated"),
    },
)

F16 = Delivered(
    "F16",
    {
        "values": {"reports": 518720, "year": 2025, "reports_before": 292951, "year_before": 2024},
        "source_name": "NCMEC",
        "source_year": "2025",
        "source_url": "https://www.missingkids.org/blog/2025/spike-in-online-crimes-against-children-a-wake-up-call",
        "grade": "A",
        "place": 16,
        "published": True,
    },
    {
        # Translators: ev.F16, reports is a number; keep <strong> on it
        "value_words": _("<strong>%(reports)s</strong> reports of grooming"),
        # Translators: ev.F16, what it counts; reports_before is a number
        "counts": _(
            "Reports to NCMEC in the first half of %(year)s, from the whole world, about adults who try to win a "
            "child’s trust online for abuse. In the first half of %(year_before)s there were %(reports_before)s."
        ),
        # Translators: ev.F16, what it does not tell us
        "not_told": _("How many children were contacted, how many cases were new, or what share came from the EU."),
        # Translators: fact F16; reports and reports_before are numbers
        "says": _(
            "In the first half of %(year)s NCMEC received %(reports)s reports of adults luring children online, "
            "worldwide. In the first half of %(year_before)s it was %(reports_before)s."
        ),
    },
)

F17 = Delivered(
    "F17",
    {
        "values": {"organisations": 70, "signatures": 109, "year": 2026},
        "source_name": "Internet Watch Foundation",
        "source_year": "2025",
        "source_url": "https://www.iwf.org.uk/policy-work/eu/"
        "european-child-sexual-abuse-legislation-advocacy-group-eclag",
        "also_name": "ECPAT",
        "also_year": "2026",
        "also_url": OPEN_LETTER,
        "grade": "A",
        "place": 17,
        "published": True,
    },
    {
        # Translators: ev.F17, organisations is a number; keep <strong> on it
        "value_words": _("More than <strong>%(organisations)s</strong> organisations"),
        # Translators: ev.F17, what it counts; ECLAG is a name, signatures a number
        "counts": _(
            "Members of ECLAG, the coalition that supports the campaign. Its open letter of February %(year)s has "
            "%(signatures)s signatures of organisations and experts."
        ),
        # Translators: ev.F17, what it does not tell us
        "not_told": _("That all of them agree on every detail."),
        # Translators: fact F17; ECLAG is a name, organisations and signatures are numbers
        "says": _(
            "More than %(organisations)s organisations work together in ECLAG. Its open letter of February %(year)s "
            "has %(signatures)s signatures of organisations and experts."
        ),
        # Translators: about.eclag, link to the source
        "source": _("Source: Internet Watch Foundation, about 2025"),
    },
)

F18 = Delivered(
    "F18",
    {
        "values": {"countries": 23, "of": 27, "year": 2022},
        "source_name": "Child Helpline International",
        "source_year": "2022",
        "source_url": "https://childhelplineinternational.org/15-years-of-116111/",
        "grade": "A",
        "place": 18,
        "published": True,
    },
    {
        # Translators: ev.F18, countries and of are numbers, 116 111 is a telephone number; keep <strong> on it
        "value_words": _("<strong>116 111</strong> in %(countries)s of the %(of)s EU countries"),
        # Translators: ev.F18, what it counts
        "counts": _("Countries where the European number for child helplines worked in %(year)s."),
        # Translators: ev.F18, what it does not tell us; "Help" is the page with help lines
        "not_told": _("Opening hours, languages, or the situation today: see Help for your country."),
        # Translators: fact F18; countries and of are numbers, 116 111 is a telephone number
        "says": _(
            "The European child helpline number 116 111 worked in %(countries)s of the %(of)s EU countries in %(year)s."
        ),
    },
)

DELIVERED = (F13, F14, F15, F16, F17, F18)
