"""Settings against waves and mail bombs, read from the environment (see `.env.example`); `settings` holds them all."""

import environ

env = environ.Env()

# auto: the rate decides, and staff; on or off: whatever both say
SURGE = env("SURGE", default="auto")
# Presses on our forms a minute below which no wave is one: a quiet site's median is 0, and five times 0 is nothing
SURGE_FLOOR = env.int("SURGE_FLOOR", default=300)
# Letters that strangers can cause to one mail domain in any hour; 0: no budget
DOMAIN_LETTERS_PER_HOUR = env.int("DOMAIN_LETTERS_PER_HOUR", default=1000)
# Names under _domainkey of the sender's domain, for `check_mail_dns`
MAIL_DKIM_SELECTORS = env.list("MAIL_DKIM_SELECTORS", default=[])
