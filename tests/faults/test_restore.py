"""A backup is taken while people sign, and an old one is brought back: whole, silent at first, the erased left out."""

import threading

import pytest

from tests.faults.lab.letters import by_recipient


def restore(rig, dump: bytes, name: str):
    """Bring a dump back as the site's database; nobody is connected meanwhile."""
    postgres = rig.ground.postgres
    postgres.create(name, template="template0")
    postgres.restore(name, dump)


def swap(rig, name: str):
    """The site's database is the restored one from now on."""
    with rig.ground.postgres.session("postgres") as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [rig.database])
        cursor.execute(f'ALTER DATABASE "{rig.database}" RENAME TO "{name}old"')
        cursor.execute(f'ALTER DATABASE "{name}" RENAME TO "{rig.database}"')


def test_a_dump_made_while_people_sign_is_whole_FT_34(quiet_rig, is_full):
    rig = quiet_rig
    people, is_over = iter(rig.new_people(5000)), threading.Event()

    def sign_on():
        while not is_over.is_set():
            rig.driver.sign_person(next(people))

    crowd = [threading.Thread(target=sign_on, daemon=True) for _ in range(2)]
    for thread in crowd:
        thread.start()
    before = rig.signatures()
    dump = rig.ground.postgres.dump(rig.database)
    is_over.set()
    for thread in crowd:
        thread.join()
    after = rig.signatures()
    name = f"{rig.database}dump"
    restore(rig, dump, name)
    count = lambda sql: rig.ground.postgres.query(name, sql)[0][0]  # noqa: E731
    assert before <= count("SELECT count(*) FROM petitions_signature") <= after
    letterless = "NOT EXISTS (SELECT 1 FROM petitions_letter l WHERE l.signature_id = s.id)"
    assert count(f"SELECT count(*) FROM petitions_signature s WHERE {letterless}") == 0
    twice = "SELECT count(*) - count(DISTINCT (petition_id, email_digest)) FROM petitions_signature"
    assert count(twice) == 0


@pytest.fixture(scope="module")
def restored(quiet_rig, is_full):
    """Backed up with every letter open; then all were mailed and some erased; then the backup came back."""
    rig = quiet_rig
    rig.make_due()
    rig.deliver()
    people = rig.sign_new(100 if is_full else 12)
    dump = rig.ground.postgres.dump(rig.database)
    rig.deliver()
    letters = rig.letters_of(people)
    erased = people[: 10 if is_full else 3]
    for person in erased:
        rig.driver.post(letters[person.email][0].link("not-me"), {})
    name = f"{rig.database}back"
    restore(rig, dump, name)
    swap(rig, name)
    rig.restart_web()
    before = len(rig.letters())
    done = rig.manage("replay_journal")
    return rig, people, erased, before, done.stdout


def test_after_a_restore_who_was_mailed_already_is_not_mailed_again_FT_35(restored):
    rig, people, _, before, _ = restored
    rig.make_due()
    rig.deliver()
    assert len(rig.letters()) == before
    assert {len(by_recipient(rig.letters())[person.email]) for person in people} == {1}


def test_after_a_restore_who_was_erased_stays_erased_FT_35(restored):
    rig, people, erased, _, said = restored
    kept = {row["opened"][1] for row in rig.rows() if row["opened"]}
    assert f"Rows deleted again: {len(erased)}" in said
    assert {person.email for person in erased} & kept == set()
    assert {person.email for person in people} - {person.email for person in erased} <= kept


def test_after_a_restore_letters_wait_for_staff_to_send_them_FT_35(restored):
    rig, people, erased, _, said = restored
    waiting = "SELECT count(*) FROM petitions_letter WHERE outcome = 'failed' AND error_class = 'restored'"
    assert f"Letters set aside: {len(people) - len(erased)}" in said
    assert rig.query(waiting) == [(len(people) - len(erased),)]
    assert rig.status()[1]["letters_failed"] >= len(people) - len(erased)


def test_after_a_restore_new_people_sign_and_get_their_letters_FT_35(restored):
    rig = restored[0]
    people = rig.sign_new(3)
    rig.deliver()
    assert {len(letters) for letters in rig.letters_of(people).values()} == {1}
