"""The kinds of the timeline, as visitors read them."""

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from campaign.living.timeline_entries import CAMPAIGN, DEBATE, EVIDENCE, LAW, SETBACK

KINDS: dict[str, str | Promise] = {
    # Translators: time.filter, kind of entries: rules and votes, max:24
    LAW.value: pgettext_lazy("time.filter", "Law"),
    # Translators: time.filter, kind of entries: what campaigns did, max:24
    CAMPAIGN.value: pgettext_lazy("time.filter", "Campaign"),
    # Translators: nav.evidence, in the menu: figures and studies, max:18
    EVIDENCE.value: pgettext_lazy("nav.evidence", "Evidence"),
    # Translators: time.filter, kind of entries: opinions of authorities, scientists, critics, max:24
    DEBATE.value: pgettext_lazy("time.filter", "Debate"),
    # Translators: time.filter, kind of one entry: a step back, rules ended or a vote failed, max:24
    SETBACK.value: pgettext_lazy("time.filter", "Setback"),
}
# Translators: time.filter, entries of every kind, max:24
EVERYTHING = pgettext_lazy("time.filter", "Everything")
# Translators: time.filter, kind of entries: steps back, when rules ended or a vote failed, max:24
SETBACKS = pgettext_lazy("time.filter", "Setbacks")
