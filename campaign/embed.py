"""The petition on other people's sites: a box in a frame, a button, or a link with a picture. No script, no cookie."""

from dataclasses import dataclass
from html import escape

from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from campaign.share_pictures import HEIGHT, WIDTH, picture_for
from petitions import card, flagship
from petitions.public_pages import public_page

# Attributes, no `style`: they work under every policy and pass the filters of most systems that people write pages in.
FRAME = (
    '<iframe src="{box}" title="{title}" width="100%" height="224" frameborder="0" loading="lazy" '
    'referrerpolicy="no-referrer" sandbox="allow-popups allow-popups-to-escape-sandbox"></iframe>'
)
BUTTON = (
    '<a href="{petition}" style="display:inline-block;padding:.8em 1.6em;border-radius:99px;background:#ffb938;'
    'color:#12163a;font-weight:700;text-decoration:none">{label}</a>'
)
PICTURE = (
    '<a href="{petition}"><img src="{picture}" alt="{title}" width="{width}" height="{height}" loading="lazy" '
    'referrerpolicy="no-referrer"></a>'
)
BOX, BUTTON_ONLY = "box", "button"


@dataclass(frozen=True)
class Chosen:
    """What somebody wants on their site: the language, and the box or the button alone."""

    language: str
    is_button: bool
    title: str
    label: str
    box_path: str
    petition_path: str

    @property
    def code(self) -> str:
        """One line of HTML."""
        return self._filled(BUTTON if self.is_button else FRAME)

    @property
    def picture_code(self) -> str:
        """For sites that allow no frames. The picture's name is the one that stays from release to release."""
        return self._filled(PICTURE)

    def _filled(self, pattern: str) -> str:
        origin = settings.SITE_ORIGIN
        return pattern.format(
            box=origin + self.box_path,
            petition=origin + self.petition_path,
            picture=origin + settings.STATIC_URL + picture_for(self.language),
            title=escape(self.title),
            label=escape(self.label),
            width=WIDTH // 2,
            height=HEIGHT // 2,
        )


def chosen(query: QueryDict, language: str) -> Chosen:
    """From the query of the address; what it does not say, or says wrongly, is the page's language, and the box."""
    wish = query.get("language", "")
    wanted = wish if wish in settings.LIVE_LANGUAGES else language
    with translation.override(wanted):
        return Chosen(
            language=wanted,
            is_button=query.get("kind") == BUTTON_ONLY,
            title=title(),
            label=_("Sign the petition"),
            box_path=reverse("embed_box"),
            petition_path=reverse("petition"),
        )


def title() -> str:
    """The title of the box, in the active language."""
    # Translators: embed.widget.title, title of the small box on other websites, max:60
    return _("A lasting EU law for child safety online")


@require_safe
@csp_update({"frame-src": ["'self'"]})
@public_page
def embed(request: HttpRequest) -> HttpResponse:
    """How it looks, and the line to copy. The query chooses, so it works without JavaScript."""
    return render(request, "campaign/embed.html", {"chosen": chosen(request.GET, translation.get_language() or "en")})


@require_safe
@csp_replace({"frame-ancestors": ["*"], "script-src": ["'none'"]})
@xframe_options_exempt
@public_page
def embed_box(request: HttpRequest) -> HttpResponse:
    """The box: the one page of ours that others may frame."""
    petition = flagship.flagship()
    context = {"count": card.progress(petition.pk), "box_title": title(), "state": flagship.state(petition)}
    response = render(request, "campaign/embed_box.html", context)
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    return response
