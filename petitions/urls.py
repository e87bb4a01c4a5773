"""The petition's addresses, below the language; English in every language, and promises for ever."""

from django.urls import path

from petitions import views

urlpatterns = [
    path("petition/", views.petition, name="petition"),
    path("petition/check-your-email/", views.check_your_email, name="check_your_email"),
    path("petition/confirm/<str:token>/", views.confirm, name="confirm"),
    path("petition/thank-you/", views.thank_you, name="thank_you"),
    path("petition/withdraw/<str:token>/", views.withdraw, name="withdraw"),
    path("petition/withdrawn/", views.withdrawn, name="withdrawn"),
    path("petition/not-me/<str:token>/", views.not_me, name="not_me"),
    path("petition/yours/<str:token>/", views.yours, name="yours"),
]
