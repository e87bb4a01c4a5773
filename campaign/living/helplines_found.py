"""The help lines as they ship: found in stored copies of pages or in lists, none of them dialled, none verified.

What was found, and where, stands in NOTES for the person who will call (campaign brief §11). No name: none was found.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from campaign.living.care_models import Helpline
from campaign.living.kept import Delivered

# Translators: opening hours of a help line
ALL_DAY = _("Every day, all day")
A_LIST, NOTHING = "found in a list only", "not found anywhere yet"


@dataclass(frozen=True)
class Found:
    """One service as it was found; the key never changes."""

    key: str
    name: str
    number: str
    note: str
    is_free: bool = False
    is_open_all_day: bool = False
    kind: str = Helpline.Kind.CHILD
    chat_url: str = ""

    def delivered(self) -> Delivered:
        row = {
            "country": self.key[:2].upper(),
            "kind": self.kind,
            "name": self.name,
            "number": self.number,
            "is_free": self.is_free,
            "chat_url": self.chat_url,
        }
        return Delivered(self.key, row, {"hours": ALL_DAY} if self.is_open_all_day else {})


FOUND = (
    Found("at-147", "Rat auf Draht", "147", "found: rataufdraht.at, 18 Sep 2024; not on the phone bill", True, True),
    Found("be-103", "Écoute-Enfants", "103", "found: rtbf.be (figures for 2021); French, anonymous; hours about "
          "10 to 24 h in an older report", True),
    Found("be-102", "Awel", "102", f"{NOTHING}; Dutch"),
    Found("bg-116111", "", "116 111", f"{NOTHING}; another list has 0800 19 100"),
    Found("cy-116111", "", "116 111", "found: cbn.com.cy, 17 May 2024; Mon to Fri 12 to 20, Sat 9:30 to 14"),
    Found("cy-1466", "Hope For Children", "1466", "found: cbn.com.cy, 17 May 2024", False, True),
    Found("cz-116111", "Linka bezpečí", "116 111", NOTHING),
    Found("de-116111", "Nummer gegen Kummer", "116 111", f"{A_LIST}; verify the hours"),
    Found("dk-116111", "BørneTelefonen (Børns Vilkår)", "116 111", "name found (CHI, Dec 2025); number not found"),
    Found("ee-116111", "Lasteabi", "116 111", NOTHING),
    Found("es-116111", "Fundación ANAR", "116 111", NOTHING),
    Found("es-900", "Fundación ANAR", "900 20 20 10", NOTHING),
    Found("fi-116111", "Mannerheim League", "116 111", f"{NOTHING}; write its own name"),
    Found("fr-119", "Allô Enfance en Danger", "119", "found: madinin-art.net; not on the bill; has a chat; "
          "116 111 was not in use in France", True, True),
    Found("gr-1056", "The Smile of the Child", "1056", "found: childhelplineinternational.org, 2023; write its own "
          "name", True, True),
    Found("gr-116111", "The Smile of the Child", "116 111", "found: childhelplineinternational.org, 2023; write its "
          "own name", True, True),
    Found("hr-116111", "Hrabri telefon", "116 111", NOTHING),
    Found("hu-116111", "Kék Vonal", "116 111", A_LIST),
    Found("ie-1800", "Childline (ISPCC)", "1800 66 66 66", NOTHING),
    Found("ie-116111", "Childline (ISPCC)", "116 111", NOTHING),
    Found("it-19696", "Telefono Azzurro", "19696", "found: tg24.sky.it, 23 Apr 2025", True, True),
    Found("it-114", "", "114", "found: tg24.sky.it, 23 Apr 2025; emergencies for children"),
    Found("lt-116111", "Vaikų linija", "116 111", NOTHING),
    Found("lu-116111", "Kanner-Jugendtelefon", "116 111", A_LIST),
    Found("lv-116111", "", "116 111", NOTHING),
    Found("mt-116111", "", "116 111", NOTHING),
    Found("mt-179", "", "179", NOTHING),
    Found("nl-0800", "De Kindertelefoon", "0800 0432", NOTHING),
    Found("nl-116111", "De Kindertelefoon", "116 111", NOTHING),
    Found("pl-116111", "", "116 111", NOTHING),
    Found("pt-116111", "SOS Criança", "116 111", A_LIST),
    Found("ro-116111", "", "116 111", NOTHING),
    Found("ro-119", "", "119", NOTHING),
    Found("se-116111", "Bris", "116 111", A_LIST),
    Found("si-116111", "TOM", "116 111", NOTHING),
    Found("sk-116111", "Linka detskej istoty", "116 111", NOTHING),
    Found("de-troubled-desire", "Troubled Desire", "", "a website, no page found; has to be verified first",
          kind=Helpline.Kind.PREVENTION, chat_url="https://troubled-desire.com/"),
)  # fmt: skip
DELIVERED = tuple(one.delivered() for one in FOUND)
NOTES = {one.key: one.note for one in FOUND}
