"""The database is away, full of others, locked, or answers nobody: a short break in the page's language, no 500."""

import re
import threading
import time

import psycopg2
import pytest

from petitions import planned, signing, statements
from petitions.public_pages import FRESH_SECONDS
from tests.crawl import public_pages
from tests.faults.lab.driver import NoAnswer, in_parallel
from tests.faults.lab.processes import wait_until
from tests.faults.lab.site import SLUG

PAGES = [page.removeprefix("/en/") for page in public_pages()]
PAGES_WITH_NUMBERS = ("", "petition/", "petition/thank-you/")  # others need no row, and are made anew without any
LANGUAGES = ("en", "de")
COUNT = f"/api/v1/petitions/{SLUG}/count.json"
WEB_PROCESSES = 2
TRACES = (b"Traceback", b"psycopg2", b"OperationalError", b"SELECT ", b"127.0.0.1:")


def is_a_good_break(answer, language: str) -> bool:
    """503 that says when to come back, in the page's language, and shows nothing of the inside."""
    return (
        answer.status == 503
        and answer.header("Retry-After") == "60"
        and re.search(rb'<html[^>]*\blang="?(\w+)', answer.body).group(1).decode() == language
        and not [trace for trace in TRACES if trace in answer.body]
    )


@pytest.fixture
def no_database(rig):
    """The cable to PostgreSQL is out; back in at the end, and the site is ready again."""
    rig.cables["postgres"].switch("refuse")
    yield rig
    rig.cables["postgres"].switch("pass")
    rig.wait_for_web()


def has_every_page(rig) -> bool:
    """Both web processes have been once round all public pages."""
    return (rig.folder / "web.log").read_text().count("rounds: this process has every public page") >= WEB_PROCESSES


@pytest.fixture
def gone_after_a_round(rig):
    """The database goes when both web processes have every page, and no page is fresh any more."""
    wait_until(lambda: has_every_page(rig), seconds=60, what="a round of all pages")
    rig.cables["postgres"].switch("refuse")
    time.sleep(FRESH_SECONDS + 1)
    yield rig
    rig.cables["postgres"].switch("pass")
    rig.wait_for_web()


def ask_again_and_again(rig, times: int = 6) -> dict[str, list]:
    """Every public page and the count, each so many times over new connections: both processes answer."""
    paths = [COUNT, *(f"/{language}/{page}" for language in LANGUAGES for page in PAGES)]
    answers = in_parallel(rig.driver.get, paths * times, threads=4)
    return {path: answers[number :: len(paths)] for number, path in enumerate(paths)}


def test_without_its_database_every_public_page_is_there_and_says_that_it_is_old_FT_14(gone_after_a_round, say):
    answers = ask_again_and_again(gone_after_a_round)
    everything = [one for several in answers.values() for one in several]
    assert {path: {one.status for one in several} for path, several in answers.items()} == dict.fromkeys(answers, {200})
    old = {path for path, several in answers.items() if all(is_marked_as_old(one) for one in several)}
    assert {COUNT, *(f"/{language}/{page}" for language in LANGUAGES for page in PAGES_WITH_NUMBERS)} - old == set()
    traces = TRACES[:-1]  # a page may name its own address
    assert [trace for trace in traces for one in everything if trace in one.body] == []
    slowest = max(one.seconds for one in everything)
    say(f"{len(answers)} pages without a database, {len(old)} of them old; slowest {slowest:.2f} s")


def is_marked_as_old(answer) -> bool:
    return "detail=outage" in (answer.header("Cache-Status") or "") and int(answer.header("Age")) >= 2


@pytest.mark.full
def test_who_signs_on_such_an_old_page_hears_in_the_own_language_that_it_is_a_short_break_FT_14(gone_after_a_round):
    for person in gone_after_a_round.new_people(4):
        assert is_a_good_break(gone_after_a_round.driver.sign_person(person), person.language)


@pytest.mark.full
def test_when_the_database_is_back_pages_are_new_again_by_themselves_FT_14(rig, gone_after_a_round, say):
    ask_again_and_again(rig, times=1)
    rig.cables["postgres"].switch("pass")
    began = time.monotonic()
    wait_until(lambda: not is_old(ask_again_and_again(rig, times=4)), seconds=30, what="new pages")
    say(f"new pages {time.monotonic() - began:.1f} s after the database came back")


def is_old(answers: dict[str, list]) -> bool:
    return any(is_marked_as_old(one) for several in answers.values() for one in several)


@pytest.mark.full
def test_without_its_database_a_page_that_was_never_made_is_on_a_short_break_FT_14(no_database):
    no_database.web.kill()
    no_database.web.start()
    wait_until(lambda: is_alive(no_database), seconds=60, what="web", process=no_database.web)
    answers = [(language, no_database.driver.get(f"/{language}/petition/")) for language in LANGUAGES]
    assert [language for language, answer in answers if not is_a_good_break(answer, language)] == []


def is_alive(rig) -> bool:
    try:
        return rig.driver.get("/healthz").status == 200
    except NoAnswer:
        return False


def test_who_signs_without_a_database_is_asked_to_come_back_and_hears_it_in_the_own_language_FT_13(no_database):
    before = no_database.driver.acknowledged()
    for person in no_database.new_people(8):
        assert is_a_good_break(no_database.driver.sign_person(person), person.language)
    assert no_database.driver.acknowledged() == before


def test_a_database_that_was_restarted_between_two_requests_breaks_none_FT_18(rig):
    people = rig.sign_new(4)  # every process has a connection now
    rig.ground.postgres.stop_immediate()
    rig.ground.postgres.start()
    pages = [rig.driver.get(f"/en/{page}").status for page in PAGES for _ in range(3)]
    assert set(pages) == {200}
    people += rig.sign_new(4)
    rig.wait_for_letters(people, seconds=60)


@pytest.mark.full
def test_a_database_stopped_in_the_middle_answers_with_a_break_or_not_at_all_and_never_with_a_500_FT_13(rig):
    people = rig.new_people(60)
    stop = threading.Timer(0.2, rig.ground.postgres.stop_immediate)
    stop.start()
    answers = in_parallel(rig.driver.sign_person, people, threads=8)
    stop.join()
    rig.ground.postgres.start()
    statuses = {None if isinstance(one, NoAnswer) else one.status for one in answers}
    breaks = [one for one in answers if not isinstance(one, NoAnswer) and one.status == 503]
    assert (statuses <= {303, 503, None}, {one.header("Retry-After") for one in breaks} <= {"60"}) == (True, True)
    thanked = [person for person, one in zip(people, answers, strict=True) if not isinstance(one, NoAnswer)]
    thanked = [person for person in thanked if person.email in rig.driver.acknowledged()]
    rig.wait_for_letters(thanked, seconds=60)
    assert rig.unpaired() == 0


def test_a_signature_whose_commit_nobody_heard_of_is_one_row_and_one_letter_more_at_most_FT_17(rig):
    cable = rig.cables["postgres"]
    (person,) = rig.new_people(1)
    before, cuts = rig.signatures(), cable.cuts
    cable.cut_after(0, seen=b"'reply:")  # only the press of Sign says this, and not when its statement is planned
    first = rig.driver.sign_person(person)
    again = rig.driver.sign_person(person)
    assert (cable.cuts - cuts, is_a_good_break(first, person.language), again.status) == (1, True, 303)
    rig.wait_for_letters([person], seconds=30)
    rig.settle(seconds=30)
    assert rig.signatures() - before == 1
    assert len(rig.letters_of([person])[person.email]) <= 2


@pytest.mark.full
def test_a_confirmation_whose_commit_nobody_heard_of_counts_once_FT_17(rig):
    people = rig.sign_new(1)
    rig.wait_for_letters(people, seconds=30)
    link = rig.letters_of(people)[people[0].email][0].link("confirm")
    before, cable = rig.confirmed(), rig.cables["postgres"]
    plan = planned.name_of(statements.confirm("postgresql", signing._COLUMNS))
    cable.cut_after(0, seen=f"EXECUTE {plan}".encode())
    answers = [rig.driver.post(link, {}).status for _ in range(2)]
    cable.switch("pass")
    assert answers in ([503, 303], [303, 303])
    rig.seconds_until_count_is(before + 1, seconds=30)


@pytest.fixture
def crowded(rig):
    """Others hold every connection that PostgreSQL has: (site, all the others, how to send them home)."""
    others = []
    for terminate in (True, False):
        fill_up(rig, others)
        if terminate:  # whoever was in before us goes, and finds no way back in
            rig_away(rig, others)
    yield rig, others
    for other in others:
        other.close()
    rig.wait_for_web()


def fill_up(rig, others: list):
    url = rig.ground.postgres.url(rig.database)
    while True:
        try:
            others.append(psycopg2.connect(url, connect_timeout=2))
        except psycopg2.OperationalError:
            return


def rig_away(rig, others: list):
    """End the site's own connections; each place is taken at once by one of ours."""
    with others[0].cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> ALL(%s)",
                       [[other.info.backend_pid for other in others]])  # fmt: skip
        for (pid,) in cursor.fetchall():
            cursor.execute("SELECT pg_terminate_backend(%s, 1000)", [pid])
            fill_up(rig, others)
    others[0].rollback()


def test_when_the_database_has_no_room_for_us_people_wait_a_bounded_time_and_hear_503_FT_19(crowded, say):
    site, others = crowded
    answers = in_parallel(site.driver.sign_person, site.new_people(12), threads=12)
    slowest = max(answer.seconds for answer in answers)
    say(f"{len(others)} connections of others; answers {sorted({a.status for a in answers})}, slowest {slowest:.1f} s")
    refused = [answer for answer in answers if answer.status == 503]
    # a place that another process gives back meanwhile may be taken
    assert (len(refused) >= 6, {answer.status for answer in answers} <= {303, 503}) == (True, True)
    assert slowest < 10


@pytest.mark.full
def test_three_hundred_people_at_once_need_no_more_connections_than_there_are_processes_FT_19(rig, is_full, say):
    most, is_over = [0], threading.Event()

    def watch():
        while not is_over.wait(0.05):
            (row,) = rig.query("SELECT count(*) FROM pg_stat_activity WHERE datname = %s", rig.database)
            most[0] = max(most[0], row[0] - 1)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    crowd = rig.new_people(300 if is_full else 60)
    answers = in_parallel(rig.driver.sign_person, crowd, threads=len(crowd))
    is_over.set()
    watcher.join()
    statuses = {None if isinstance(one, NoAnswer) else one.status for one in answers}
    slowest = max(one.seconds for one in answers if not isinstance(one, NoAnswer))
    say(f"{len(crowd)} at once: {statuses}, slowest {slowest:.1f} s, at most {most[0]} connections")
    assert statuses <= {303, 503}
    assert most[0] <= 30
    rig.settle(seconds=120)


def test_while_a_table_is_locked_a_signature_is_told_to_come_back_within_two_seconds_FT_20(rig, is_full, say):
    people, seconds = rig.new_people(4), []
    with psycopg2.connect(rig.ground.postgres.url(rig.database)) as migration, migration.cursor() as cursor:
        cursor.execute("LOCK TABLE petitions_signature IN ACCESS EXCLUSIVE MODE")
        until = time.monotonic() + (20 if is_full else 0)
        while not seconds or time.monotonic() < until:
            answer = rig.driver.sign_person(people[len(seconds) % 4])
            assert is_a_good_break(answer, people[len(seconds) % 4].language)
            seconds.append(answer.seconds)
    migration.close()
    say(f"{len(seconds)} posts against a locked table, slowest {max(seconds):.2f} s")
    assert max(seconds) < (2 if is_full else 4)  # the smoke tier shares its machine
    assert {rig.driver.sign_person(person).status for person in people} == {303}


@pytest.fixture
def crossing(rig):
    """A press of confirm meets a transaction that holds what it needs and wants what it has: (status, link)."""
    people = rig.sign_new(1)
    rig.wait_for_letters(people, seconds=30)
    rig.settle(seconds=30)
    link = rig.letters_of(people)[people[0].email][0].link("confirm")
    ((number, petition),) = rig.query("SELECT id, petition_id FROM petitions_signature ORDER BY id DESC LIMIT 1")
    other = psycopg2.connect(rig.ground.postgres.url(rig.database))
    cursor = other.cursor()
    cursor.execute("SET deadlock_timeout = '20s'")  # so that the site is the one who is told
    cursor.execute(
        "INSERT INTO petitions_letter (kind, petition_id, key, language, with_news, mailbox_digest, created_at, due_at,"
        " attempts, leased_by, outcome, error_class)"
        " VALUES ('receipt', %s, %s, 'en', FALSE, '', now(), now(), 0, '', '', '')",
        [petition, f"receipt:{number}"],
    )
    statuses = []
    press = threading.Thread(target=lambda: statuses.append(rig.driver.post(link, {}).status), daemon=True)
    press.start()
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted"
    wait_until(lambda: rig.query(waiting) != [(0,)], seconds=10, what="a press that waits")
    cursor.execute("SELECT id FROM petitions_signature WHERE id = %s FOR UPDATE", [number])
    other.rollback()
    other.close()
    press.join(10)
    return statuses, link, number


def test_who_is_the_victim_of_a_deadlock_is_confirmed_by_one_more_try_and_never_by_half_FT_21(rig, crossing):
    statuses, link, number = crossing
    receipts = "SELECT count(*) FROM petitions_letter WHERE key = %s"
    assert rig.query("SELECT confirmed_at IS NOT NULL FROM petitions_signature WHERE id = %s", number) == [(True,)]
    assert rig.query(receipts, f"receipt:{number}") == [(1,)]
    assert statuses == [303]
