"""The petition's addresses, below the language; English in every language, and promises for ever."""

from django.urls import path

from petitions import countries_page, news_views, set_aside, views, wordings_page, yours_views

urlpatterns = [
    path("petition/", views.petition, name="petition"),
    path("petition/check-your-email/", views.check_your_email, name="check_your_email"),
    path("petition/confirm/<str:token>/", views.confirm, name="confirm"),
    path("petition/withdraw/<str:token>/", views.withdraw, name="withdraw"),
    path("petition/withdrawn/", views.withdrawn, name="withdrawn"),
    path("petition/not-me/<str:token>/", views.not_me, name="not_me"),
    path("petition/yours/", yours_views.yours_ask, name="yours_ask"),
    path("petition/yours/<str:token>/", yours_views.yours, name="yours"),
    path("petition/yours/<str:token>/change/", yours_views.yours_change, name="yours_change"),
    path("petition/yours/<str:token>/start-news/", yours_views.yours_start_news, name="yours_start_news"),
    path("petition/yours/<str:token>/stop-news/", yours_views.yours_stop_news, name="yours_stop_news"),
    path("petition/yours/<str:token>/copy/", yours_views.yours_copy, name="yours_copy"),
    path("petition/yours/<str:token>/withdraw/", yours_views.yours_withdraw, name="yours_withdraw"),
    path("petition/yours/<str:token>/forget/", yours_views.yours_forget, name="yours_forget"),
    path("petition/forgotten/", yours_views.forgotten, name="forgotten"),
    path("petition/countries/", countries_page.countries_page, name="countries"),
    path("petition/countries/by-name/", countries_page.by_name, name="countries_by_name"),
    path("petition/countries/by-number/", countries_page.by_number, name="countries_by_number"),
    path("petition/set-aside/", set_aside.set_aside_page, name="set_aside"),
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
