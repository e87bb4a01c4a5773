"""The petition's addresses, below the language; English in every language, and promises for ever."""

from django.urls import path

from petitions import countries_page, news_views, views, wordings_page

urlpatterns = [
    path("petition/", views.petition, name="petition"),
    path("petition/check-your-email/", views.check_your_email, name="check_your_email"),
    path("petition/confirm/<str:token>/", views.confirm, name="confirm"),
    path("petition/withdraw/<str:token>/", views.withdraw, name="withdraw"),
    path("petition/withdrawn/", views.withdrawn, name="withdrawn"),
    path("petition/not-me/<str:token>/", views.not_me, name="not_me"),
    path("petition/yours/<str:token>/", views.yours, name="yours"),
    path("petition/countries/", countries_page.countries_page, name="countries"),
    path("petition/countries/by-name/", countries_page.by_name, name="countries_by_name"),
    path("petition/countries/by-number/", countries_page.by_number, name="countries_by_number"),
    path("petition/wordings/", wordings_page.wordings_page, name="wordings"),
    path("petition/wordings/<str:kind>/<int:version>/", wordings_page.wording_page, name="wording"),
    path("petition/wordings/<str:kind>/<int:version>/words.txt", wordings_page.wording_file, name="wording_file"),
    path("stay-informed/", news_views.stay_informed, name="stay_informed"),
    path("stay-informed/check-your-email/", news_views.news_check, name="news_check"),
    path("stay-informed/confirm/<str:token>/", news_views.news_confirm, name="news_confirm"),
    path("stay-informed/confirmed/", news_views.news_confirmed, name="news_confirmed"),
    path("stay-informed/unsubscribe/<str:token>/", news_views.news_unsubscribe, name="news_unsubscribe"),
    path("stay-informed/stopped/", news_views.news_stopped, name="news_stopped"),
]
