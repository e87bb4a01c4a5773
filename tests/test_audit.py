"""Every act of staff leaves one row, and no row knows a supporter."""

import json

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from campaign.factor_models import Authenticator
from campaign.models import StaffAct
from petitions.models import Signature
from tests.factor import code_of, with_factor
from tests.holders import NOTE, seen_form

pytestmark = pytest.mark.django_db
pytest_plugins = ("tests.staff",)
Act = StaffAct.Act


def acts():
    """(who, act, about) of every row, the oldest first."""
    return list(StaffAct.objects.order_by("id").values_list("by_name", "act", "about"))


def test_logging_in_failing_to_and_logging_out_are_written_down(same_origin, db):
    app = with_factor(User.objects.create_user("ana", password="a long password", is_staff=True))
    client = Client(headers=same_origin)
    for password in ("wrong", "a long password"):
        client.post("/staff/login/", {"username": "ana", "password": password}, REMOTE_ADDR="10.78.1.9")
    for code in ("000000", code_of(app)):
        client.post("/staff/code/", {"code": code}, REMOTE_ADDR="10.78.1.9")
        Authenticator.objects.update(throttling_failure_count=0)
    client.post("/staff/logout/")
    refused, entered = ("ana", Act.CODE_REFUSED, {}), ("ana", Act.LOGIN, {"code": "app"})
    assert acts() == [("ana", Act.LOGIN_FAILED, {}), refused, entered, ("ana", Act.LOGOUT, {})]


def test_what_was_typed_as_a_name_is_never_kept(same_origin, db, caplog):
    form = {"username": "my secret password", "password": "x"}
    Client(headers=same_origin).post("/staff/login/", form, REMOTE_ADDR="10.78.2.9")
    assert acts() == []
    assert "my secret" not in caplog.text


def test_an_export_is_written_down_with_what_it_covered(enter, petition):
    enter("counts", "carl").post("/staff/export/", {"format": "csv", "country": "DE"})
    what = "csv: all petitions, all days, country DE, all languages"
    assert acts() == [("carl", Act.EXPORT, {"what": what})]


def test_a_change_of_the_petition_is_written_down_as_it_was_and_is(enter, petition, petition_form):
    form = petition_form(petition) | {"goal": "500"}
    enter("editor", "edda").post(f"/staff/petitions/petition/{petition.pk}/change/", form)
    about = {"petition": "child-safety-on", "goal": {"was": 1_000_000, "now": 500}}
    assert acts() == [("edda", Act.PETITION, about)]


def test_a_form_that_changes_nothing_leaves_nothing(enter, petition, petition_form):
    enter("editor", "edda").post(f"/staff/petitions/petition/{petition.pk}/change/", petition_form(petition))
    assert acts() == []


@pytest.mark.parametrize("address", ["anna@example.org", "unknown@example.org"])
def test_forgetting_is_written_down_without_the_address_and_without_the_answer(guardian, confirmed, caplog, address):
    confirmed("anna@example.org")
    caplog.clear()
    guardian.post("/staff/forget/", {"address": address})
    assert acts() == [("gina", Act.FORGET, {})]
    assert address not in caplog.text


def test_holding_releasing_and_retrying_are_written_down_with_numbers(guardian, petition, confirmed):
    confirmed("anna@example.org", country="FR")
    guardian.post("/staff/holding/", seen_form(petition, country="FR"))
    number = StaffAct.objects.get().about["holding"]
    guardian.post(f"/staff/holding/{number}/release/")
    guardian.post("/staff/letters/try-again/")
    held = {"holding": number, "count": 1, "reason": "speed", "note": NOTE, "facts": {"country": "FR"}}
    assert [about for _, _, about in acts()] == [held, {"holding": number, "count": 1}, {"letters": 0}]


def test_what_owners_do_to_accounts_is_written_down(enter):
    owner = enter("owner", "olga")
    owner.post("/staff/accounts/invite/", {"name": "ben", "email": "ben@example.org", "roles": ["counts", "editor"]})
    ben = User.objects.get(username="ben")
    owner.post(f"/staff/accounts/{ben.pk}/", {"roles": ["counts"], "may_log_in": "on"})
    assert acts() == [
        ("olga", Act.INVITE, {"account": "ben", "roles": ["counts", "editor"]}),
        ("olga", Act.LINK, {"account": "ben"}),
        ("olga", Act.ROLES, {"account": "ben", "roles": {"was": ["counts", "editor"], "now": ["counts"]}}),
    ]
    html = owner.get("/staff/campaign/staffact/").content.decode()
    assert "counts, editor → counts" in html


def test_a_new_password_is_written_down_and_the_password_is_not(enter):
    client = enter("counts", "carl")
    word = "three calm words"
    client.post(
        "/staff/password_change/", {"old_password": "a long password", "new_password1": word, "new_password2": word}
    )
    assert acts() == [("carl", Act.PASSWORD, {})]


def test_owners_read_everybody_s_acts_and_others_their_own(enter):
    carl, olga = enter("counts", "carl"), enter("owner", "olga")
    carl.post("/staff/logout/")
    gina = enter("guardian", "gina")
    gina.post("/staff/letters/try-again/")
    seen = {who: client.get("/staff/campaign/staffact/").content.decode() for who, client in
            (("olga", olga), ("gina", gina))}  # fmt: skip
    assert ["tried failed letters" in words for words in seen.values()] == [True, True]
    assert [">carl<" in words for words in seen.values()] == [True, False]


def test_an_act_outlives_its_account(enter):
    enter("counts", "carl").post("/staff/logout/")
    User.objects.get(username="carl").delete()
    assert list(StaffAct.objects.values_list("by", "by_name")) == [(None, "carl")]


def test_a_login_that_ends_by_itself_is_written_down_with_its_reason(enter, time_machine):
    client = enter("counts", "carl")
    time_machine.move_to(timezone.now())
    client.get("/staff/")
    time_machine.shift(31 * 60)
    client.get("/staff/")
    assert acts() == [("carl", Act.LOGOUT, {"because": "quiet"})]


def test_no_act_knows_a_supporter(guardian, enter, petition, confirmed):
    confirmed("anna.unmistakable@example.org", name="Unmistakable Name", country="FR")
    row = Signature.objects.get()
    guardian.post("/staff/holding/", seen_form(petition, country="FR"))
    guardian.post("/staff/forget/", {"address": "anna.unmistakable@example.org"})
    enter("counts", "carl").post("/staff/export/", {"format": "json"})
    kept = json.dumps(acts())
    assert [secret for secret in ("nmistakable", row.email_digest, row.mailbox_digest) if secret in kept] == []
