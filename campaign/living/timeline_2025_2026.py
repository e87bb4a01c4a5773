"""The timeline of 2025 and 2026, collected for the site from public sources (campaign brief §6.13)."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from campaign.living import timeline_sources as sources
from campaign.living.timeline_entries import CAMPAIGN, DEBATE, LAW, MONTH, SETBACK, entry

FROM_2025 = (
    entry(
        "platform-guidelines",
        date(2025, 7, 14),
        LAW,
        sources.GUIDELINES,
        published=False,
        # Translators: timeline, title of an entry: advice of the Commission, max:60
        title=_("Guidelines for platforms"),
        # Translators: timeline, entry "Guidelines for platforms"
        text=_("The Commission says what protecting minors should look like, and shows an age-check prototype."),
    ),
    entry(
        "scientists-warn",
        date(2025, 9, 1),
        DEBATE,
        sources.SCIENTISTS_LETTER,
        precision=MONTH,
        published=False,
        # Translators: timeline, title of an entry, max:60
        title=_("Scientists warn"),
        # Translators: timeline, entry "Scientists warn"
        text=_("More than 500 researchers sign a letter against scanning on devices; later more than 760."),
    ),
    entry(
        "council-agrees",
        date(2025, 11, 26),
        LAW,
        sources.COUNCIL_POSITION,
        also=sources.EUROCHILD_ON_COUNCIL,
        published=False,
        # Translators: timeline, title of an entry: the Council of the EU finds its position, max:60
        title=_("The Council agrees"),
        # Translators: timeline, entry "The Council agrees"
        text=_(
            "Governments back risk duties, removal and an EU centre, and want to make voluntary detection "
            "permanent. Orders to detect are left out."
        ),
    ),
    entry(
        "extension-proposed",
        date(2025, 12, 1),
        LAW,
        sources.COM_2025_797,
        precision=MONTH,
        published=False,
        # Translators: timeline, title of an entry: more time for the temporary rules, max:60
        title=_("Another extension proposed"),
        # Translators: timeline, entry "Another extension proposed"
        text=_("The Commission proposes to keep the temporary rules until 3 April 2028."),
    ),
    entry(
        "open-letter",
        date(2026, 2, 3),
        CAMPAIGN,
        sources.ECLAG_LETTER,
        # Translators: timeline, title of an entry: organisations and experts who signed a letter, max:60
        title=_("109 voices"),
        # Translators: timeline, entry "109 voices"
        text=_("ECLAG’s open letter asks for an ambitious law."),
    ),
    entry(
        "narrower-extension",
        date(2026, 3, 11),
        LAW,
        sources.VOTE_MARCH_2026,
        # Translators: timeline, title of an entry, max:60
        title=_("A narrower extension"),
        # Translators: timeline, entry "A narrower extension"
        text=_(
            "Parliament votes for an extension to August 2027: known material only, without encrypted messages. "
            "458 members vote yes, 103 no."
        ),
    ),
    entry(
        "no-extension",
        date(2026, 3, 26),
        SETBACK,
        sources.REJECTION,
        published=False,
        # Translators: timeline, title of an entry, max:60
        title=_("No extension"),
        # Translators: timeline, entry "No extension"
        text=_("Talks fail, and Parliament rejects the extension. 311 members vote no, 228 yes."),
    ),
    entry(
        "rules-lapse",
        date(2026, 4, 3),
        SETBACK,
        sources.EXTENSION_2024,
        also=sources.FOUR_COMPANIES,
        grade="B",
        published=False,
        # Translators: timeline, title of an entry: the rules end, max:60
        title=_("The rules lapse"),
        # Translators: timeline, entry "The rules lapse"
        text=_("The temporary exception ends. Several large companies say they will go on by choice."),
    ),
    entry(
        "criminal-law-deal",
        date(2026, 6, 22),
        LAW,
        sources.CRIMINAL_LAW,
        # Translators: timeline, title of an entry: negotiators agree on a directive, max:60
        title=_("Deal on criminal law"),
        # Translators: timeline, entry "Deal on criminal law"
        text=_(
            "Negotiators agree on a new Directive: AI-made material, livestreamed abuse, sextortion, more time "
            "for survivors to go to court. Formal adoption comes after that."
        ),
    ),
    entry(
        "fifth-round",
        date(2026, 6, 29),
        SETBACK,
        sources.FIFTH_ROUND,
        published=False,
        # Translators: timeline, title of an entry: the fifth round of negotiations, max:60
        title=_("Fifth round, no deal"),
        # Translators: timeline, entry "Fifth round, no deal"
        text=_("Talks on the permanent law end without agreement."),
    ),
    entry(
        "councils-new-position",
        date(2026, 7, 2),
        LAW,
        sources.COUNCIL_2026,
        published=False,
        # Translators: timeline, title of an entry, max:60
        title=_("The Council’s new position"),
        # Translators: timeline, entry "The Council’s new position"
        text=_(
            "Governments adopt a position for new temporary rules to 3 April 2028. The text then goes to Parliament."
        ),
    ),
)
