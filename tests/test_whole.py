"""What Django says goes to the server in one piece, and Django hears when it is said."""

from django.core.signals import request_finished
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse, StreamingHttpResponse

from campaign.pages import nobodys_request
from campaign.whole import in_one_piece


def answered(response) -> tuple[object, list[str]]:
    """What a server is given, and what had happened to the response by then."""
    happened: list[str] = []
    response.close = lambda: happened.append("closed")
    return in_one_piece(lambda environ, start_response: response)({}, None), happened


def test_a_page_is_one_piece_and_closed_before_it_is_sent():
    assert answered(HttpResponse("words")) == ([b"words"], ["closed"])


def test_what_streams_is_left_to_the_server():
    file = StreamingHttpResponse([b"a", b"b"])
    assert answered(file) == (file, [])


def test_the_end_of_each_request_is_told(db):
    told = []

    def hear(**_):
        told.append(1)

    request_finished.connect(hear)
    found = in_one_piece(get_wsgi_application())(nobodys_request("/healthz"), lambda *_: None)
    request_finished.disconnect(hear)
    assert (len(found), told) == (1, [1])
