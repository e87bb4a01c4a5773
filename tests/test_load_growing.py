"""What fills and measures millions of rows: the mixture, and the arithmetic. No server is started and nothing timed."""

import pytest

from tests.load import filling, growing
from tests.load.alternate import Measured
from tests.load.grown import LANGUAGES


def test_people_come_from_sixty_countries_and_write_in_every_language():
    found = filling.people()
    assert (len(found), {language for _, language in found}) == (filling.MIX, set(LANGUAGES))
    assert len({country for country, _ in found}) >= 60
    assert filling.people() == found


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("ANY ((ARRAY['a'::character varying])::text[])", "ANY (ARRAY[('a'::character varying)::text])", True),
        ("USING btree (due_at) WHERE (closed_at IS NULL)", "USING btree (due_at) WHERE (closed_at IS NOT NULL)", False),
        ("USING btree (a, b)", "USING btree (b, a)", False),
    ],
)  # fmt: skip
def test_an_index_made_again_is_the_same_however_postgresql_writes_it(one, other, is_same):
    index = ("petitions_letter", "x")
    assert (filling.bare((*index, one, "")) == filling.bare((*index, other, ""))) is is_same


def test_indexes_are_made_again_but_for_primary_keys_and_constraints_as_constraints():
    before = [
        ("t", "t_pkey", "CREATE UNIQUE INDEX t_pkey ON t (id)", "PRIMARY KEY (id)"),
        ("t", "pair", "CREATE UNIQUE INDEX pair ON t (a, b)", "UNIQUE (a, b)"),
        ("t", "some", "CREATE INDEX some ON t (a) WHERE (b IS NULL)", ""),
    ]
    made = ["ALTER TABLE t ADD CONSTRAINT pair UNIQUE (a, b)", "CREATE INDEX some ON t (a) WHERE (b IS NULL)"]
    assert filling._definitions(before) == made


def test_flatness_is_the_lowest_ratio_of_a_larger_size_to_the_empty_one():
    rates = dict(zip(growing.SIZES, ((100, 100, 100), (90, 95, 99), (101, 99, 80)), strict=True))
    found = {size: [Measured(rate, 5) for rate in some] for size, some in rates.items()}
    line = growing._line("G4", "pages", 0.95, found)
    assert (growing.flat(found), line.ratio, line.reached) == ([0.95, 0.99], 0.95, True)
    assert growing._line("G4", "pages", 0.96, found).reached is False
