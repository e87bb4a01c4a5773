"""The words around the answers: names of the groups, and the links below an answer."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from campaign.living.care_models import Answer

GROUPS = {
    # Translators: faq.group.basics, heading over questions, max:60
    Answer.Group.BASICS: _("Basics"),
    # Translators: faq.group.children, heading over questions, max:60
    Answer.Group.CHILDREN: _("Children and survivors"),
    # Translators: faq.group.law, heading over questions, max:60
    Answer.Group.LAW: _("The law"),
    # Translators: faq.group.privacy, heading over questions, max:60
    Answer.Group.PRIVACY: _("Privacy and encryption"),
    # Translators: faq.group.effect, heading over questions, max:60
    Answer.Group.EFFECT: _("Effect and alternatives"),
    # Translators: faq.group.money, heading over questions, max:60
    Answer.Group.MONEY: _("Money and power"),
    # Translators: faq.group.signature, heading over questions, max:60
    Answer.Group.SIGNATURE: _("Your signature"),
}
# Name of a page, and what a link to it is called below an answer.
PAGES = {
    # Translators: nav.about, in the menu: about us, max:18
    "about": pgettext_lazy("nav.about", "About"),
    # Translators: status.link, link to the timeline
    "timeline": _("See the timeline"),
    # Translators: nav.evidence, in the menu: figures and studies, max:18
    "evidence": pgettext_lazy("nav.evidence", "Evidence"),
    # Translators: help.title, max:60
    "help": _("Help is here"),
    # Translators: asks.1.title, heading and link, max:60
    "ask_design": _("1. Make safety part of the design"),
    # Translators: asks.3.title, heading and link, max:60
    "ask_safeguards": _("3. Put strong safeguards around every tool"),
    # Translators: nav.prevention, in the menu, max:18
    "prevention": _("Prevention"),
    # Translators: link to the class poster, max:60
    "poster_class": _("Print a poster for your class"),
    # Translators: link to the page about writing to a member of the European Parliament, max:60
    "write_to_mep": _("Write to your MEP with your class"),
    # Translators: nav.young, link to the privacy page in words for young people, max:24
    "privacy_young": _("For young readers"),
    # Translators: nav.easy, link to the asks in easy words, max:18
    "asks_easy": _("Easy words"),
    # Translators: nav.yours, link to the page where supporters see and change their signature, max:18
    "yours_ask": _("Your signature"),
    # Translators: link to the privacy notice in the footer
    "privacy": _("Privacy"),
    # Translators: about.rules.6, link to the page about signatures set aside
    "set_aside": _("We count confirmed signatures, and we publish how many were set aside."),
}
# Key of an answer → the pages that its words name; with "#" another answer or group of this page.
LEADS_TO = {
    "hope": ("#privacy",),
    "online": ("#q-age",),
    "who": ("about",),
    "survivors": ("help",),
    "law": ("timeline",),
    "derogation": ("#q-status",),
    "chatcontrol": ("#q-status", "timeline"),
    "creep": ("ask_safeguards",),
    "age": ("ask_design",),
    "move": ("evidence",),
    "better": ("prevention",),
    "numbers": ("evidence",),
    "money": ("about",),
    "sig-long": ("privacy",),
    "sig-under16": ("poster_class", "write_to_mep", "privacy_young", "asks_easy", "help"),
    "sig-delete": ("yours_ask",),
    "sig-aside": ("set_aside",),
}
