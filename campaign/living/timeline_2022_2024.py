"""The timeline from mid-2022 to 2024, collected for the site from public sources (campaign brief §6.13)."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from campaign.living import timeline_sources as sources
from campaign.living.timeline_entries import CAMPAIGN, DEBATE, EVIDENCE, LAW, YEAR, entry

FROM_MID_2022 = (
    entry(
        "organisations-join",
        date(2022, 7, 14),
        CAMPAIGN,
        sources.BRAVE_MOVEMENT,
        # Translators: timeline, title of an entry, max:60
        title=_("Organisations join forces"),
        # Translators: timeline, entry "Organisations join forces"; keep the hashtag as it is
        text=_("Fourteen groups launch #ChildSafetyOnlineNow."),
    ),
    entry(
        "privacy-authorities",
        date(2022, 7, 28),
        DEBATE,
        sources.JOINT_OPINION,
        # Translators: timeline, title of an entry, max:60
        title=_("Privacy authorities warn"),
        # Translators: timeline, entry "Privacy authorities warn"
        text=_(
            "The EU’s data protection bodies warn that the proposal could allow the scanning of almost all "
            "communications."
        ),
    ),
    entry(
        "digital-services-act",
        date(2022, 10, 19),
        LAW,
        sources.REGULATION_2022_2065,
        also=sources.ECPAT_TIMELINE,
        # Translators: timeline, title of an entry: name of an EU law, max:60
        title=_("Digital Services Act"),
        # Translators: timeline, entry "Digital Services Act"
        text=_(
            "Regulation (EU) 2022/2065 sets new general duties for platforms, with special care for minors. For "
            "ECPAT it sends a clear message: children’s rights need protection online as well as offline."
        ),
    ),
    entry(
        "eclag-in-brussels",
        date(2023, 3, 20),
        CAMPAIGN,
        sources.ECLAG_EVENT,
        # Translators: timeline, title of an entry; ECLAG is a name, max:60
        title=_("ECLAG in Brussels"),
        # Translators: timeline, entry "ECLAG in Brussels"
        text=_("The coalition of more than 60 groups holds its first high-level event."),
    ),
    entry(
        "eurobarometer",
        date(2023, 7, 20),
        EVIDENCE,
        sources.EUROBAROMETER,
        published=False,
        # Translators: timeline, title of an entry: the EU's own survey, max:60
        title=_("Eurobarometer"),
        # Translators: timeline, entry "Eurobarometer"
        text=_("92% see growing risks for children online; 78% support the proposal."),
    ),
    entry(
        "march-in-brussels",
        date(2023, 9, 19),
        CAMPAIGN,
        sources.BRUSSELS_MARCH,
        # Translators: timeline, title of an entry: people walk through the city, max:60
        title=_("A march in Brussels"),
        # Translators: timeline, entry "A march in Brussels"
        text=_("Survivors, young people and organisations march and call for a clean internet."),
    ),
    entry(
        "parliaments-position",
        date(2023, 11, 22),
        LAW,
        sources.PARLIAMENTS_MANDATE,
        published=False,
        # Translators: timeline, title of an entry, max:60
        title=_("Parliament’s position"),
        # Translators: timeline, entry "Parliament’s position"; orders are orders to detect
        text=_(
            "Risk duties and limited, court-approved orders; encrypted messages stay out; a survivors’ forum is "
            "proposed."
        ),
    ),
    entry(
        "missing-posters",
        date(2023, 12, 4),
        CAMPAIGN,
        sources.MISSING_POSTERS,
        # Translators: timeline, title of an entry: posters like those for missing children, max:60
        title=_("“Missing” posters"),
        # Translators: timeline, entry "“Missing” posters"
        text=_("Campaigners put up posters at the offices of hesitant governments."),
    ),
    entry(
        "signatures-handed-over",
        date(2023, 12, 6),
        CAMPAIGN,
        sources.JUSTICE_INITIATIVE,
        # Translators: timeline, title of an entry, max:60
        title=_("540,000 signatures"),
        # Translators: timeline, entry "540,000 signatures"; Justice Initiative is a name
        text=_("The Justice Initiative hands over its petition to the EU."),
    ),
    entry(
        "rules-extended",
        date(2024, 4, 29),
        LAW,
        sources.EXTENSION_2024,
        # Translators: timeline, title of an entry, max:60
        title=_("Temporary rules extended"),
        # Translators: timeline, entry "Temporary rules extended"
        text=_("The exception now runs to 3 April 2026."),
    ),
    entry(
        "children-speak",
        date(2024, 12, 31),
        EVIDENCE,
        sources.VOICE_STUDY,
        precision=YEAR,
        # Translators: timeline, title of an entry, max:60
        title=_("Children speak"),
        # Translators: timeline, entry "Children speak"; VOICE is the name of a study
        text=_("The VOICE report brings together 480 children and more than 6,000 caregivers."),
    ),
)
