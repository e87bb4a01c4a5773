"""A supporter never meets what the staff area needs: no session, no account, no message is looked for."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import get_resolver

from campaign.address_map import routes
from campaign.staff_language import AREA
from campaign.staff_middleware import StaffAccount, StaffCode, StaffMessages, StaffSession

LAYERS = (StaffSession, StaffAccount, StaffCode, StaffMessages)


def learned(path: str) -> set[str]:
    """What a request to this address is found to carry, once all four have seen it."""
    seen: set[str] = set()

    def answer(request):
        seen.update(vars(request))
        return HttpResponse()

    for layer in reversed(LAYERS):
        answer = layer(answer)
    request = RequestFactory().get(path)
    request.COOKIES = {settings.SESSION_COOKIE_NAME: "x"}
    before = set(vars(request))
    answer(request)
    return seen - before


def test_who_reads_or_signs_has_no_session_and_no_account():
    assert [learned(path) for path in ("/", "/en/petition/", "/staff", "/en/staff/", "/anymail/x/")] == [set()] * 5


def test_the_staff_area_has_them():
    assert learned("/staff/login/") >= {"session", "user", "_messages"}


def test_every_address_of_the_staff_area_is_under_the_one_that_has_them():
    staff = [pattern for pattern in get_resolver().url_patterns if getattr(pattern, "namespace", "") == "staff"]
    assert {"/" + str(pattern.pattern) for pattern in staff} == {AREA}
    assert all(route.startswith(AREA) for route, _ in routes(staff, "/"))


def test_a_public_page_asks_for_no_session_even_where_staff_have_one(petition, django_assert_num_queries):
    visitor = Client()
    visitor.force_login(get_user_model().objects.create_user("staff", is_staff=True))
    visitor.get("/en/petition/withdrawn/")  # whatever is kept for a moment is asked for
    with django_assert_num_queries(0):
        assert visitor.get("/en/petition/withdrawn/").status_code == 200
