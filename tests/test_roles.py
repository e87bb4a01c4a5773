"""Who may do what in the staff area: one table over every address that the map knows, and the accounts behind it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone
from django.utils.http import urlencode
from django_otp import DEVICE_ID_SESSION_KEY

from campaign import accounts, audit, roles
from campaign.living.models import Kept
from campaign.models import StaffAct
from campaign.staff import site
from petitions import counting
from petitions.holding import Facts, hold
from petitions.models import ExportLog, Signature, Wording
from tests import crawl
from tests.factor import let_in

pytestmark = pytest.mark.django_db
pytest_plugins = ("tests.staff",)

WHO = ("anonymous", "nobody", "counts", "editor", "guardian", "owner", "superuser")
# Method, route → the status for each of WHO; 302 to anonymous is the login. Routes as in the map of addresses.
TABLE = """
GET  staff/                                            302 200 200 200 200 200 200
GET  staff/login/                                      200 302 302 302 302 302 302
POST staff/login/                                      200 200 200 200 200 200 200
GET  staff/logout/                                     302 405 405 405 405 405 405
POST staff/logout/                                     302 200 200 200 200 200 200
GET  staff/password_change/                            302 200 200 200 200 200 200
POST staff/password_change/                            302 200 200 200 200 200 200
GET  staff/password_change/done/                       302 200 200 200 200 200 200
GET  staff/autocomplete/                               302 403 403 403 403 403 403
GET  staff/jsi18n/                                     302 200 200 200 200 200 200
GET  staff/r/<path:content_type_id>/<path:object_id>/  302 404 404 404 404 404 404
GET  staff/^(?P<app_label>petitions|campaign)/$        302 200 200 200 200 200 200
GET  staff/(?P<url>.*)$                                302 404 404 404 404 404 404
GET  staff/set-password/<str:uidb64>/<str:token>/      410 410 410 410 410 410 410
POST staff/set-password/<str:uidb64>/<str:token>/      410 410 410 410 410 410 410

GET  staff/code/                                       302 302 302 302 302 302 302
POST staff/code/                                       302 302 302 302 302 302 302
GET  staff/second-factor/                              302 200 200 200 200 200 200
GET  staff/second-factor/set-up/                       302 200 200 200 200 200 200
POST staff/second-factor/set-up/                       302 400 400 400 400 400 400
GET  staff/second-factor/codes/                        302 405 405 405 405 405 405
POST staff/second-factor/codes/                        302 400 400 400 400 400 400

GET  staff/language/                                   302 200 200 200 200 200 200
POST staff/language/                                   302 400 400 400 400 400 400

GET  staff/languages/                                  302 200 200 200 200 200 200
GET  staff/languages/preview/                          302 200 200 200 200 200 200
GET  staff/languages/<str:code>/                       302 404 404 404 404 404 404

GET  staff/components/                                 302 200 200 200 200 200 200
POST staff/components/                                 302 405 405 405 405 405 405

GET  staff/content/                                    302 403 403 200 403 200 200
POST staff/content/                                    302 403 403 200 403 200 200

GET  staff/export/                                     302 403 200 403 403 200 200
POST staff/export/                                     302 403 200 403 403 200 200

GET  staff/holding/                                    302 403 403 403 200 200 200
POST staff/holding/                                    302 403 403 403 400 400 400
GET  staff/holding/<int:number>/release/               302 405 405 405 405 405 405
POST staff/holding/<int:number>/release/               302 403 403 403 302 302 302
GET  staff/holding/<int:number>/remove/                302 403 403 403 200 200 200
POST staff/holding/<int:number>/remove/                302 403 403 403 400 400 400
GET  staff/forget/                                     302 403 403 403 200 200 200
POST staff/forget/                                     302 403 403 403 302 302 302
GET  staff/forget/done/                                302 403 403 403 200 200 200
GET  staff/letters/                                    302 403 403 403 200 200 200
GET  staff/letters/try-again/                          302 405 405 405 405 405 405
POST staff/letters/try-again/                          302 403 403 403 302 302 302
GET  staff/read-only/                                  302 403 403 403 200 200 200
POST staff/read-only/                                  302 403 403 403 400 400 400
GET  staff/read-only/end/                              302 405 405 405 405 405 405
POST staff/read-only/end/                              302 403 403 403 302 302 302
GET  staff/surge/                                      302 403 403 403 200 200 200
POST staff/surge/                                      302 403 403 403 400 400 400
GET  staff/surge/give-back/                            302 405 405 405 405 405 405
POST staff/surge/give-back/                            302 403 403 403 302 302 302
GET  staff/status/                                     302 403 403 403 200 200 200
GET  staff/keys/                                       302 403 403 403 403 200 200

GET  staff/accounts/                                   302 403 403 403 403 200 200
GET  staff/accounts/invite/                            302 403 403 403 403 200 200
POST staff/accounts/invite/                            302 403 403 403 403 200 200
GET  staff/accounts/<int:number>/                      302 403 403 403 403 200 200
POST staff/accounts/<int:number>/                      302 403 403 403 403 302 302
GET  staff/accounts/<int:number>/link/                 302 405 405 405 405 405 405
POST staff/accounts/<int:number>/link/                 302 403 403 403 403 200 200
GET  staff/accounts/<int:number>/second-factor/        302 403 403 403 403 200 200
POST staff/accounts/<int:number>/second-factor/        302 403 403 403 403 302 302

GET  staff/petitions/petition/                             302 403 403 200 403 200 200
GET  staff/petitions/petition/add/                         302 403 403 403 403 403 403
POST staff/petitions/petition/add/                         302 403 403 403 403 403 403
GET  staff/petitions/petition/<path:object_id>/history/    302 403 403 200 403 200 200
GET  staff/petitions/petition/<path:object_id>/delete/     302 403 403 403 403 403 403
POST staff/petitions/petition/<path:object_id>/delete/     302 403 403 403 403 403 403
GET  staff/petitions/petition/<path:object_id>/change/     302 403 403 200 403 200 200
POST staff/petitions/petition/<path:object_id>/change/     302 403 403 200 403 200 200
GET  staff/petitions/petition/<path:object_id>/            302 302 302 302 302 302 302

GET  staff/petitions/wording/                              302 403 403 200 403 200 200
GET  staff/petitions/wording/add/                          302 403 403 403 403 403 403
POST staff/petitions/wording/add/                          302 403 403 403 403 403 403
GET  staff/petitions/wording/<path:object_id>/history/     302 403 403 200 403 200 200
GET  staff/petitions/wording/<path:object_id>/delete/      302 403 403 403 403 403 403
POST staff/petitions/wording/<path:object_id>/delete/      302 403 403 403 403 403 403
GET  staff/petitions/wording/<path:object_id>/change/      302 403 403 200 403 200 200
POST staff/petitions/wording/<path:object_id>/change/      302 403 403 302 403 302 302
GET  staff/petitions/wording/<path:object_id>/             302 302 302 302 302 302 302

GET  staff/petitions/exportlog/                            302 403 403 403 403 200 200
GET  staff/petitions/exportlog/add/                        302 403 403 403 403 403 403
POST staff/petitions/exportlog/add/                        302 403 403 403 403 403 403
GET  staff/petitions/exportlog/<path:object_id>/history/   302 403 403 403 403 200 200
GET  staff/petitions/exportlog/<path:object_id>/delete/    302 403 403 403 403 403 403
POST staff/petitions/exportlog/<path:object_id>/delete/    302 403 403 403 403 403 403
GET  staff/petitions/exportlog/<path:object_id>/change/    302 403 403 403 403 200 200
POST staff/petitions/exportlog/<path:object_id>/change/    302 403 403 403 403 403 403
GET  staff/petitions/exportlog/<path:object_id>/           302 302 302 302 302 302 302

GET  staff/campaign/staffact/                              302 200 200 200 200 200 200
GET  staff/campaign/staffact/add/                          302 403 403 403 403 403 403
POST staff/campaign/staffact/add/                          302 403 403 403 403 403 403
GET  staff/campaign/staffact/<path:object_id>/history/     302 302 302 302 302 200 200
GET  staff/campaign/staffact/<path:object_id>/delete/      302 403 403 403 403 403 403
POST staff/campaign/staffact/<path:object_id>/delete/      302 403 403 403 403 403 403
GET  staff/campaign/staffact/<path:object_id>/change/      302 302 302 302 302 200 200
POST staff/campaign/staffact/<path:object_id>/change/      302 403 403 403 403 403 403
GET  staff/campaign/staffact/<path:object_id>/             302 302 302 302 302 302 302
"""
# The kinds that staff keep current; what ships is never deleted, and these are never added.
KEPT = sorted(model._meta.model_name for model in site._registry if issubclass(model, Kept))
NEVER_ADDED = {"legalstatus", "position", "switch"}
SAVED_AS_IT_IS = {"switch"}  # an empty form is a whole one
KEPT_TABLE = """
GET  staff/campaign/KIND/                             302 403 403 200 403 200 200
GET  staff/campaign/KIND/add/                         302 403 403 ADD 403 ADD ADD
POST staff/campaign/KIND/add/                         302 403 403 ADD 403 ADD ADD
GET  staff/campaign/KIND/<path:object_id>/history/    302 403 403 200 403 200 200
GET  staff/campaign/KIND/<path:object_id>/delete/     302 403 403 403 403 403 403
POST staff/campaign/KIND/<path:object_id>/delete/     302 403 403 403 403 403 403
GET  staff/campaign/KIND/<path:object_id>/change/     302 403 403 200 403 200 200
POST staff/campaign/KIND/<path:object_id>/change/     302 403 403 SET 403 SET SET
GET  staff/campaign/KIND/<path:object_id>/            302 302 302 302 302 302 302
"""


def kept_rows() -> list[list[str]]:
    return [
        line.replace("KIND", kind)
        .replace("ADD", "403" if kind in NEVER_ADDED else "200")
        .replace("SET", "302" if kind in SAVED_AS_IT_IS else "200")
        .split()
        for kind in KEPT
        for line in KEPT_TABLE.splitlines()
        if line
    ]


ROWS = [line.split() for line in TABLE.splitlines() if line] + kept_rows()
CASES = [pytest.param(method, route, expected, id=f"{method} {route}") for method, route, *expected in ROWS]
OPEN = {"staff/login/", "staff/code/", "staff/second-factor/set-up/", "staff/set-password/<str:uidb64>/<str:token>/"}
OPEN_TO_LEAVE = ("POST", "staff/logout/")  # what an address does before the code has tests in test_staff_factor.py
CLOSED = [(row[0], row[1]) for row in ROWS if row[1] not in OPEN and (row[0], row[1]) != OPEN_TO_LEAVE]
# What a form needs so that its own judgement doesn't stand in the way of the role's.
FILLED = {
    "staff/export/": {"format": "csv"},
    "staff/forget/": {"address": "nobody@example.org"},
    "staff/accounts/invite/": {"name": "newcomer", "email": "newcomer@example.org"},
    "staff/accounts/<int:number>/": {"may_log_in": "on"},
}


@pytest.fixture
def places(petition, confirmed, sign):
    """The addresses of the table, each with a row behind it; the rows hold a person who is easy to recognise."""
    confirmed("anna.unmistakable@example.org", name="Unmistakable Name", country="FR")
    confirmed("berta.unmistakable@example.org", name="Unmistakable Name", country="DE")
    sign("carla.unmistakable@example.org", name="Unmistakable Name")
    counting.refresh()
    other = User.objects.create_user("other", password="a long password", is_staff=True)
    audit.record(audit.Act.LOGIN, by=other)
    held = hold(petition, Facts(country="FR"), reason="speed", by="other")
    log = ExportLog.objects.create(by=other, by_name="other", what="csv", rows=1)
    ids = {"petition": petition.pk, "wording": Wording.objects.first().pk, "exportlog": log.pk}
    ids["staffact"] = StaffAct.objects.get(act="login").pk
    ids |= {model._meta.model_name: shipped(model) for model in site._registry if issubclass(model, Kept)}

    def path(route: str) -> str:
        model = route.split("/")[2] if "<path:object_id>" in route else ""
        number = held.pk if "holding" in route else other.pk
        for written, real in (
            ("<path:object_id>", str(ids.get(model, 1))), ("<int:number>", str(number)),
            ("<path:content_type_id>", "1"), ("<str:uidb64>", "MQ"), ("<str:token>", "abc-def"),
            ("^(?P<app_label>petitions|campaign)/$", "campaign/"), ("(?P<url>.*)$", "no/such/page/"),
        ):  # fmt: skip
            route = route.replace(written, real)
        return f"/{route}"

    return path


def shipped(model: type[Kept]) -> int:
    """The number of a row that nobody may delete."""
    now = timezone.now()
    given = {"starts_at": now, "ends_at": now + timedelta(days=1), "day": now.date(), "key": "shipped"}
    names = {one.name for one in model._meta.concrete_fields}
    return model.objects.create(**{name: value for name, value in given.items() if name in names}).pk


def routes() -> set[str]:
    return {route for route in crawl._walk(get_resolver().url_patterns) if route.startswith("staff/")}


def test_every_staff_address_of_the_map_has_its_rows_in_the_table():
    assert {route for _, route, *_ in ROWS} == routes()


@pytest.mark.parametrize(("method", "route", "expected"), CASES)
def test_each_role_opens_its_own_doors_and_no_other_WB_16(enter, places, method, route, expected):
    path, given = places(route), FILLED.get(route, {})
    answers = {who: ask(enter(who, who), method, path, given) for who in WHO}
    assert [str(answer.status_code) for answer in answers.values()] == expected
    if expected[0] == "302" and expected[1] not in ("302", "405"):
        assert answers["anonymous"]["Location"].startswith(("/staff/login/?next=/staff/", "/staff/"))


@pytest.mark.parametrize("who", WHO[1:])
def test_without_the_code_every_role_is_led_to_it_at_every_address_WB_16(enter, places, who):
    client = forget_code(enter(who))
    for method, route in CLOSED:
        answer = ask(client, method, places(route), FILLED.get(route, {}))
        assert (route, answer.status_code, answer.content) == (route, 302, b"")
        assert answer["Location"] == f"/staff/code/?{urlencode({'next': places(route)})}"


def forget_code(client):
    """The same login before its code was given."""
    session = client.session
    del session[DEVICE_ID_SESSION_KEY]
    session.save()
    return client


def ask(client, method, path, given):
    """Each newcomer has a name of their own: the name of the second would be taken."""
    form = given | {"name": f"newcomer{User.objects.count()}"} if "name" in given else given
    return client.get(path) if method == "GET" else client.post(path, form)


@pytest.mark.parametrize("who", WHO)
def test_no_staff_page_shows_a_person(enter, places, who):
    client = enter(who)
    rows = Signature.objects.values_list("email_digest", "mailbox_digest")
    secrets = {value for row in rows for value in row} | {"nmistakable"}
    words = {route: client.get(places(route), follow=True).content.decode() for route in routes()}
    assert [(route, secret) for route, page in words.items() for secret in secrets if secret in page] == []


def test_roles_are_made_with_exactly_their_permissions_and_a_second_time_changes_nothing(db):
    roles.ensure()
    Group.objects.get(name="counts").permissions.clear()
    roles.ensure()
    made = {
        group.name: {f"{one.content_type.app_label}.{one.codename}" for one in group.permissions.all()}
        for group in Group.objects.all()
    }
    assert made == {role: set(permissions) for role, permissions in roles.PERMISSIONS.items()}


def test_an_owner_may_do_what_every_other_role_may():
    others = {one for role in ("counts", "editor", "guardian") for one in roles.PERMISSIONS[role]}
    assert others < set(roles.PERMISSIONS["owner"])


# --- accounts -------------------------------------------------------------------------------------------------------


@pytest.fixture
def owner(enter):
    return enter("owner", "olga")


@pytest.fixture
def ana(db):
    return User.objects.create_user("ana", "ana@example.org", password="a long password", is_staff=True)


def test_an_invited_person_chooses_a_password_by_the_link_once_and_logs_in(owner, same_origin):
    answer = owner.post("/staff/accounts/invite/", {"name": "ben", "email": "ben@example.org", "roles": ["counts"]})
    link = answer.context["link"]
    ben = User.objects.get(username="ben")
    assert (roles.of(ben), ben.has_usable_password(), ben.is_superuser) == (["counts"], False, False)
    visitor = Client(headers=same_origin)
    assert choose(visitor, link).status_code == 302
    assert visitor.login(username="ben", password="three calm words")
    assert Client().get(path_of(link)).status_code == 410
    assert "no-store" in answer["Cache-Control"]


def path_of(link: str) -> str:
    return "/staff/" + link.split("/staff/")[1]


def choose(client, link, password="three calm words"):
    page = client.get(path_of(link), follow=True)
    form = {"new_password1": password, "new_password2": password}
    return client.post(page.request["PATH_INFO"], form)


def test_a_link_is_dead_after_three_days(owner, ana, clock):
    link = owner.post(f"/staff/accounts/{ana.pk}/link/").context["link"]
    clock(days=3, minutes=1)
    assert Client().get(path_of(link)).status_code == 410


def test_closing_an_account_ends_its_session_its_password_and_its_link_WB_15(owner, ana, same_origin):
    client = let_in(Client(headers=same_origin), ana)
    link = owner.post(f"/staff/accounts/{ana.pk}/link/").context["link"]
    owner.post(f"/staff/accounts/{ana.pk}/", {"roles": ["counts"]})
    owner.post(f"/staff/accounts/{ana.pk}/", {"roles": ["counts"], "may_log_in": "on"})
    assert client.get("/staff/").status_code == 302
    assert client.login(username="ana", password="a long password") is False
    assert Client().get(path_of(link)).status_code == 410


def test_nobody_closes_or_changes_their_own_account_so_that_the_last_owner_stays(owner):
    olga = User.objects.get(username="olga")
    owner.post(f"/staff/accounts/{olga.pk}/", {"roles": []})
    olga.refresh_from_db()
    assert (olga.is_active, roles.of(olga)) == (True, ["owner"])
    with pytest.raises(accounts.NotYours):
        accounts.password_link(olga, by=olga)


def test_whoever_has_just_stopped_to_be_an_owner_changes_nobody_any_more(owner, ana):
    olga = User.objects.get(username="olga")
    ana.groups.set(Group.objects.filter(name="owner"))
    accounts.change(ana, wanted=[], may_log_in=True, by=olga)
    with pytest.raises(accounts.NotYours):
        accounts.change(olga, wanted=[], may_log_in=False, by=ana)


def test_a_superuser_who_is_made_no_owner_is_no_superuser(owner, ana):
    User.objects.filter(pk=ana.pk).update(is_superuser=True)
    owner.post(f"/staff/accounts/{ana.pk}/", {"roles": ["counts"], "may_log_in": "on"})
    ana.refresh_from_db()
    assert (ana.is_superuser, roles.of(ana)) == (False, ["counts"])


def test_a_form_that_is_sent_with_more_than_it_shows_gives_no_more(owner, ana):
    extra = {"roles": ["counts"], "may_log_in": "on", "is_superuser": "on", "password": "x", "username": "root"}
    owner.post(f"/staff/accounts/{ana.pk}/", extra)
    ana.refresh_from_db()
    assert (ana.is_superuser, ana.username, ana.check_password("a long password")) == (False, "ana", True)


@pytest.mark.parametrize(
    ("name", "email", "said"),
    [
        ("OLGA", "o@example.org", "There is an account of this name. Choose another name."),
        ("", "o@example.org", "Write a name."),
        ("ben", "ben", "Write a whole address."),
    ],
)
def test_an_invitation_that_is_not_whole_says_why(owner, name, email, said):
    answer = owner.post("/staff/accounts/invite/", {"name": name, "email": email})
    assert (answer.status_code, said in answer.content.decode()) == (400, True)


def test_changing_the_own_password_ends_every_other_session_WB_15(ana, same_origin):
    here, there = (let_in(Client(headers=same_origin), ana) for _ in range(2))
    new = {"old_password": "a long password", "new_password1": "three calm words", "new_password2": "three calm words"}
    assert here.post("/staff/password_change/", new).status_code == 302
    assert [client.get("/staff/").status_code for client in (here, there)] == [200, 302]
