"""The answers that ship, last part: your signature (campaign brief §10). Its numbers are those of the settings."""

from django.utils.translation import gettext_lazy as _

from campaign.living.kept import Delivered

SHOWN = {"group": "signature", "published": True}
SIGNATURE = (
    Delivered(
        "sig-what",
        SHOWN,
        {
            # Translators: faq.sig.what.q, a question
            "question": _("What happens with my signature?"),
            # Translators: faq.sig.what.says
            "says": _(
                "After you confirm by e-mail it is added to the count of your country. We hand over numbers, never "
                "names."
            ),
        },
    ),
    Delivered(
        "sig-name",
        SHOWN,
        {
            # Translators: faq.sig.name.q, a question
            "question": _("Why do you ask for my name?"),
            # Translators: faq.sig.name.says; forget_days is a number, 30 unless the settings say otherwise
            "says": _(
                "A petition is signed by name. We never publish it, and we forget it %(forget_days)s days after you "
                "confirm."
            ),
        },
    ),
    Delivered(
        "sig-email",
        SHOWN,
        {
            # Translators: faq.sig.email.q, a question
            "question": _("Why do you need my e-mail address?"),
            # Translators: faq.sig.email.says
            "says": _("So that each person is counted once and the numbers are honest."),
        },
    ),
    Delivered(
        "sig-long",
        SHOWN,
        {
            # Translators: faq.sig.long.q, a question
            "question": _("How long do you keep my data?"),
            # Translators: faq.sig.long.says; link_days is a number, 14 unless the settings say otherwise, forget_days
            # one too, 30; forget_at is a date; "coded fingerprint" as in the glossary
            "says": _(
                "If you don’t confirm, we delete everything after %(link_days)s days. %(forget_days)s days after you "
                "confirm, we forget your name and address. If you chose news, we keep them until you leave. What "
                "stays until the petition closes: a coded fingerprint of the address, country, language, day, and "
                "the versions you saw. Everything is deleted at the latest on this day: %(forget_at)s"
            ),
        },
    ),
    Delivered(
        "sig-under16",
        SHOWN,
        {
            # Translators: faq.sig.under16.q, a question of a young person
            "question": _("I’m under 16. Can I take part?"),
            # Translators: faq.sig.under16.says, familiar form of address; links to the pages that it names follow
            "says": _(
                "You can sign from 16. We chose this age so that we collect no data from younger children. There is "
                "a lot to do without giving us any data. Print the poster for your class. Write to your MEP with "
                "your class. Read the page for young readers, or the four asks in easy words. Do you need help? "
                "It’s here."
            ),
        },
    ),
    Delivered(
        "sig-outside",
        SHOWN,
        {
            # Translators: faq.sig.outside.q, a question
            "question": _("I live outside the EU. Can I sign?"),
            # Translators: faq.sig.outside.says
            "says": _(
                "Yes. Choose your country in the list: all countries are in it. Laws made in Europe also protect "
                "children elsewhere."
            ),
        },
    ),
    Delivered(
        "sig-official",
        SHOWN,
        {
            # Translators: faq.sig.official.q, a question; use the official name of the initiative in your language
            "question": _("Is this an official petition or a European Citizens’ Initiative?"),
            # Translators: faq.sig.official.says
            "says": _(
                "No. It is a public campaign petition. A citizens’ initiative is a formal EU procedure with a million "
                "signatures and identity data. They must come from at least seven countries. A petition to the "
                "European Parliament is another formal way."
            ),
        },
    ),
    Delivered(
        "sig-delete",
        SHOWN,
        {
            # Translators: faq.sig.delete.q, a question: take the signature back
            "question": _("How do I withdraw?"),
            # Translators: faq.sig.delete.says; the names of the two buttons' headings as they stand on the own page
            "says": _(
                "With the link in a letter from us, or on your own page. There are two buttons. “Withdraw my "
                "support”: your signature leaves the count and your data is deleted. “Forget my data, keep my "
                "support”: the count stays, your name and address go."
            ),
        },
    ),
    Delivered(
        "sig-spam",
        SHOWN,
        {
            # Translators: faq.sig.spam.q, a question
            "question": _("Will I get lots of e-mail?"),
            # Translators: faq.sig.spam.says; receipt: the letter after confirming
            "says": _("No. One letter to confirm, at most one reminder, and one receipt. News only if you ask for it."),
        },
    ),
    Delivered(
        "sig-small",
        SHOWN,
        {
            # Translators: faq.sig.small.q, a question
            "question": _("Why does my country show no exact number?"),
            # Translators: faq.sig.small.says; smallest is a number, 10 unless the settings say otherwise
            "says": _("Below %(smallest)s signatures we show none, so that nobody can find out who signed."),
        },
    ),
    Delivered(
        "sig-aside",
        SHOWN,
        {
            # Translators: faq.sig.aside.q, a question
            "question": _("Are fake signatures counted?"),
            # Translators: faq.sig.aside.says; set aside: not counted, for a stated reason, see the glossary
            "says": _(
                "Only confirmed ones are counted. Unusual ones can be set aside, by people and with a reason. A "
                "public page shows how many."
            ),
        },
    ),
)
