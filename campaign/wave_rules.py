"""Rules of `check --deploy` about modes and room: a word that nobody understands would be as if nothing was said."""

from django.conf import settings

from campaign.rule import Rule

WORDS = ("auto", "on", "off")

RULES = (
    Rule(
        "E053",
        lambda: getattr(settings, "DATABASE_CONNECTIONS", 1) < 1,
        "DATABASE_CONNECTIONS is below 1: nobody could ask the database anything.",
        "Count one for each thread of web and each child of a worker, and some for commands; or leave it out.",
    ),
    Rule(
        "E052",
        lambda: settings.READ_ONLY not in WORDS,
        "READ_ONLY is neither auto nor on nor off.",
        "Set READ_ONLY=auto, or leave it out; on lets nobody sign or confirm, off stands above staff.",
    ),
    Rule(
        "E050",
        lambda: settings.SURGE not in WORDS,
        "SURGE is neither auto nor on nor off.",
        "Set SURGE=auto, or leave it out; on and off stand above the rate and above staff.",
    ),
    Rule(
        "E051",
        lambda: settings.SURGE_FLOOR < 1,
        "SURGE_FLOOR is below 1: on a quiet site every visitor would be a wave.",
        "Set SURGE_FLOOR to the presses a minute below which no wave is one, or leave it out.",
    ),
)
