"""What two answers must have in common to be the same answer."""


def headers_of(answer) -> dict[str, str]:
    """The headers without `Expires`: it names the present second, and two answers may stand on its two sides."""
    return {name: value for name, value in answer.headers.items() if name != "Expires"}


def whole(answer) -> tuple[int, dict[str, str], bytes]:
    """Everything that comes back, but the second at which it was said."""
    return answer.status_code, headers_of(answer), answer.content
