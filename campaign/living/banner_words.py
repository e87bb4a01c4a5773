"""The lines of the banner that ship, and the words of their links (campaign words §7)."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LINES: dict[str, str | Promise] = {
    # Translators: banner.gap, one line under the header, max:120
    "gap": _("The temporary EU rules have ended. Ask for a law that lasts."),
    # Translators: banner.interim, one line under the header, max:120
    "interim": _("A temporary rule is not enough. Ask for a law that lasts."),
    # Translators: banner.agreed, one line under the header, max:120
    "agreed": _("Parliament and the Council have agreed. See how the text meets the four asks."),
    # Translators: banner.adopted, one line under the header, max:120
    "adopted": _("The law is adopted. Now it has to work in practice."),
    # Translators: banner.milestone, one line under the header; milestone is a number, max:120
    "milestone": _("Signatures: %(milestone)s. Thank you."),
    # Translators: banner.vote, one line under the header; date is a day, max:120
    "vote": _("Vote planned: %(date)s. Write a short message to your MEP."),
}
# Translators: nav.sign, verb: add your name to the petition, max:18
SIGN = pgettext_lazy("nav.sign", "Sign")
LINKS: dict[str, str | Promise] = {
    "gap": SIGN,
    "interim": SIGN,
    # Translators: banner.agreed, link to the four asks, verb, max:24
    "agreed": pgettext_lazy("banner", "Read"),
    # Translators: banner.adopted, link to the timeline, max:24
    "adopted": _("See what is next"),
    # Translators: share.native, verb: send to others, button, max:24
    "milestone": pgettext_lazy("share.native", "Share"),
    # Translators: banner.vote, verb: write a message to a politician; link, max:24
    "vote": pgettext_lazy("banner", "Write"),
}
