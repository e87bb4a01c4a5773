"""What comes from the forms of the own page."""

import pytest
from django.http import QueryDict

from petitions import yours_judge
from petitions.judge import Refused, RepeatedField


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ("country=XX&language=en", {"country": "country.unknown"}),
        ("country=de&language=en", {"country": "country.unknown"}),
        ("country=&language=en", {"country": "country.empty"}),
        ("language=en", {"country": "country.empty"}),
        ("country=DE&language=tlh", {"language": "language.empty"}),
        ("country=DE", {"language": "language.empty"}),
        ("", {"country": "country.empty", "language": "language.empty"}),
    ],
)
def test_what_is_on_no_list_is_refused_field_by_field(typed, errors):
    with pytest.raises(Refused) as refused:
        yours_judge.judge_change(QueryDict(typed))
    assert refused.value.errors == errors


def test_country_and_language_come_back_as_they_were_chosen():
    assert yours_judge.judge_change(QueryDict("country=MT&language=de")) == ("MT", "de")


@pytest.mark.parametrize("typed", ["country=DE&country=FR&language=en", "country=DE&language=en&language=de"])
def test_a_field_that_comes_twice_is_nothing_that_a_browser_sends(typed):
    with pytest.raises(RepeatedField):
        yours_judge.judge_change(QueryDict(typed))


@pytest.mark.parametrize("typed", ["", "shown=", "shown=x", "shown=-1", "shown=1234567890", "shown=١", "shown=1-2-3"])
def test_words_without_a_number_are_none(typed):
    with pytest.raises(Refused):
        yours_judge.judge_shown(QueryDict(typed))


def test_the_number_of_the_words_is_a_number():
    assert yours_judge.judge_shown(QueryDict("shown=17")) == 17
