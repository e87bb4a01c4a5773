"""Figures that ship, first part: what was reported and found (F1 to F7 of the campaign brief).

Numbers are values that staff may change; in the words stand their names. What begins with `percent` is written as a
percentage, what begins with `year` without a sign for thousands. <strong> stands around what is set large.
"""

from django.utils.translation import gettext_lazy as _

from campaign.living.kept import Delivered

TIMELINE_STORY = "https://ecpat.org/story/child-safety-online-eu-timeline/"
OPEN_LETTER = "https://ecpat.org/?p=27882"

F1 = Delivered(
    "F1",
    {
        "values": {
            "rate": 2,
            "files": 62.9,
            "year": 2024,
            "rate_exact": 1.99,
            "rate_then": 2.7,
            "files_then": 85,
            "year_then": 2021,
        },
        "source_name": "NCMEC",
        "source_year": "2024",
        "source_url": "https://ncmec.org/cybertiplinedata",
        "also_name": "European Commission",
        "also_year": "2021",
        "also_url": "https://home-affairs.ec.europa.eu/policies/internal-security/child-sexual-abuse/"
        "legislation-prevent-and-combat-child-sexual-abuse_en",
        "grade": "B",
        "place": 1,
        "published": True,
    },
    {
        # Translators: home.hero.stat.value, rate is a number, max:35 with its placeholder; keep <strong> on it
        "hero_value": _("About <strong>%(rate)s</strong> every second"),
        # Translators: home.hero.stat.text
        "hero_text": _(
            "Files of suspected child sexual abuse that were reported to the US clearing house NCMEC in %(year)s, "
            "worldwide."
        ),
        # Translators: fact F1, what the figure does not tell us
        "hero_not": _("A report is not a count of children and not a count of what exists."),
        # Translators: ev.F1, numbers and years; keep <strong> on the first number
        "value_words": _(
            "About <strong>%(rate)s</strong> files every second: %(files)s million in %(year)s. "
            "In %(year_then)s it was %(files_then)s million, or %(rate_then)s a second."
        ),
        # Translators: ev.F1, what it counts
        "counts": _(
            "Files of suspected child sexual abuse that companies and the public passed to the US clearing house "
            "NCMEC, from the whole world; for %(year_then)s, what internet companies reported."
        ),
        # Translators: ev.F1, what it does not tell us; rate_exact is a number
        "not_told": _(
            "How many children were harmed, how much exists, or whether abuse grew: companies now bundle reports, "
            "and less can be seen where messages are encrypted. Why not “at least two”? The campaign’s own line says "
            "that at least two images or videos are shared every second. It fits the figure of %(year_then)s. "
            "For %(year)s the sum is %(rate_exact)s, so we write “about two”, and we write “reported”, because nobody "
            "can count what is shared."
        ),
        # Translators: fact F1, explanation of the figure; files and rate are numbers
        "says": _(
            "In %(year)s, companies and the public reported %(files)s million files of suspected child sexual abuse to "
            "NCMEC, the US clearing house. That is about %(rate)s every second."
        ),
        # Translators: second source of fact F1, link
        "also": _("Source: European Commission, 2021"),
    },
)

F2 = Delivered(
    "F2",
    {
        "values": {"percent": 62, "year": 2024, "pages": 181112},
        "source_name": "IWF, reported by The Brussels Times",
        "source_year": "2024",
        "source_url": "https://www.brusselstimes.com/1547506/"
        "alarming-surge-in-child-sexual-abuse-images-hosted-in-eu-report-shows",
        "grade": "B",
        "place": 2,
        "published": True,
    },
    {
        # Translators: ev.F2, percent is a number with its sign; keep <strong> on it
        "value_words": _("<strong>%(percent)s</strong> hosted in the EU in %(year)s."),
        # Translators: ev.F2, what it counts
        "counts": _("Web pages the Internet Watch Foundation traced to servers in EU countries: %(pages)s pages."),
        # Translators: ev.F2, what the figure does not tell us
        "not_told": _("Where the abuse happened or who watched. Some countries simply have many servers."),
        # Translators: fact F2, percent is a number with its sign; keep <strong> on it
        "says": _(
            "<strong>%(percent)s</strong> of the child sexual abuse web pages that the Internet Watch Foundation "
            "traced in %(year)s sat on servers in EU countries."
        ),
        # Translators: source of fact F2, link
        "source": _("Source: IWF, 2024, reported by The Brussels Times"),
    },
)

# Not published until the report of the IWF itself is linked.
F3 = Delivered(
    "F3",
    {
        "values": {
            "addresses": 310437,
            "year": 2025,
            "percent": 63,
            "percent_up": 28,
            "percent_before": 29,
            "percent_down": 11,
        },
        "source_name": "IWF",
        "source_year": "2026",
        "grade": "B",
        "place": 3,
        "published": False,
    },
    {
        # Translators: ev.F3, addresses is a number, percent one with its sign; keep <strong> on the first
        "value_words": _(
            "<strong>%(addresses)s</strong> addresses in %(year)s; by our addition about %(percent)s in EU countries."
        ),
        # Translators: ev.F3, what it counts
        "counts": _("Addresses the IWF acted on."),
        # Translators: ev.F3, what it does not tell us; numbers with their sign
        "not_told": _(
            "Where the abuse happened or who watched. The ranking changes fast: Bulgaria rose to %(percent_up)s, "
            "the Netherlands fell from %(percent_before)s to %(percent_down)s."
        ),
        # Translators: fact F3; addresses is a number, percent one with its sign
        "says": _(
            "In %(year)s the IWF acted on %(addresses)s addresses. Adding up its list of countries, about %(percent)s "
            "were in the EU."
        ),
    },
)

F4 = Delivered(
    "F4",
    {
        "values": {"videos": 3440, "year": 2025, "videos_before": 13, "year_before": 2024},
        "source_name": "IWF, reported by ECLAG",
        "source_year": "2026",
        "source_url": OPEN_LETTER,
        "grade": "A",
        "place": 4,
        "published": True,
    },
    {
        # Translators: ev.F4, videos and videos_before are numbers; keep <strong> on the first
        "value_words": _(
            "<strong>%(videos)s</strong> AI videos in %(year)s, after %(videos_before)s in %(year_before)s."
        ),
        # Translators: ev.F4, what it counts
        "counts": _("Videos assessed by IWF analysts."),
        # Translators: ev.F4, what it does not tell us
        "not_told": _("All AI material online."),
        # Translators: fact F4; videos and videos_before are numbers
        "says": _(
            "Analysts found %(videos)s AI-made videos of child sexual abuse in %(year)s. "
            "The year before, %(videos_before)s."
        ),
        # Translators: source of fact F4, link
        "source": _("Source: IWF, 2026, reported by ECLAG"),
    },
)

F5 = Delivered(
    "F5",
    {
        "values": {"group": 5},
        "source_name": "European Commission, COM(2022) 209, after the Council of Europe",
        "source_year": "2022",
        "source_url": "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:52022PC0209",
        "grade": "A",
        "place": 5,
        "published": True,
    },
    {
        # Translators: ev.F5, group is a number; keep <strong>
        "value_words": _("At least <strong>1 child in %(group)s</strong>."),
        # Translators: ev.F5, what it counts
        "counts": _(
            "An estimate of children who experience some form of sexual violence while they grow up, online or offline."
        ),
        # Translators: ev.F5, what it does not tell us
        "not_told": _("The share online, or the situation in one country."),
        # Translators: fact F5, group is a number: five
        "says": _(
            "At least one in %(group)s children experiences some form of sexual violence, the European Commission "
            "writes, after a Council of Europe estimate."
        ),
        # Translators: source of fact F5, link
        "source": _("Source: European Commission, COM(2022) 209, after the Council of Europe"),
    },
)

F6 = Delivered(
    "F6",
    {
        "values": {"percent": 83, "age_from": 3, "age_to": 13, "year": 2023},
        "source_name": "INHOPE",
        "source_year": "2024",
        "source_url": "https://www.inhope.org/EN/articles/2024-inhope-call-for-action",
        "grade": "A",
        "place": 6,
        "published": True,
    },
    {
        # Translators: ev.F6, percent is a number with its sign; keep <strong> on it
        "value_words": _(
            "<strong>%(percent)s</strong> of the children shown looked %(age_from)s to %(age_to)s years old."
        ),
        # Translators: ev.F6, what it counts
        "counts": _("Material handled by INHOPE hotlines in %(year)s."),
        # Translators: ev.F6, what it does not tell us
        "not_told": _("The age of all children affected; teenagers are harder to recognise as children."),
        # Translators: fact F6, percent is a number with its sign
        "says": _(
            "%(percent)s of the children in material handled by INHOPE’s hotlines in %(year)s looked between "
            "%(age_from)s and %(age_to)s years old."
        ),
    },
)

F7 = Delivered(
    "F7",
    {
        "values": {"percent": 51},
        "source_name": "ECPAT, citing NCMEC",
        "source_year": "2022",
        "source_url": TIMELINE_STORY,
        "grade": "A",
        "place": 7,
        "published": True,
    },
    {
        # Translators: ev.F7, percent is a number with its sign; keep <strong> on it
        "value_words": _("<strong>%(percent)s</strong> fewer reports in six weeks."),
        # Translators: ev.F7, what it counts
        "counts": _("Reports originating from the EU to NCMEC after 21 December 2020."),
        # Translators: ev.F7, what it does not tell us
        "not_told": _("What happened to children in that time. ECPAT concludes that much went undetected."),
        # Translators: fact F7, percent is a number with its sign
        "says": _(
            "When a legal basis was missing from December 2020, reports originating from the EU to NCMEC fell by "
            "%(percent)s within six weeks."
        ),
        # Translators: source of the fall in reports, link
        "source": _("Source: ECPAT, about 2022, citing NCMEC"),
    },
)

DELIVERED = (F1, F2, F3, F4, F5, F6, F7)
