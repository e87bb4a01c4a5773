"""Which languages a test meets: all that are live where that is cheap, else one of each kind."""

# Longest words (de), another script (bg, el), the source (en), five plurals and none in Django (mt), six cases (pl).
ONE_OF_EACH_KIND = ("bg", "de", "el", "en", "mt", "pl")
