"""What the supporter's own page shows: the kinds and values that the web can read, and the buttons that make sense."""

from django.template.loader import render_to_string
from django.utils.translation import get_language

from petitions import countries, data_copy, news_list, wordings, yours
from petitions.models import Signature
from petitions.yours_forms import ChangeForm


def context(row: Signature, token: str, form: ChangeForm | None = None) -> dict[str, object]:
    """Everything that the template needs about this row; `form` where something must be mended."""
    language = get_language() or "en"
    return {
        "row": row,
        "token": token,
        "country": countries.names(language)[row.country],
        "letters_in": data_copy.language_name(row.language),
        "version": wordings.version(row.petition_wording_id),
        "consent_version": wordings.version(row.consent_wording_id),
        "forget_on": yours.forget_day(row) if row.sealed else None,
        "may_be_forgotten": bool(row.confirmed_at and row.sealed),
        "form": form or ChangeForm(initial=_now(row)),
        **_news(row, language),
    }


def form_with(row: Signature, errors: dict[str, str], data: object = None) -> ChangeForm:
    """The form as it was typed, or as the row is when something else on the page must be mended, with the errors."""
    form = ChangeForm(data, initial=_now(row))
    form.carry(errors)
    return form


def _now(row: Signature) -> dict[str, str]:
    return {"country": row.country, "language": row.language}


def _news(row: Signature, language: str) -> dict[str, object]:
    """Whether the news is on, or else the words to which the button agrees: those of the page's language today."""
    if news_list.gets_news(row):
        return {"news_is_on": True}
    try:
        shown = wordings.current(row.petition_id, language)[2]
    except wordings.NothingRecorded:
        return {}  # words that are in no record can't be agreed to
    words = render_to_string("petitions/words/news.html", wordings.context(row.petition))
    return {"news_words": words, "news_shown": shown}
