"""The map of addresses (`docs/architecture.md`); what is published here never changes without a redirect."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from campaign import (
    embed,
    evidence,
    health,
    help,
    leaving,
    mailbox,
    mep,
    metrics,
    open_data,
    posters,
    press,
    questions,
    sitemaps,
    text_pages,
    translating,
    views,
    voices,
)
from campaign.languages import best_language
from campaign.staff import site as staff
from petitions import api

handler400 = "campaign.errors.bad_request"
handler403 = "campaign.errors.forbidden"
handler404 = "campaign.errors.not_found"
handler500 = "campaign.errors.broken"

urlpatterns = [
    path("", best_language, name="root"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("robots.txt", sitemaps.robots, name="robots"),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("statusz", health.statusz, name="statusz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("leave/", leaving.leave, name="leave"),
    path("api/v1/petitions/<slug:slug>/count.json", api.count_json, name="count_json"),
    path("api/v1/petitions/<slug:slug>/countries.json", api.countries_json, name="countries_json"),
    path("api/v1/petitions/<slug:slug>/countries.csv", api.countries_csv, name="countries_csv"),
    path("api/v1/openapi.json", open_data.openapi, name="openapi"),
    path("mailbox/", mailbox.mailbox, name="mailbox"),
    path("mailbox/messages.json", mailbox.mailbox_json, name="mailbox_json"),
    path("mailbox/<slug:letter>/html/", mailbox.mailbox_html, name="mailbox_html"),
    path("staff/", staff.urls),
    *([path("anymail/", include("anymail.urls"))] if settings.ANYMAIL.get("WEBHOOK_SECRET") else []),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("", include("petitions.urls")),
        path("petition/thank-you/", views.thank_you, name="thank_you"),
        path("", include(text_pages)),
        path("", include(posters)),
        path("", include(evidence)),
        path("press/", press.press, name="press"),
        path("questions/", questions.questions, name="questions"),
        path("voices/", voices.voices, name="voices"),
        path("privacy/", views.privacy, name="privacy"),
        path("timeline/", views.timeline, name="timeline"),
        path("help/", help.help_page, name="help"),
        path("help/cover-your-tracks/", help.cover_tracks, name="cover_tracks"),
        path("write-to-your-mep/", mep.write_to_mep, name="write_to_mep"),
        path("translate/", translating.translate_page, name="translate_page"),
        path("embed/", embed.embed, name="embed"),
        path("embed/box/", embed.embed_box, name="embed_box"),
    ),
]
