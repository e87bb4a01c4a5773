"""The public pages of all versions of the words: what people signed, what changed, when and why."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from petitions.models import Wording

Kind = Wording.Kind
KINDS = {
    # Translators: ver.kinds, one of four kinds of text, heading, max:40
    Kind.PETITION.value: pgettext_lazy("ver.kinds", "Petition"),
    # Translators: ver.kinds, one of four kinds of text: what people agree to when they sign, heading, max:40
    Kind.CONSENT.value: pgettext_lazy("ver.kinds", "Consent"),
    # Translators: ver.kinds, one of four kinds of text: the tick for news in the form, heading, max:40
    Kind.NEWS.value: pgettext_lazy("ver.kinds", "News"),
    # Translators: link in the footer to the page where people choose news by e-mail, max:24
    Kind.NEWS_LIST.value: _("Stay informed"),
    # Translators: ver.kinds, one of four kinds of text, heading, max:40
    Kind.PRIVACY.value: pgettext_lazy("ver.kinds", "Privacy notice"),
}
