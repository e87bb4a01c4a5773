"""For Prometheus: what all processes of this service have answered, and the state of the site's work. Nobody's data.

Counters begin at 0 when the service starts, and Prometheus knows that. A label is a route of the map, a status or a
result: never an address, a path, a language or a network.
"""

from collections.abc import Iterable, Iterator

from django.db import Error, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campaign import counters, health, pages, state, timing

Line = tuple[dict[str, str], float]  # labels, value
SIGN, CONFIRM = ("petition", "POST"), ("confirm", "POST")
SLOW = 1.0  # seconds
HELP = {
    "sending_paused": "Whether no letter is sent because a backup was restored",
    "letters_due": "Letters that should have gone",
    "oldest_due_seconds": "How long the oldest of them has been due",
    "letters_failed": "Letters that failed, of the last 24 hours",
    "letters_closed_lately": "Letters closed in the last 5 minutes, by result",
    "letters_given_back": "Letters that wait because no mail server took them",
    "letters_per_hour": "The most letters that leave in any hour, 0 for no budget",
    "letters_in_the_last_hour": "Letters of that budget used up",
    "letters_waiting_for_the_budget": "Letters that wait for it",
    "confirmed": "Confirmed signatures as the pages show them",
    "oldest_uncounted_seconds": "How old the oldest of them is, and so the number on the pages",
    "recount_wrong": "Numbers that the last recount found wrong and put right",
    "unconfirmed_overdue": "Unconfirmed rows that should have been deleted",
    "surge": "Whether surge mode is on",
    "read_only": "Whether signing is paused",
    "domains_at_their_budget": "Mail domains that have had their letters of the hour",
    "letters_waiting_for_a_domain": "Letters that wait for one of them",
    "providers_that_hardly_confirm": "Mail providers that look as if they dropped our letters",
    "countries_beyond_belief": "Countries with more signatures than can be believed",
    "beat_age_seconds": "Since beat and a worker last did what is due every minute",
    "job_age_seconds": "Since this regular work last came to its end",
    "broker_up": "Whether Valkey answers",
    "disk_free_percent": "Of the disk that holds DATA_DIR",
}


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Counters of this service since its start, gauges of the site. Needs STATUS_TOKEN. Answers without a database."""
    if not health.knows_the_token(request):
        return health.refused()
    seen = list(timing.seen())
    lines = [*_counters(seen), *_durations(seen), *_gauges()]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4; charset=utf-8")


def family(name: str, kind: str, about: str, lines: Iterable[Line]) -> Iterator[str]:
    """One metric in Prometheus' own format."""
    yield f"# HELP site_{name} {about}"
    yield f"# TYPE site_{name} {kind}"
    for labels, value in lines:
        yield _line(name, labels, value)


def _line(name: str, labels: dict[str, str], value: float) -> str:
    inside = ",".join(f'{label}="{text}"' for label, text in labels.items())
    return f"site_{name}{{{inside}}} {value}" if inside else f"site_{name} {value}"


def _counters(seen: list[timing.Seen]) -> Iterator[str]:
    copies = (({"how": how}, counters.total(counters.PAGES + n)) for n, how in enumerate(pages.COUNTED))
    yield from family("pages_total", "counter", "Public pages answered from copies, made, or not made", copies)
    for name, about, route in (
        ("signatures_total", "Presses of Sign that were thanked; an address that signs twice is two", SIGN),
        ("confirms_total", "Presses of Confirm that were thanked", CONFIRM),
    ):
        yield from family(name, "counter", about, [({}, timing.ended(*route, "3xx"))])
    slow = timing.longer_than(SLOW, *SIGN)
    yield from family("slow_signatures_total", "counter", "Presses of Sign answered after a second", [({}, slow)])
    bad = (({"status": end}, timing.ended_anywhere(end)) for end in ("429", "500", "503"))
    yield from family("bad_answers_total", "counter", "People who were sent away, met an error or a break", bad)
    ends = (
        ({"route": route, "method": method, "status": end}, number)
        for route, method, _ in seen
        for end in timing.ENDS
        if (number := timing.ended(route, method, end))
    )
    yield from family("answers_total", "counter", "Answers that Django made", ends)


def _durations(seen: list[timing.Seen]) -> Iterator[str]:
    yield from family("answer_seconds", "histogram", "How long Django took for them", ())
    for route, method, counted in seen:
        whose, sofar = {"route": route, "method": method}, 0
        for least, number in zip((*timing.BUCKETS, "+Inf"), counted, strict=True):
            sofar += number
            yield _line("answer_seconds_bucket", whose | {"le": str(least)}, sofar)
        yield _line("answer_seconds_sum", whose, timing.seconds(route, method))
        yield _line("answer_seconds_count", whose, sofar)


def _gauges() -> Iterator[str]:
    """`database_up`, and with a database everything of `state.facts` but what is told by provider or by day."""
    try:
        facts = state.facts()
    except Error:
        connection.close()  # the next request starts with a fresh one
        facts = {}
    yield from family("database_up", "gauge", "Whether the database answers", [({}, int(bool(facts)))])
    for name, about in HELP.items():
        if name in facts:
            yield from family(name, "gauge", about, _values(name, facts[name]))


def _values(name: str, value: int | dict[str, int]) -> Iterator[Line]:
    if isinstance(value, dict):
        yield from (({state.TABLES[name]: part}, number) for part, number in value.items())
    else:
        yield {}, int(value)
