"""The answers that ship, third part: effect and alternatives, money and power (campaign brief §10)."""

from django.utils.translation import gettext_lazy as _

from campaign.living.kept import Delivered

EFFECT = (
    Delivered(
        "move",
        {"group": "effect", "basis": "proposed; F1", "published": True},
        {
            # Translators: faq.move.q, a question
            "question": _("Won’t offenders just move elsewhere?"),
            # Translators: faq.move.concern
            "concern": _("Organised offenders use tools that no law reaches, while ordinary people are checked."),
            # Translators: faq.move.says
            "says": _(
                "Companies report millions of files from ordinary services every year. Safer services protect many "
                "children, even if not all. That is why all services should have the duty, and why it must be harder "
                "to reach many children at once."
            ),
            # Translators: faq.move.open
            "still_open": _("How many offenders move. This should be measured."),
        },
    ),
    Delivered(
        "better",
        {"group": "effect", "basis": "S01, S02", "published": True},
        {
            # Translators: faq.better.q, a question
            "question": _("Wouldn’t prevention, police and social work help more?"),
            # Translators: faq.better.concern
            "concern": _(
                "Money and staff for child protection, schools and investigators could do more than technology."
            ),
            # Translators: faq.better.says
            "says": _(
                "No single measure is enough, so it asks for both. Awareness, education, peer support and other "
                "proven prevention are part of the campaign. Responsibility must not lie with children, parents, "
                "caregivers and teachers alone."
            ),
            # Translators: faq.better.open
            "still_open": _("How much money the EU and its countries give."),
        },
    ),
    Delivered(
        "numbers",
        {"group": "effect", "basis": "N03", "published": True},
        {
            # Translators: faq.numbers.q, a question
            "question": _("Aren’t the numbers exaggerated?"),
            # Translators: faq.numbers.concern
            "concern": _("Reports contain duplicates and tips that cannot be used, and more users mean more reports."),
            # Translators: faq.numbers.says
            "says": _(
                "True, a report is not a child. That is why this site says exactly what each figure counts. Behind "
                "confirmed material there are real children."
            ),
            # Translators: faq.numbers.open; Evidence is the name of a page
            "still_open": _("Nobody knows the full extent. See Evidence for each figure and its source."),
        },
    ),
    Delivered(
        "small",
        {"group": "effect", "basis": "proposed", "published": True},
        {
            # Translators: faq.small.q, a question; free software: open-source programs
            "question": _("What about small companies and free software?"),
            # Translators: faq.small.concern
            "concern": _(
                "Duties made for very large companies could be too heavy for small services and open-source projects."
            ),
            # Translators: faq.small.says
            "says": _(
                "All services should have the duty, in a form that fits their risk. A European centre can give small "
                "services help and shared tools."
            ),
            # Translators: faq.small.open
            "still_open": _("How the law grades the duties by risk."),
        },
    ),
)

# Not to be published as they ship: L19 is of grade C, and the second lacks two linked voices (grade X).
MONEY = (
    Delivered(
        "money",
        {
            "group": "money",
            "basis": "L19 (grade C): publish once both findings are linked at their source",
            "published": False,
        },
        {
            # Translators: faq.money.q, a question
            "question": _("Who profits from this law?"),
            # Translators: faq.money.concern
            "concern": _(
                "Makers of detection software could earn money from it, and public bodies criticised some contacts "
                "and advertising on this file."
            ),
            # Translators: faq.money.says; About is the name of a page
            "says": _(
                "Transparency is right and necessary. About says who pays for this site and who may gain. This site "
                "uses no targeted advertising."
            ),
            # Translators: faq.money.open
            "still_open": _("Open standards and independent tests, so that no single supplier decides."),
        },
    ),
    Delivered(
        "agree",
        {
            "group": "money",
            "basis": "grade X: publish once a critical voice from child protection and one of a survivor are linked",
            "published": False,
        },
        {
            # Translators: faq.agree.q, a question
            "question": _("Do all child protection groups and survivors agree?"),
            # Translators: faq.agree.says
            "says": _(
                "No. Many support the campaign. Some, among them survivors, fear for private spaces in which people "
                "seek help. A good law needs both perspectives."
            ),
        },
    ),
)
