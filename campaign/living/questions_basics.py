"""The answers that ship, first part: basics, children and survivors, the law (campaign brief §10)."""

from django.utils.translation import gettext_lazy as _

from campaign.living.kept import Delivered

BASICS = (
    Delivered(
        "what",
        {"group": "basics", "basis": "S01", "published": True},
        {
            # Translators: faq.what.q, a question
            "question": _("What is #ChildSafetyON?"),
            # Translators: faq.what.says; ECLAG is a name
            "says": _(
                "A campaign to end child sexual abuse online. It asks the EU for laws and policies that protect "
                "children, and is supported by the ECLAG coalition. It has four asks: safety by design; a duty to "
                "prevent, detect, report and remove; strong safeguards; and listening to children and survivors. It "
                "also supports prevention everywhere."
            ),
        },
    ),
    Delivered(
        "who",
        {"group": "basics", "published": True},
        {
            # Translators: faq.who.q, a question
            "question": _("Who is behind this site?"),
            # Translators: faq.who.says; controller is the name of an organisation, ECPAT and Project Beacon are names
            "says": _(
                "Run by: %(controller)s. The asks come from the campaign and from ECPAT’s Project Beacon. See About "
                "for people, money and interests."
            ),
        },
    ),
    Delivered(
        "csam",
        {"group": "basics", "basis": "G01", "published": True},
        {
            # Translators: faq.csam.q, a question; use the term of your glossary
            "question": _("Why do you say “child sexual abuse material”?"),
            # Translators: faq.csam.says; "the older term" is never written out, see the glossary
            "says": _(
                "Because such pictures show a crime against a child. The older term suggests consent and "
                "entertainment. International guidelines for the field ask everyone to stop using it."
            ),
        },
    ),
    Delivered(
        "hope",
        {"group": "basics", "basis": "S01", "published": True},
        {
            # Translators: faq.hope.q, a question
            "question": _("Can this be done at all?"),
            # Translators: faq.hope.says; “Privacy and encryption” is the heading of another part of this page
            "says": _(
                "The campaign says: yes. Child safety online is possible. It counts more than 200 companies that "
                "already use targeted tools to detect, report and remove abuse material. It holds that technology "
                "can protect children and privacy together, with a high level of accuracy. Whether that is so in "
                "every kind of service is debated: see “Privacy and encryption”."
            ),
        },
    ),
)

CHILDREN = (
    Delivered(
        "online",
        {"group": "children", "basis": "S02", "published": True},
        {
            # Translators: faq.online.q, a question
            "question": _("Do you want to keep children off the internet?"),
            # Translators: faq.online.concern
            "concern": _("Strict rules could push children out of places where they play, learn and meet friends."),
            # Translators: faq.online.says
            "says": _(
                "No. Children have a right to use the internet and all its possibilities. Services should be made "
                "safe for them. Children should be informed and strong, but their safety must not depend on their "
                "own caution."
            ),
            # Translators: faq.online.open
            "still_open": _(
                "How services can know who is a child without asking too much of everyone. See the question on age "
                "checks."
            ),
        },
    ),
    Delivered(
        "survivors",
        {"group": "children", "basis": "S01, S02, S14", "published": True},
        {
            # Translators: faq.survivors.q, a question
            "question": _("What does the campaign ask for survivors?"),
            # Translators: faq.survivors.concern
            "concern": _("Laws for platforms may forget the people who were abused."),
            # Translators: faq.survivors.says
            "says": _(
                "Every child victim has a right to adequate support, and this is not negotiable. It asks for support "
                "and redress in the EU, also for victims outside the EU whose abuse is spread by services operating "
                "here. Survivors should be heard on prevention, healing, justice and safe technologies."
            ),
            # Translators: faq.survivors.open; a link to the page with helplines follows
            "still_open": _(
                "Who pays for this support, and how quickly it reaches people. Do you want to talk to someone now? "
                "Help is here."
            ),
        },
    ),
    Delivered(
        "offenders",
        {"group": "children", "basis": "S01, S02", "published": True},
        {
            # Translators: faq.offenders.q, a question
            "question": _("Why not hold the offenders to account?"),
            # Translators: faq.offenders.concern
            "concern": _("People commit the abuse, so a law should be about them and not about services."),
            # Translators: faq.offenders.says
            "says": _(
                "Both. Offline we create safe spaces for children and hold offenders to account. The same should "
                "hold online. Reports help police to find children and offenders. A European centre should "
                "coordinate the work, with clear rules for police, companies and civil society."
            ),
            # Translators: faq.offenders.open
            "still_open": _("What becomes of each report. Comparable figures for all EU countries should be public."),
        },
    ),
)

LAW = (
    Delivered(
        "law",
        {"group": "law", "basis": "L05", "published": True},
        {
            # Translators: faq.law.q, a question
            "question": _("Which law is this about?"),
            # Translators: faq.law.says
            "says": _(
                "Mainly the EU Regulation to prevent and combat child sexual abuse, which the Commission proposed on "
                "11 May 2022. It is about duties of online services and a European centre. Two other texts belong to "
                "it: the time-limited exception to the rules on private messages, and the Directive on criminal law. "
                "Each is decided separately: see the timeline."
            ),
        },
    ),
    Delivered(
        "status",
        {"group": "law", "basis": "the status record", "published": True},
        {
            # Translators: faq.status.q, a question: in which state is the law
            "question": _("Where does it stand?"),
            # Translators: faq.status.says, below a box with the state of the law
            "says": _("Details in the timeline."),
        },
    ),
    Delivered(
        "derogation",
        {
            "group": "law",
            "basis": "L01; the sentence on encryption: recitals of Regulation 2021/1232",
            "published": True,
        },
        {
            # Translators: faq.derogation.q, a question
            "question": _("What is the exception for private messages?"),
            # Translators: faq.derogation.says; keep "by their own choice": the exception obliges nobody
            "says": _(
                "EU privacy law protects the confidentiality of messages. In 2021 the EU made a time-limited "
                "exception: companies may look for child sexual abuse in messages, under conditions and by their own "
                "choice. It obliges no company, and it neither weakens nor forbids end-to-end encryption. Whether "
                "such an exception applies today: see “Where does it stand?”."
            ),
        },
    ),
)
