"""The way through the second factor: the first login, every later one, a lost phone, and what is open before a code."""

import re
from datetime import timedelta

import pytest
import zxingcpp
from django.contrib.auth.models import User
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone

from campaign import second_factor, staff_delay
from campaign.factor_models import Authenticator
from campaign.models import StaffAct
from petitions import qr
from tests import crawl
from tests.factor import code_of, let_in, with_factor
from tests.test_sharing import drawn

pytestmark = pytest.mark.django_db
pytest_plugins = ("tests.staff",)
NETWORKS = (f"10.79.{number}.9" for number in range(256))


@pytest.fixture(autouse=True)
def _a_real_site(settings):
    settings.STAFF_SECOND_FACTOR = True


@pytest.fixture
def ana(db):
    return User.objects.create_user("ana", "ana@example.org", password="a long password", is_staff=True)


@pytest.fixture
def app(ana):
    return with_factor(ana)


@pytest.fixture
def half(ana, same_origin):
    """Somebody who has given ana's password, and no code."""
    return with_password(Client(headers=same_origin), next(NETWORKS))


def with_password(client, network, wanted="/staff/"):
    client.defaults["REMOTE_ADDR"] = network
    form = {"username": "ana", "password": "a long password", "next": wanted}
    assert client.post("/staff/login/", form).status_code == 302
    return client


def words(answer) -> str:
    return answer.content.decode()


def key_on(page) -> str:
    """The key as a person would type it into the app."""
    return re.search(r"<code>([A-Z2-7 ]+)</code>", words(page))[1].replace(" ", "")


def set_up(client, path="/staff/second-factor/set-up/", **more):
    """Read the key on the page, and send the code that an app would show."""
    page = client.get(path)
    new = code_of(Authenticator(key=client.session["new_factor"]))
    return page, client.post(path, {"new": new} | more)


def codes_on(page) -> list[str]:
    return re.findall(r"<li><code>([A-Z2-9-]+)</code></li>", words(page))


# --- the first login ------------------------------------------------------------------------------------------------


def test_the_first_login_leads_to_setting_up_and_then_to_where_one_wanted_to_go(half, ana):
    asked = half.get("/staff/campaign/staffact/")
    assert asked["Location"] == "/staff/second-factor/set-up/?next=%2Fstaff%2Fcampaign%2Fstaffact%2F"
    page, done = set_up(half, asked["Location"])
    assert (page.status_code, done.status_code, len(codes_on(done))) == (200, 200, 10)
    assert 'href="/staff/campaign/staffact/">I have them, go on' in words(done)
    assert half.get("/staff/campaign/staffact/").status_code == 200
    assert list(StaffAct.objects.order_by("id").values_list("act", "about")) == [
        ("factor", {}),
        ("login", {"code": "app"}),
    ]


def test_a_phone_reads_from_the_picture_what_stands_below_it_as_text(half):
    page = half.get("/staff/second-factor/set-up/")
    code = page.context["code"]
    [read] = zxingcpp.read_barcodes(drawn(code))
    assert read.text.startswith("otpauth://totp/Staff%20")
    assert f"secret={key_on(page)}&" in read.text
    assert code.path in words(page)


def test_the_secret_of_the_picture_stays_in_no_memory_of_pictures(half):
    before = qr.code.cache_info().currsize
    half.get("/staff/second-factor/set-up/")
    assert qr.code.cache_info().currsize == before


def test_a_wrong_first_code_is_explained_and_the_picture_stays_the_same(half, ana):
    first = half.get("/staff/second-factor/set-up/")
    again = half.post("/staff/second-factor/set-up/", {"new": "000000"})
    assert (again.status_code, key_on(again)) == (400, key_on(first))
    assert "This code is wrong" in words(again)
    assert second_factor.device_of(ana) is None


def test_recovery_codes_are_shown_once(half):
    set_up(half)
    pages = [half.get("/staff/second-factor/"), half.get("/staff/second-factor/set-up/")]
    assert [codes_on(page) for page in pages] == [[], []]


def test_of_two_logins_that_set_up_the_second_is_asked_for_the_code_of_the_first(half, ana, same_origin):
    other = with_password(Client(headers=same_origin), next(NETWORKS))
    other.get("/staff/second-factor/set-up/")
    set_up(half)
    new = code_of(Authenticator(key=other.session["new_factor"])) if "new_factor" in other.session else "123456"
    assert other.post("/staff/second-factor/set-up/", {"new": new}).status_code == 302
    assert other.get("/staff/").status_code == 302
    assert Authenticator.objects.count() == 1


# --- every later login ----------------------------------------------------------------------------------------------


def test_a_login_asks_for_the_code_and_leads_on_under_a_new_session_key(half, app, settings):
    asked = half.get("/staff/campaign/staffact/")
    assert asked["Location"] == "/staff/code/?next=%2Fstaff%2Fcampaign%2Fstaffact%2F"
    before = half.session.session_key
    answer = half.post(asked["Location"], {"code": code_of(app)})
    assert (answer.status_code, answer["Location"]) == (302, "/staff/campaign/staffact/")
    assert half.session.session_key != before
    half.cookies[settings.SESSION_COOKIE_NAME] = before
    assert half.get("/staff/")["Location"] == "/staff/login/?next=/staff/"


def test_the_field_is_one_that_phones_and_password_managers_fill(half, app):
    page = words(half.get("/staff/code/"))
    [field] = re.findall(r'<input[^>]*name="code"[^>]*id="id_code"[^>]*>', page)
    assert [part in field for part in ('autocomplete="one-time-code"', 'inputmode="numeric"')] == [True, True]


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:1"])
def test_the_code_leads_to_no_other_site_WB_10(half, app, wanted):
    answer = half.post("/staff/code/?" + f"next={wanted}", {"code": code_of(app)})
    assert answer["Location"] == "/staff/"


def test_a_recovery_code_opens_once_and_says_how_many_are_left(half, ana):
    _, done = set_up(half)
    code = codes_on(done)[0]
    half.post("/staff/logout/")
    for status, client in ((302, half), (400, Client())):
        answer = with_password(client, next(NETWORKS)).post("/staff/code/", {"recovery": "1", "code": code})
        assert answer.status_code == status
    assert "You used a recovery code. Left: 9." in words(half.get("/staff/second-factor/"))


def test_each_login_gives_a_code_of_its_own_also_in_the_same_browser(half, app):
    half.post("/staff/code/", {"code": code_of(app)})
    assert half.get("/staff/").status_code == 200
    with_password(half, next(NETWORKS))
    assert half.get("/staff/")["Location"] == "/staff/code/?next=%2Fstaff%2F"


def test_whoever_gave_the_wrong_name_can_leave_before_the_code(half, app):
    assert "That’s not me, log out" in words(half.get("/staff/code/"))
    assert "You are logged out." in words(half.post("/staff/logout/"))
    assert half.get("/staff/code/")["Location"] == "/staff/login/"


def test_a_login_that_waits_for_its_code_ends_after_thirty_quiet_minutes_too_WB_15(half, app, clock):
    half.get("/staff/code/")
    clock(minutes=31)
    assert half.post("/staff/code/", {"code": code_of(app)})["Location"].startswith("/staff/login/?")


# --- before the code nothing is open --------------------------------------------------------------------------------


def staff_routes() -> list[str]:
    routes = [route for route in crawl._walk(get_resolver().url_patterns) if route.startswith("staff/")]
    return [route for route in routes if "set-password" not in route]


def path_of(route: str) -> str:
    route = route.replace("^(?P<app_label>petitions|campaign)/$", "campaign/").replace("(?P<url>.*)$", "no/such/page/")
    return "/" + re.sub(r"<\w+:\w+>", "1", route)


@pytest.mark.parametrize("screen", ["code", "second-factor/set-up"])
def test_before_the_code_every_address_leads_to_it_and_nothing_of_the_area_is_shown_WB_16(half, ana, screen):
    if screen == "code":
        with_factor(ana)
    open_ones = {"staff/code/", "staff/second-factor/set-up/", "staff/login/", "staff/logout/"}
    for route in set(staff_routes()) - open_ones:
        for answer in (half.get(path_of(route)), half.post(path_of(route), {"a": "b"})):
            assert (route, answer.status_code) == (route, 302)
            assert answer["Location"].startswith(f"/staff/{screen}/?next=%2Fstaff%2F"), route
            assert answer.content == b""
    assert half.get("/staff/login/")["Location"] == f"/staff/{screen}/"
    assert half.get("/staff/logout/")["Location"].startswith(f"/staff/{screen}/")


@pytest.mark.parametrize("path", ["/staff/code/", "/staff/second-factor/set-up/"])
def test_the_pages_before_the_code_have_no_navigation_and_no_number(enter, same_origin, app, ana, path):
    User.objects.filter(pk=ana.pk).update(is_superuser=True)
    if "set-up" in path:
        app.delete()
    page = with_password(Client(headers=same_origin), next(NETWORKS)).get(path)
    shown = words(page)
    found = [
        one for one in ("staff-nav", "/staff/accounts/", "Export counts", "user-tools", "Public site") if one in shown
    ]
    assert (page.status_code, found) == (200, [])
    assert "no-store" in page["Cache-Control"]


def test_only_the_second_factor_lets_in_not_the_flag_of_somebody_else(half, ana, app):
    other = with_factor(User.objects.create_user("other", is_staff=True))
    session = half.session
    session["otp_device_id"] = other.persistent_id
    session.save()
    assert half.get("/staff/")["Location"] == "/staff/code/?next=%2Fstaff%2F"


def test_where_there_is_an_app_no_new_one_is_set_up_before_its_code_WB_16(half, app):
    path = "/staff/second-factor/set-up/"
    answers = [half.get(path), half.post(path, {"new": "123456", "code": code_of(app)})]
    assert [answer["Location"] for answer in answers] == ["/staff/code/?next=%2Fstaff%2Fsecond-factor%2Fset-up%2F"] * 2
    assert "new_factor" not in half.session


def test_strangers_are_sent_to_the_login_and_hear_nothing_of_codes(client):
    for path in ("/staff/code/", "/staff/second-factor/set-up/"):
        assert client.get(path)["Location"] == "/staff/login/"
    assert client.get("/staff/second-factor/")["Location"] == "/staff/login/?next=/staff/second-factor/"


# --- guessing -------------------------------------------------------------------------------------------------------


@pytest.fixture
def patient(monkeypatch):
    """Ten minutes at once, so that a slow machine doesn't outwait the delay."""
    monkeypatch.setattr(staff_delay, "delay", lambda tries: 600 if tries > staff_delay.FREE else 0)


def test_fifty_passwords_and_fifty_codes_from_one_network_do_not_stop_the_owner_at_another_WB_14(
    ana, app, same_origin, patient
):
    thief = with_password(Client(headers=same_origin), next(NETWORKS))
    for number in range(50):
        thief.post("/staff/login/", {"username": "ana", "password": f"guess {number}"})
        said = words(thief.post("/staff/code/", {"code": "000000"}))
    assert "Too many wrong tries from here. Please wait" in said
    device = second_factor.device_of(ana)
    assert device.throttling_failure_count <= staff_delay.FREE + 1
    Authenticator.objects.update(throttling_failure_timestamp=timezone.now() - timedelta(seconds=300))
    owner = with_password(Client(headers=same_origin), next(NETWORKS))
    assert owner.post("/staff/code/", {"code": code_of(app)}).status_code == 302
    assert owner.get("/staff/").status_code == 200


def test_the_owner_of_a_stolen_password_reads_what_happened_and_how_to_enter(half, app):
    Authenticator.objects.update(throttling_failure_count=9, throttling_failure_timestamp=timezone.now())
    said = words(half.post("/staff/code/", {"code": code_of(app)}))
    assert "they know your password: tell an owner. A recovery code works at once. Please wait" in said


def test_refused_codes_stand_among_the_acts_and_owners_see_them_first_WB_14(half, app, enter):
    half.post("/staff/code/", {"code": "000000"})
    Authenticator.objects.update(throttling_failure_count=0)
    half.post("/staff/code/", {"recovery": "1", "code": "AAAA-AAAA-AAAA"})
    assert list(StaffAct.objects.values_list("by_name", "act").order_by().distinct()) == [("ana", "code-refused")]
    owner, counts = enter("owner", "olga"), enter("counts", "carl")
    assert "Somebody tries to log in as ana.</strong> In the last 24 hours: wrong passwords 0, wrong codes 2." in words(
        owner.get("/staff/")
    )
    assert "Somebody tries to log in" not in words(counts.get("/staff/"))
    StaffAct.objects.update(at=timezone.now() - timedelta(hours=25))
    assert "Somebody tries to log in" not in words(owner.get("/staff/"))


# --- looking after it -----------------------------------------------------------------------------------------------


def test_new_recovery_codes_cost_a_current_code(ana, app, same_origin):
    client = let_in(Client(headers=same_origin), ana)
    app = second_factor.device_of(ana)
    refused = client.post("/staff/second-factor/codes/", {"code": "000000"})
    assert (refused.status_code, codes_on(refused)) == (400, [])
    Authenticator.objects.update(throttling_failure_count=0)
    assert len(codes_on(client.post("/staff/second-factor/codes/", {"code": code_of(app)}))) == 10


def test_another_phone_costs_a_code_of_the_one_in_use_and_ends_other_logins(half, ana, app, same_origin):
    half.post("/staff/code/", {"code": code_of(app)})
    other = let_in(Client(headers=same_origin), ana)
    Authenticator.objects.exclude(pk=app.pk).delete()
    _, refused = set_up(half)
    assert (refused.status_code, Authenticator.objects.get().key) == (400, app.key)
    _, done = set_up(half, code=code_of(app, steps=1))
    assert (done.status_code, len(codes_on(done)), Authenticator.objects.get().key != app.key) == (200, 10, True)
    assert half.get("/staff/").status_code == 200
    assert other.get("/staff/")["Location"] == "/staff/login/?next=/staff/"


def test_a_wrong_code_of_the_new_phone_costs_no_recovery_code(half):
    _, done = set_up(half)
    half.get("/staff/second-factor/set-up/")
    half.post("/staff/second-factor/set-up/", {"new": "000000", "code": codes_on(done)[0]})
    assert second_factor.codes_left(User.objects.get(username="ana")) == 10


# --- lost ------------------------------------------------------------------------------------------------------------


def test_an_owner_resets_it_every_login_ends_and_the_next_one_sets_up_anew_WB_15(enter, ana, app, same_origin):
    clients = [let_in(Client(headers=same_origin), ana), with_password(Client(headers=same_origin), next(NETWORKS))]
    owner = enter("owner", "olga")
    path = f"/staff/accounts/{ana.pk}/second-factor/"
    assert "Reset the second factor of ana?" in words(owner.get(path))
    assert Authenticator.objects.filter(user=ana).exists()
    assert owner.post(path)["Location"] == "/staff/accounts/"
    assert [client.get("/staff/")["Location"] for client in clients] == ["/staff/login/?next=/staff/"] * 2
    again = with_password(Client(headers=same_origin), next(NETWORKS))
    assert again.get("/staff/")["Location"] == "/staff/second-factor/set-up/?next=%2Fstaff%2F"
    assert owner.get("/staff/").status_code == 200


def test_nobody_resets_their_own_WB_16(enter):
    owner = enter("owner", "olga")
    olga = User.objects.get(username="olga")
    owner.post(f"/staff/accounts/{olga.pk}/second-factor/")
    assert second_factor.device_of(olga) is not None
    assert "Your own account is changed by another owner" in words(owner.get("/staff/accounts/"))


# --- where it is a choice: the demo ---------------------------------------------------------------------------------


def test_in_the_demo_the_password_alone_opens_until_somebody_sets_a_factor_up(half, ana, settings):
    settings.STAFF_SECOND_FACTOR = False
    assert half.get("/staff/").status_code == 200
    assert "This account is opened by its password alone." in words(half.get("/staff/second-factor/"))
    _, done = set_up(half)
    assert (len(codes_on(done)), half.get("/staff/").status_code) == (10, 200)
    half.post("/staff/logout/")
    assert with_password(half, next(NETWORKS)).get("/staff/")["Location"] == "/staff/code/?next=%2Fstaff%2F"
