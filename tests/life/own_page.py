"""What people do on their own page in a life: ask for its link, correct, have a copy, be forgotten and still count."""

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from petitions import clock
from petitions.models import Letter
from tests.life.model import Model
from tests.life.people import TYPED
from tests.life.post import Link

picks = st.integers(0, 30)
SAID = {"withdrawn": "done", "forgotten": "done"}


class OwnPage:
    """Rules of a life; `_post`, `_pick`, `_links`, `_age`, `_back_up` and `_is_the_same_answer` are the life's own."""

    model: Model

    @rule(typed=st.sampled_from(TYPED), language=st.sampled_from(["en", "de"]))
    def ask_for_the_own_page(self, typed, language) -> None:
        person, address = typed
        answer = self._post(f"/{language}/petition/yours/", {"email": address})
        self._is_the_same_answer(f"yours {language}", answer)
        self.model.ask_for_page(person.name, mailbox=person.mailbox, typed=self._as_written(address), language=language)

    @precondition(lambda self: self._links("yours"))
    @rule(pick=picks)
    def be_forgotten_and_still_count(self, pick) -> None:
        link = self._pick(self._links("yours"), pick)
        self._back_up(link.row)
        self._press_on_own_page(link, "forget", {}, lambda: self.model.keep(link.row))

    @precondition(lambda self: self._links("yours"))
    @rule(pick=picks)
    def leave_by_the_own_page(self, pick) -> None:
        link = self._pick(self._links("yours"), pick)
        self._back_up(link.row)

        def told() -> str:
            self.model.withdraw(link.row)
            return "done"  # also where nothing is left: a second press is answered like the first

        self._press_on_own_page(link, "withdraw", {}, told)

    @precondition(lambda self: self._links("yours"))
    @rule(pick=picks, country=st.sampled_from(["DE", "FR", "MT"]), language=st.sampled_from(["en", "de"]))
    def correct_country_and_language(self, pick, country, language) -> None:
        link = self._pick(self._links("yours"), pick)
        form = {"country": country, "language": language}
        self._press_on_own_page(link, "change", form, lambda: self.model.correct(link.row, country, language))

    @precondition(lambda self: self._links("yours"))
    @rule(pick=picks)
    def ask_for_a_copy(self, pick) -> None:
        link = self._pick(self._links("yours"), pick)
        is_there = Letter.objects.filter(key=f"copy:{link.row}:{clock.now():%Y%m%d%H%M}").exists()
        self._press_on_own_page(link, "copy", {}, lambda: self.model.ask_for_copy(link.row, is_there=is_there))

    def _press_on_own_page(self, link: Link, button: str, form: dict[str, str], told) -> None:
        expected = "expired" if link.is_too_old(self._age(link)) else told()
        answer = self.client.post(f"{link.path(passed=self.model.passed)}{button}/", form)
        if answer.status_code == 303:
            page = answer["Location"].partition("#")[0].strip("/").split("/")[-1]
            assert (SAID.get(page, "back"), expected) == (expected, SAID.get(page, "back"))
        else:
            assert (answer.status_code, expected) in [(410, "expired"), (404, "unknown")]
