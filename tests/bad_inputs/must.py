"""What must hold of an answer, for each kind of outcome in the table."""

from urllib.parse import unquote

from django.utils import translation

from petitions import countries
from petitions.judge import MESSAGES
from tests.bad_inputs.page import INTERNALS, Page
from tests.bad_inputs.place import Place
from tests.bad_inputs.row import Moved, Refused, Row, SameAs, Status
from tests.bad_inputs.wire import Answer


def hold(place: Place, row: Row, answer: Answer) -> None:
    """Assert what the row says, and that no answer tells what we are made of."""
    _CHECKS[type(row.must)](place, row.must, answer)
    if answer.is_html and answer.body:
        typed = "".join(row.must.typed.values()) if isinstance(row.must, Refused) else _sent(row)
        assert Page(answer.text, typed=typed).faults == []
        assert INTERNALS.findall(answer.text) == []


def _sent(row: Row) -> str:
    """What the row sends in its query and its body: a form may show it again."""
    query, body = row.raw.partition(b" HTTP/")[0].partition(b"?")[2], row.raw.partition(b"\r\n\r\n")[2]
    return unquote((query + body).decode("latin-1"))


def be_refused(page: Page, errors: dict[str, str], language: str = "en") -> None:
    """Each error beside its field and, with a link to it, in the summary; and no other error anywhere."""
    with translation.override(language):
        said = {field: str(MESSAGES[key]) for field, key in errors.items()}
    links = {("" if field == "shown" else f"#id_{field}", text) for field, text in said.items()}
    assert (set(page.summary), len(page.summary)) == (links, len(said))
    for field, text in said.items():
        if field != "shown":  # nobody sees that field
            assert page.beside(field) == text
            assert page.control(field).attrs["aria-invalid"] == "true"
            assert f"id_{field}_error" in (page.control(field).attrs["aria-describedby"] or "").split()


def keep(page: Page, typed: dict[str, str], errors: dict[str, str]) -> None:
    """Everything typed is still there, sign for sign, but for the trap, which is empty again; ticks and the country as
    they were chosen."""
    for field in ("name", "email", "contact_time"):
        if field in typed:
            kept = typed[field] if field != "contact_time" else ""
            assert page.control(field).attrs.get("value", "") == kept
    if "shown" in typed and "shown" not in errors:
        assert page.control("shown").attrs["value"] == typed["shown"]
    country = typed.get("country", "")
    assert page.chosen == ([country] if country in countries.ALL else [])
    for field in ("news", "consent"):
        assert ("checked" in page.control(field).attrs) == (typed.get(field) == "on")


def _status(place: Place, must: Status, answer: Answer) -> None:
    assert answer.status in must.allowed


def _refused(place: Place, must: Refused, answer: Answer) -> None:
    assert (answer.status, "no-store" in answer.header("Cache-Control")) == (422, True)
    page = Page(answer.text, typed="".join(must.typed.values()))
    be_refused(page, must.errors)
    if set(must.typed) == {"email"}:
        assert page.control("email").attrs.get("value", "") == must.typed["email"]
    else:
        keep(page, must.typed, must.errors)


def _same(place: Place, must: SameAs, answer: Answer) -> None:
    assert (answer.status, answer.body) == (200, place.plain(must.path))


def _moved(place: Place, must: Moved, answer: Answer) -> None:
    assert (answer.status, answer.header("Location")) == (must.status, must.to)


_CHECKS = {Status: _status, Refused: _refused, SameAs: _same, Moved: _moved}
