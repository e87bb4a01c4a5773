"""Watches a browser context for what no page of ours may do: leave its origin, break its policy, set a cookie."""

from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response

# Chromium says this of every answer from 400 on; `_see_response` judges those that are not the page itself.
OF_THE_STATUS = "Failed to load resource: the server responded with a status of"


class Guard:
    """Collects complaints while the context is used; read them before it is closed."""

    def __init__(self, context: BrowserContext, origin: str, *, cookies_below: str = "/staff/"):
        self.context, self.origin, self.cookies_below = context, origin, cookies_below
        self._complaints: list[str] = []
        self._responses: list[Response] = []
        context.on("request", self._see_request)
        context.on("response", self._see_response)
        context.on("console", self._see_console)
        context.on("weberror", lambda error: self._complaints.append(f"script error: {error.error}"))

    def _see_request(self, request: Request) -> None:
        if not request.url.startswith((self.origin + "/", "data:", "blob:", "about:")):
            self._complaints.append(f"leaves the site: {request.url}")

    def _see_response(self, response: Response) -> None:
        self._responses.append(response)
        if response.status >= 400 and response.request.resource_type != "document":
            self._complaints.append(f"{response.status}: {response.url}")

    def _see_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(OF_THE_STATUS):
            self._complaints.append(f"console: {message.text}")

    def complaints(self) -> list[str]:
        """Everything seen so far; policy violations come as console errors."""
        return self._complaints + [f"cookie: {address}" for address in self._cookie_setters()]

    def _cookie_setters(self) -> list[str]:
        public = [one for one in self._responses if not urlsplit(one.url).path.startswith(self.cookies_below)]
        return [one.url for one in public if "set-cookie" in one.all_headers()]
