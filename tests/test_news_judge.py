"""The one judgement of what is typed into "Stay informed": clear errors for each field, and nothing guessed."""

import pytest
from django.http import QueryDict

from petitions.judge import MESSAGES, Refused, RepeatedField
from petitions.news_judge import Clean, judge

GOOD = {"email": "anna@example.org", "language": "de", "consent": "on", "shown": "7", "contact_time": ""}


def judged(**changes: str | None) -> Clean:
    data = QueryDict(mutable=True)
    data.update({name: value for name, value in (GOOD | changes).items() if value is not None})
    return judge(data)


def errors_of(**changes: str | None) -> dict[str, str]:
    with pytest.raises(Refused) as refused:
        judged(**changes)
    return refused.value.errors


def test_what_is_right_comes_back_clean():
    assert judged() == Clean(email="anna@example.org", language="de", shown=7)


def test_a_page_without_the_hidden_field_is_fine():
    assert (judged(shown=None).shown, judged(shown="").shown) == (None, None)


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"email": ""}, {"email": "email.empty"}),
        ({"email": "anna"}, {"email": "email.format"}),
        ({"email": "an\u200bna@example.org"}, {"email": "email.invisible"}),
        ({"email": "a" * 400 + "@example.org"}, {"email": "email.long"}),
        ({"email": "änna@example.org"}, {"email": "email.signs"}),
        ({"language": None}, {"language": "language.empty"}),
        ({"language": "xx"}, {"language": "language.empty"}),
        ({"language": "DE"}, {"language": "language.empty"}),
        ({"consent": None}, {"consent": "news.empty"}),
        ({"consent": "1"}, {"consent": "news.empty"}),
        ({"shown": "x"}, {"shown": "news.shown"}),
        ({"shown": "1-2-3"}, {"shown": "news.shown"}),
        ({"shown": "٣"}, {"shown": "news.shown"}),
        ({"shown": "1" * 20}, {"shown": "news.shown"}),
        ({"contact_time": "noon"}, {"contact_time": "contact_time.filled"}),
        ({"email": "", "language": "", "consent": ""}, {
            "email": "email.empty", "language": "language.empty", "consent": "news.empty",
        }),
    ],
)  # fmt: skip
def test_each_wrong_field_is_named_with_its_message(changes, errors):
    assert errors_of(**changes) == errors
    assert set(errors.values()) <= set(MESSAGES)


@pytest.mark.parametrize("field", GOOD)
def test_a_field_that_comes_twice_is_no_form_of_ours(field):
    data = QueryDict("&".join(f"{name}={value}" for name, value in [*GOOD.items(), (field, "x")]))
    with pytest.raises(RepeatedField):
        judge(data)
