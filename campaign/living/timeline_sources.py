"""The sources of the timeline (campaign brief §4): name, year, address, and how good each is.

`words` is the name in the reader's language where it is more than a name.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

EUR_LEX = "https://eur-lex.europa.eu/legal-content/EN/TXT/?uri=CELEX:"
OBSERVATORY = "https://oeil.europarl.europa.eu/oeil/en/document-summary?id="
# Translators: timeline, year of a source that carries no date
ABOUT_2022 = _("about 2022")
# Translators: timeline, name of a source: the European Commission
COMMISSION = _("European Commission")
# Translators: timeline, name of a source: the list of laws in progress that the European Parliament keeps
LEGISLATIVE_OBSERVATORY = _("European Parliament, Legislative Observatory")


@dataclass(frozen=True)
class Source:
    name: str
    year: str
    url: str = ""
    grade: str = "A"
    words: str | Promise = ""
    year_words: str | Promise = ""


def _proposal(code: str, year: str, celex: str) -> Source:
    words = format_lazy("{who}, {code}", who=COMMISSION, code=code)
    return Source(f"European Commission, {code}", year, EUR_LEX + celex, words=words)


def _observatory(year: str, document: int) -> Source:
    name = "European Parliament, Legislative Observatory"
    return Source(name, year, f"{OBSERVATORY}{document}", words=LEGISLATIVE_OBSERVATORY)


ECPAT_TIMELINE = Source(
    "ECPAT", "about 2022", "https://ecpat.org/story/child-safety-online-eu-timeline/", year_words=ABOUT_2022
)
ECPAT_BEACON = Source(
    "ECPAT, Project Beacon", "about 2022", "https://ecpat.org/ecpat-project-beacon/", year_words=ABOUT_2022
)
COM_2020_607 = _proposal("COM(2020) 607", "2020", "52020DC0607")
COM_2020_568 = _proposal("COM(2020) 568", "2020", "52020PC0568")
COM_2022_209 = _proposal("COM(2022) 209", "2022", "52022PC0209")
REGULATION_2021_1232 = Source(
    "Regulation (EU) 2021/1232",
    "2021",
    f"{EUR_LEX}32021R1232",
    # Translators: timeline, name of a source: an EU law
    words=_("Regulation (EU) 2021/1232"),
)
REGULATION_2022_2065 = Source(
    "Regulation (EU) 2022/2065",
    "2022",
    f"{EUR_LEX}32022R2065",
    # Translators: timeline, name of a source: an EU law
    words=_("Regulation (EU) 2022/2065"),
)
YOUGOV_POLL = Source("ECPAT, YouGov", "2021", "https://ecpat.org/project-beacon/")
BRAVE_MOVEMENT = Source(
    "Brave Movement", "2022", "https://bravemovement.org/2022/07/14/child-safety-online-must-be-a-priority/"
)
JOINT_OPINION = Source(
    "EDPB and EDPS joint opinion of July 2022, a summary",
    "2022",
    "https://wiggin.eu/insight/european-data-protection-board-edpb-and-european-data-protection-supervisor-edps-adopt-"
    "joint-opinion-on-eu-commissions-proposal-for-a-regulation-to-prevent-and-combat-child-sexual-abuse/",
    # Translators: link to a summary of the opinion of the European data protection authorities
    words=_("EDPB and EDPS joint opinion of July 2022, a summary"),
)
ECLAG_EVENT = Source("ECPAT", "2023", "https://ecpat.org/ecpat-eclag-event-child-sexual-abuse-online")
EUROBAROMETER = Source(
    "SIR",
    "2023",
    "https://www.agensir.it/quotidiano/2023/7/20/eurobarometer-73-of-eu-citizens-believe-online-child-sexual-abuse-is-"
    "a-widespread-or-very-widespread-problem",
    grade="B",
)
BRUSSELS_MARCH = Source("ECPAT", "2023", "https://ecpat.org/ecpat-childsafetyonprotect-children-online")
PARLIAMENTS_MANDATE = Source(
    "eucrim",
    "2023",
    "https://eucrim.eu/news/ep-ready-to-discuss-proposal-to-combat-child-sexual-abuse-online/",
    grade="B",
)
MISSING_POSTERS = Source("ECPAT", "2023", "https://ecpat.org/eclag-ecpat-childsafetyon-eu/")
JUSTICE_INITIATIVE = Source("Justice Initiative", "2023", "https://justice-initiative.eu/")
EXTENSION_2024 = _observatory("2024", 1785303)
VOICE_STUDY = Source(
    "Eurochild",
    "2024",
    "https://eurochild.org/resource/speaking-up-for-change-childrens-and-caregivers-voices-for-safer-online-experiences/",
)
GUIDELINES = Source(
    "CRC",
    "2025",
    "https://www.crc.bg/en/news/1703/european-commission-presented-guidelines-and-age-verification-app-prototype-for-a-"
    "safer-online-space-for-children",
    grade="B",
)
SCIENTISTS_LETTER = Source("CyberInsider", "2025", "https://cyberinsider.com/?p=277313", grade="B")
COUNCIL_POSITION = Source("Digital Policy Alert", "2025", grade="B")  # the register has the address cut off
EUROCHILD_ON_COUNCIL = Source("Eurochild", "2025", "https://eurochild.org/?p=20679")
COM_2025_797 = Source(
    "CADE",
    "2025",
    "https://cadeproject.org/updates/commission-proposes-extending-interim-csam-detection-rules-until-2028",
    grade="B",
)
ECLAG_LETTER = Source("ECPAT", "2026", "https://ecpat.org/?p=27882")
VOTE_MARCH_2026 = _observatory("2026", 1891790)
REJECTION = Source("EU Today", "2026", "https://eurotoday.org/?p=32575", grade="B")
FOUR_COMPANIES = Source(
    "Cybernews", "2026", "https://cybernews.com/privacy/tech-companies-europe-voluntary-chat-control/", grade="B"
)
CRIMINAL_LAW = Source(
    "IWF",
    "2026",
    "https://www.iwf.org.uk/news-media/statements/iwf-welcomes-political-agreement-on-recast-of-eu-directive-on-child-"
    "sexual-abuse/",
)
FIFTH_ROUND = Source(
    "vpnlab.io", "2026", "https://vpnlab.io/en/eu-chat-control-fifth-trilogue-fails-2026-1061", grade="C"
)
COUNCIL_2026 = Source(
    "EU Matrix", "2026", "https://atlas.eumatrix.app/news/0c790d41-60f5-4bbf-9e9d-deb4e7d78a48", grade="B"
)
