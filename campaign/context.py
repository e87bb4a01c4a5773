"""What every page knows: who runs the site, the language and its sisters, its own address, the petition's state."""

from django.conf import settings
from django.db import Error
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext

from campaign import nearest, organisation, translating
from campaign.languages import LOCALES, NATIVE, choices_for, for_everybody
from campaign.living import banner
from campaign.share_pictures import picture_for
from petitions import flagship
from petitions.letters import about_us
from petitions.models import Petition


def page_context(request: HttpRequest) -> dict[str, object]:
    """The context of every template; needs no database, and says "open" when there is none to ask."""
    code = translation.get_language() or "en"
    return {
        "site": site(),
        "language": _language(code),
        "languages": choices_for(request),
        "asked": nearest.on_page(request),
        "path": request.path,
        "canonical": settings.SITE_ORIGIN + request.path,
        "x_default": for_everybody(request.path),
        "share_picture": picture_for(code),
        "petition_state": _petition_state(),
        "banner": banner.on_page(request),
    }


def site() -> dict[str, object]:
    """Who runs the site, in the language of the moment: what templates read as `site.…`."""
    us: dict[str, object] = {**about_us(), **organisation.facts()}
    return us | {"independence": _independence(str(us["controller"]))}


def _language(code: str) -> dict[str, object]:
    direction = "rtl" if translation.get_language_bidi() else "ltr"
    names = {"code": code, "name": NATIVE[code], "dir": direction, "locale": LOCALES[code]}
    return names | {"signed_off": translating.is_signed_off(code)}


def _independence(controller: str) -> str:
    if not settings.CONTROLLER["independent"]:
        return ""
    # Translators: site.independence, in the footer; controller is the name of an organisation
    words = gettext(
        "This site presents the asks published by the #ChildSafetyON campaign and ECPAT’s Project Beacon. "
        "It is run by %(controller)s."
    )
    return words % {"controller": controller}


def _petition_state() -> str:
    try:
        return flagship.state(flagship.flagship())
    except (Error, Petition.DoesNotExist):  # InterfaceError is no DatabaseError
        return flagship.OPEN
