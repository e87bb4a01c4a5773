"""For Prometheus: what this web process has answered from copies, and the state of letters, tallies and retention."""

import os
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from campaign import health, pages


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """Counters of the process that answers (its number is a label), gauges of the site. Needs STATUS_TOKEN."""
    if not health.knows_the_token(request):
        return health.refused()
    lines = [*_counters(), *_gauges()]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; version=0.0.4; charset=utf-8")


def _counters() -> Iterator[str]:
    yield "# TYPE site_pages_total counter"
    for how, number in pages.COUNTS.items():
        yield f'site_pages_total{{process="{os.getpid()}",how="{how}"}} {number}'


def _gauges() -> Iterator[str]:
    """Numbers alone; what is told by provider stays in `/statusz`."""
    for name, number in health.facts().items():
        if isinstance(number, int):
            yield f"# TYPE site_{name} gauge"
            yield f"site_{name} {int(number)}"
