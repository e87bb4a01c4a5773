"""The words of the five states of the law. No other place on the site says how the law stands (campaign brief §1)."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Words:
    """How one state is told; `next_step` is empty where there is none to tell."""

    headline: str | Promise
    sentence: str | Promise
    next_step: str | Promise = ""


WORDS = {
    "checking": Words(
        # Translators: headline of the status "checking", max:60
        _("Europe’s lasting law"),
        # Translators: the status "checking": staff look at the newest state of the law
        _("We are checking the latest step."),
    ),
    "gap": Words(
        # Translators: headline of the status "gap", max:60
        _("Europe has a gap in its child safety law"),
        # Translators: the status "gap", one sentence
        _(
            "The temporary EU rules on finding child sexual abuse in private messages have lapsed, "
            "and the permanent law is still being negotiated."
        ),
        # Translators: the status "gap", what has to happen next
        _("Parliament and the Council must agree on a law that lasts."),
    ),
    "interim": Words(
        # Translators: headline of the status "interim", max:80
        _("A temporary rule is back. The lasting law is still missing"),
        # Translators: the status "interim", one sentence
        _(
            "Companies may again look for child sexual abuse in messages by their own choice, "
            "for a limited time, but no lasting duty exists."
        ),
        # Translators: the status "interim", what has to happen next
        _("Negotiators must use this time to finish the permanent law."),
    ),
    "agreed": Words(
        # Translators: headline of the status "agreed", max:75
        _("Negotiators have agreed. Now the law must be adopted"),
        # Translators: the status "agreed", one sentence
        _("Parliament and the Council have agreed on the text of the permanent law; both must still vote."),
        # Translators: the status "agreed", what comes next
        _("We will measure the final text against the four asks."),
    ),
    "adopted": Words(
        # Translators: headline of the status "adopted", max:60
        _("The law is adopted. Now it must work"),
        # Translators: the status "adopted", one sentence
        _("The EU has adopted a permanent law against online child sexual abuse."),
        # Translators: the status "adopted", what has to happen next
        _("Governments must give it staff, money and independent checks."),
    ),
}
