"""STAFF_HOST: the staff area under a name of its own, and each host as if the other did not exist."""

import re

import pytest
from django.contrib.auth.models import User
from django.test import Client

from campaign import asked, staff_host
from campaign.pages import PublishedPages, nobodys_request
from tests import crawl
from tests.answers import headers_of
from tests.factor import code_of, let_in, with_factor

pytestmark = pytest.mark.django_db
pytest_plugins = ("tests.staff",)
PUBLIC, STAFF = "petition.example", "staff.petition.example"


@pytest.fixture(autouse=True)
def _two_hosts(settings):
    settings.SITE_ORIGIN, settings.STAFF_HOST = f"https://{PUBLIC}", STAFF
    settings.ALLOWED_HOSTS = [PUBLIC, STAFF]
    asked.has_pages.cache_clear()
    yield
    asked.has_pages.cache_clear()


def at(host: str, **more) -> Client:
    """A browser at this host."""
    return Client(SERVER_NAME=host, headers={"origin": f"https://{host}", "host": host} | more)


def plain(answer, path: str) -> tuple:
    """What the answer tells, without what differs from request to request."""
    words = answer.content.decode().replace(path, "PATH")
    return answer.status_code, headers_of(answer), words, dict(answer.cookies)


SECRET = ["/staff/", "/staff", "/staff/login/", "/staff/code/", "/staff/nope/", "/staff/set-password/MQ/a-b/"]


@pytest.mark.parametrize("path", SECRET)
def test_on_the_public_host_the_staff_area_is_like_any_page_that_is_not_there_WB_13(petition, path):
    for method in ("get", "head", "post", "options"):
        here, nowhere = (plain(getattr(at(PUBLIC), method)(one), one) for one in (path, "/nowhere/"))
        assert here == nowhere
        assert here[0] == 404


@pytest.mark.parametrize("body", [b"x" * 40_000, b"\xff=\xff", b"a=b"])
def test_no_odd_form_tells_it_apart_either_WB_13(petition, body):
    answers = [
        plain(at(PUBLIC).generic("POST", path, body, content_type=kind), path)
        for path in ("/staff/login/", "/nowhere/")
        for kind in ("application/x-www-form-urlencoded", "text/plain")
    ]
    assert answers[:2] == answers[2:]


def test_whoever_is_logged_in_is_nobody_on_the_public_host_WB_13(petition, admin_user):
    client = let_in(at(PUBLIC), admin_user)
    assert client.get("/staff/").status_code == 404


def test_on_the_staff_host_every_public_address_is_nothing_WB_13(petition, confirmed):
    row = confirmed()
    pages = [*crawl.public_pages(), *crawl.public_files(), *crawl.token_pages(row)]
    pages += ["/", "/DE/", "/de", "/en", "/sitemap.xml", "/robots.txt", "/readyz", "/statusz", "/leave/", "/mailbox/"]
    pages += ["/api/v1/petitions/child-safety-on/count.json", "/en/petition"]
    for method in ("get", "post"):
        answers = {page: getattr(at(STAFF), method)(page) for page in pages}
        assert {page: answer.status_code for page, answer in answers.items() if answer.status_code != 404} == {}
    words = {answer.content for answer in answers.values()}
    assert len(words) == 1
    assert re.findall(rb'href="/(?!static)', words.pop()) == []


def test_on_the_staff_host_the_area_answers_and_the_sign_of_life_WB_13(petition):
    client = at(STAFF)
    assert client.get("/staff/")["Location"] == "/staff/login/?next=/staff/"
    assert client.get("/staff/login/").status_code == 200
    assert (client.get("/healthz").content, client.get("/staff").headers["Location"]) == (b"ok", "/staff/")


def test_somebody_logs_in_there_with_cookies_of_that_host_alone_WB_13(petition, admin_user, same_origin):
    app = with_factor(admin_user)
    client = Client(enforce_csrf_checks=True, SERVER_NAME=STAFF, headers={"origin": f"https://{STAFF}", "host": STAFF})
    for path, form in (
        ("/staff/login/", {"username": "admin", "password": "password", "next": "/staff/"}),
        ("/staff/code/", {"code": code_of(app)}),
    ):
        page = client.get(path, secure=True)
        token = re.search(rb'csrfmiddlewaretoken" value="(\w+)"', page.content)[1].decode()
        answer = client.post(path, form | {"csrfmiddlewaretoken": token}, secure=True)
        assert (answer.status_code, answer["Location"]) == (302, "/staff/")
        assert {cookie["domain"] for cookie in client.cookies.values()} == {""}
    assert client.get("/staff/", secure=True).status_code == 200


def test_a_form_from_the_public_host_is_refused_there_WB_13(petition, admin_user):
    client = let_in(Client(enforce_csrf_checks=True, SERVER_NAME=STAFF), admin_user)
    answer = client.post(
        "/staff/letters/try-again/", headers={"origin": f"https://{PUBLIC}", "host": STAFF}, secure=True
    )
    assert answer.status_code == 403
    assert b"/en/" not in answer.content


def test_every_screen_works_there_and_leads_to_the_public_host_by_its_whole_address(petition, admin_user):
    client = let_in(at(STAFF), admin_user)
    routes = [route for route in crawl._walk(crawl.get_resolver().url_patterns) if route.startswith("staff/")]
    answers = {route: client.get(f"/{route}") for route in routes if not {"<", "("} & {*route}}
    assert {route for route, answer in answers.items() if answer.status_code >= 500} == set()
    page = answers["staff/"].content.decode()
    assert re.findall(r'<a href="([^"]+)">Public site</a>', page) == [f"https://{PUBLIC}/"]
    assert {link for link in re.findall(r'<a [^>]*href="(/[^"]*)"', page) if not link.startswith("/staff/")} == set()


def test_a_published_copy_answers_on_no_host_but_its_own_WB_13(django_itself):
    pages = PublishedPages(django_itself)
    said = []
    for host in (PUBLIC, STAFF, f"{STAFF}:443", STAFF.upper(), f"{STAFF}."):
        environ = nobodys_request("/en/petition/") | {"HTTP_HOST": host}
        body = b"".join(pages(environ, lambda status, headers, *_: said.append(status)))
        assert (b"<form" in body) == (host == PUBLIC)
    assert [status[:3] for status in said] == ["200", "404", "404", "404", "404"]


def test_a_password_link_leads_to_the_staff_host_and_works_there(petition, enter):
    owner = enter("owner", "olga")
    owner.defaults |= {"SERVER_NAME": STAFF, "HTTP_HOST": STAFF}
    ben = User.objects.create_user("ben", is_staff=True)
    link = owner.post(f"/staff/accounts/{ben.pk}/link/").context["link"]
    assert link.startswith(f"https://{STAFF}/staff/set-password/")
    path = link.removeprefix(f"https://{STAFF}")
    assert (at(STAFF).get(path).status_code, at(PUBLIC).get(path).status_code) == (302, 404)


def test_search_machines_are_not_told_of_it(petition):
    assert "staff" not in at(PUBLIC).get("/robots.txt").content.decode()


def test_an_error_of_the_staff_host_names_no_public_page(petition, admin_user):
    client = let_in(at(STAFF), admin_user)
    answers = [client.get("/staff/no/such/page/"), client.post("/staff/components/"), client.get("/staff/logout/")]
    assert [answer.status_code for answer in answers] == [404, 405, 405]
    assert [re.findall(rb'href="/(?!static)', answer.content) for answer in answers] == [[], [], []]


def test_without_a_host_of_its_own_the_area_stands_on_the_public_one(petition, settings):
    settings.STAFF_HOST = ""
    assert at(PUBLIC).get("/staff/").status_code == 302
    assert (staff_host.origin(), staff_host.name()) == (f"https://{PUBLIC}", PUBLIC)
