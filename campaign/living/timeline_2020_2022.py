"""The timeline until mid-2022: mainly the story that ECPAT tells itself, with the legal texts (brief §6.13)."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from campaign.living import timeline_sources as sources
from campaign.living.timeline_entries import CAMPAIGN, EVIDENCE, LAW, MONTH, SETBACK, YEAR, entry

UNTIL_MID_2022 = (
    entry(
        "companies-look",
        date(2020, 1, 1),
        EVIDENCE,
        sources.ECPAT_TIMELINE,
        precision=YEAR,
        # Translators: timeline, instead of a date
        when=_("before December 2020"),
        # Translators: timeline, title of an entry, max:60
        title=_("Companies look by choice"),
        # Translators: timeline, entry "Companies look by choice"
        text=_(
            "ECPAT counts at least 300 companies and organisations worldwide that search for child sexual abuse "
            "material on their services by their own choice."
        ),
    ),
    entry(
        "strategy-2020",
        date(2020, 7, 24),
        LAW,
        sources.COM_2020_607,
        # Translators: timeline, title of an entry, max:60
        title=_("A European strategy"),
        # Translators: timeline, entry "A European strategy"
        text=_("The Commission presents its plan against child sexual abuse."),
    ),
    entry(
        "project-beacon",
        date(2020, 8, 1),
        CAMPAIGN,
        sources.ECPAT_BEACON,
        also=sources.ECPAT_TIMELINE,
        precision=YEAR,
        # Translators: timeline, title of an entry; Project Beacon is a name, max:60
        title=_("Project Beacon begins"),
        # Translators: timeline, entry "Project Beacon begins"
        text=_(
            "EU digital policy is changing, and ECPAT answers with a project for child safety. It talks with all "
            "sides, calls on policymakers and citizens, and asks for preventive tools such as age verification."
        ),
    ),
    entry(
        "exception-proposed",
        date(2020, 9, 10),
        LAW,
        sources.COM_2020_568,
        # Translators: timeline, title of an entry: an exception in a law, max:60
        title=_("An exception is proposed"),
        # Translators: timeline, entry "An exception is proposed"
        text=_("The Commission proposes temporary rules so that companies may keep looking for abuse in messages."),
    ),
    entry(
        "gap-opens",
        date(2020, 12, 21),
        SETBACK,
        sources.ECPAT_TIMELINE,
        # Translators: timeline, title of an entry: a gap in the law, max:60
        title=_("A gap opens"),
        # Translators: timeline, entry "A gap opens"
        text=_(
            "The European Electronic Communications Code brings online messages under the EU’s ePrivacy rules. "
            "Companies no longer know what they may do: can they go on looking? (Note: ECPAT’s page also names "
            "social networks and web hosting.)"
        ),
    ),
    entry(
        "reports-fall",
        date(2020, 12, 31),
        EVIDENCE,
        sources.ECPAT_TIMELINE,
        precision=MONTH,
        # Translators: timeline, instead of a date
        when=_("December 2020 to early 2021"),
        # Translators: timeline, title of an entry: fewer reports come in, max:60
        title=_("Reports fall"),
        # Translators: timeline, entry "Reports fall"
        text=_(
            "Within six weeks, reports from the EU to the US clearing house NCMEC drop by 51%. ECPAT concludes "
            "that much abuse material went undetected. The figure counts reports; it can’t show how much abuse "
            "there was."
        ),
    ),
    entry(
        "advocacy-2021",
        date(2021, 1, 1),
        CAMPAIGN,
        sources.ECPAT_TIMELINE,
        precision=YEAR,
        # Translators: timeline, instead of a date
        when=_("first half of 2021"),
        # Translators: timeline, title of an entry, max:60
        title=_("Months of advocacy"),
        # Translators: timeline, entry "Months of advocacy"
        text=_(
            "ECPAT and other child rights organisations ask the EU institutions to let companies continue to "
            "detect, report and remove."
        ),
    ),
    entry(
        "temporary-rules",
        date(2021, 7, 14),
        LAW,
        sources.REGULATION_2021_1232,
        also=sources.ECPAT_TIMELINE,
        # Translators: timeline, title of an entry, max:60
        title=_("Temporary rules"),
        # Translators: timeline, entry "Temporary rules"
        text=_(
            "After months of advocacy, the EU institutions agree. Regulation 2021/1232 lets companies look for "
            "abuse by choice, with conditions, until 3 August 2024."
        ),
    ),
    entry(
        "ecpat-warns",
        date(2021, 7, 15),
        CAMPAIGN,
        sources.ECPAT_TIMELINE,
        precision=MONTH,
        # Translators: timeline, title of an entry, max:60
        title=_("ECPAT welcomes and warns"),
        # Translators: timeline, entry "ECPAT welcomes and warns"
        text=_(
            "The rules are an important step, ECPAT says, but only for three years. Without a lasting solution, "
            "countless children could be at further risk. Lasting solutions start with clear laws."
        ),
    ),
    entry(
        "people-are-asked",
        date(2021, 9, 1),
        EVIDENCE,
        sources.ECPAT_TIMELINE,
        also=sources.YOUGOV_POLL,
        precision=MONTH,
        # Translators: timeline, title of an entry, max:60
        title=_("People are asked"),
        # Translators: timeline, entry "People are asked"
        text=_(
            "9,410 adults in eight EU countries are asked what they think of a legal duty to use detection "
            "technology. ECPAT finds broad support for automatic tools and for a lasting EU law. About 7 in 10 "
            "want more safety and a duty to detect, report and remove: this is ECPAT’s summary. On privacy: 76% "
            "say that finding signs of abuse matters as much as their own privacy online, or more."
        ),
    ),
    entry(
        "law-proposed",
        date(2022, 5, 11),
        LAW,
        sources.COM_2022_209,
        also=sources.ECPAT_TIMELINE,
        # Translators: timeline, title of an entry, max:60
        title=_("A lasting law is proposed"),
        # Translators: timeline, entry "A lasting law is proposed"
        text=_(
            "The Commission proposes duties to assess risk, detect, report and remove, and an EU centre. A "
            "strategy for a better internet for children comes with it. Together they could become a rulebook for"
            " online services."
        ),
    ),
    entry(
        "call-to-transform",
        date(2022, 5, 12),
        CAMPAIGN,
        sources.ECPAT_TIMELINE,
        precision=YEAR,
        # Translators: timeline, title of an entry, max:60
        title=_("A call to transform"),
        # Translators: timeline, entry "A call to transform"
        text=_(
            "ECPAT welcomes the plans. Together with over 100 organisations it calls on the EU to transform "
            "Europe’s digital landscape for child safety."
        ),
    ),
)
