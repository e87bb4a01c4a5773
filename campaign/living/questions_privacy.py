"""The answers that ship, second part: privacy and encryption (campaign brief §10)."""

from django.utils.translation import gettext_lazy as _

from campaign.living.kept import Delivered

EDRI_URL = "https://edri.org/our-work/a-safe-internet-for-all-upholding-private-and-secure-communications/"
LETTER_URL = "https://csa-scientist-open-letter.org/"
OPINION_URL = (
    "https://wiggin.eu/insight/european-data-protection-board-edpb-and-european-data-protection-supervisor-edps-adopt-"
    "joint-opinion-on-eu-commissions-proposal-for-a-regulation-to-prevent-and-combat-child-sexual-abuse/"
)
EDRI = "EDRi"  # a name, the same in all languages
# Translators: source of critics; stands after "Read the critics:"
LETTER = _("the scientists’ open letter")
# Translators: source of critics; stands after "Read the critics:"
BODIES = _("the EU data protection bodies")
# Translators: source of critics, an opinion of two authorities; stands after "Read the critics:"
OPINION = _("Joint Opinion 4/2022")

PRIVACY = (
    Delivered(
        "chatcontrol",
        {"group": "privacy", "basis": "S01, S02", "critics_url": EDRI_URL, "published": True},
        {
            # Translators: faq.chatcontrol.q, a question; the name that critics give to the law, in quotation marks
            "question": _("Is this “chat control”?"),
            # Translators: faq.chatcontrol.concern
            "concern": _(
                "Services could search private messages without suspicion, as a first step to general surveillance."
            ),
            # Translators: faq.chatcontrol.says
            "says": _(
                "Some use this name for any such law. The aim is to end the sexual abuse of children, nothing else. "
                "Only possible abuse may be detected, with narrow tools and strong safeguards. Most of the asks are "
                "about design, removal, safeguards and support, not about messages."
            ),
            # Translators: faq.chatcontrol.open
            "still_open": _(
                "What the law allows in private messages. The EU institutions started from different positions: see "
                "the timeline and “Where does it stand?”."
            ),
            "critics_name": EDRI,
        },
    ),
    Delivered(
        "e2ee",
        {
            "group": "privacy",
            "basis": "S02, I04; first sentence proposed",
            "critics_url": LETTER_URL,
            "published": True,
        },
        {
            # Translators: faq.e2ee.q, a question
            "question": _("Would it break end-to-end encryption?"),
            # Translators: faq.e2ee.concern
            "concern": _(
                "Content would be checked on the device before it is encrypted, and hundreds of scientists call this "
                "insecure and unreliable."
            ),
            # Translators: faq.e2ee.says; Project Beacon and Internet Watch Foundation are names
            "says": _(
                "Encryption protects people, children included. ECPAT’s Project Beacon asks for detection, reporting "
                "and removal on all platforms, end-to-end encrypted ones included. The Internet Watch Foundation "
                "says that known material can be stopped before it is encrypted and sent, without anyone reading "
                "messages."
            ),
            # Translators: faq.e2ee.open
            "still_open": _("Whether such a check can be secure for everyone. Experts disagree."),
            "critics_name": LETTER,
        },
    ),
    Delivered(
        "read",
        {
            "group": "privacy",
            "basis": "S02 (automation with people who check); wording proposed",
            "critics_url": OPINION_URL,
            "published": True,
        },
        {
            # Translators: faq.read.q, a question
            "question": _("Would someone read my messages?"),
            # Translators: faq.read.concern
            "concern": _(
                "Software would look at everyone’s content, and a wrong alarm could put private pictures in front of "
                "strangers."
            ),
            # Translators: faq.read.says
            "says": _(
                "Fingerprint matching does not “read”. It compares the code of a picture with a list of codes of "
                "confirmed abuse material. People look only when there is a match or a strong sign, before anything "
                "goes to the police."
            ),
            # Translators: faq.read.open; grooming: building contact with a child in order to abuse
            "still_open": _(
                "For new material and grooming, software must judge content. This goes deeper, so the safeguards "
                "there must be stricter."
            ),
            "critics_name": BODIES,
        },
    ),
    Delivered(
        "how",
        {"group": "privacy", "basis": "S02 (hashing), L16 (how the three kinds differ)", "published": True},
        {
            # Translators: faq.how.q, a question
            "question": _("How does detection work?"),
            # Translators: faq.how.says; fingerprint (hash): a code computed from a picture, see the glossary
            "says": _(
                "There are three kinds. Known material: a picture gets a digital fingerprint (hash), which is "
                "compared with a list that people have checked. This is very precise. New material: software "
                "estimates whether a picture shows abuse. This is less precise and needs human review. Grooming: "
                "software looks for patterns in conversations. This is the least precise and goes deepest into "
                "private life."
            ),
        },
    ),
    Delivered(
        "errors",
        {
            "group": "privacy",
            "basis": "S01; second sentence proposed",
            "critics_url": LETTER_URL,
            "published": True,
        },
        {
            # Translators: faq.errors.q, a question: how often does detection raise a false alarm
            "question": _("How often is it wrong?"),
            # Translators: faq.errors.concern
            "concern": _("Even a small error rate can mean many false alarms when very many messages are checked."),
            # Translators: faq.errors.says
            "says": _(
                "Technology can reach a high level of accuracy, and the law must set strong safeguards against "
                "misuse. It should demand independent tests, published results, human review, and a stop when a tool "
                "is not good enough."
            ),
            # Translators: faq.errors.open
            "still_open": _("Good public figures are rare, and the three kinds of detection differ strongly."),
            "critics_name": LETTER,
        },
    ),
    Delivered(
        "legal",
        {
            "group": "privacy",
            "basis": "S01, S02; last two sentences proposed",
            "critics_url": OPINION_URL,
            "published": True,
        },
        {
            # Translators: faq.legal.q, a question
            "question": _("Is it compatible with fundamental rights?"),
            # Translators: faq.legal.concern
            "concern": _(
                "The EU’s data protection bodies warned in 2022 that the first proposal could lead to general "
                "scanning of messages."
            ),
            # Translators: faq.legal.says
            "says": _(
                "The fundamental rights of all users count, and children are users too. They have rights to "
                "protection, dignity and privacy, also the right that images of their abuse do not circulate. A "
                "targeted law with strong safeguards can respect all of them."
            ),
            # Translators: faq.legal.open
            "still_open": _("This depends on the words of the law, and in the end courts decide."),
            "critics_name": OPINION,
        },
    ),
    Delivered(
        "creep",
        {
            "group": "privacy",
            "basis": "S01 (safeguards against misuse); the rest proposed",
            "critics_url": EDRI_URL,
            "published": True,
        },
        {
            # Translators: faq.creep.q, a question
            "question": _("Could it be used for other things later?"),
            # Translators: faq.creep.concern
            "concern": _("Once the technology exists, governments may want it for other aims."),
            # Translators: faq.creep.says; ask 3 is the ask for strong safeguards
            "says": _(
                "The law itself must forbid any other use, with independent control and heavy penalties. That is part "
                "of ask 3."
            ),
            # Translators: faq.creep.open
            "still_open": _("How to make such a ban last. Critics and campaign share this aim."),
            "critics_name": EDRI,
        },
    ),
    Delivered(
        "teens",
        {"group": "privacy", "basis": "proposed", "published": True},
        {
            # Translators: faq.teens.q, a question
            "question": _("What about teenagers who share pictures of themselves?"),
            # Translators: faq.teens.concern
            "concern": _("Young people could be reported for pictures that they share by choice with each other."),
            # Translators: faq.teens.says
            "says": _(
                "Young people must be protected, not prosecuted. Design, advice and quick removal help. Criminal law "
                "should not treat a teenager in a consensual relationship as an offender."
            ),
            # Translators: faq.teens.open
            "still_open": _("The countries of the EU have different rules on this."),
        },
    ),
    Delivered(
        "age",
        {
            "group": "privacy",
            "basis": "S01, S02; second sentence proposed; prototype: L15",
            "critics_url": EDRI_URL,
            "published": True,
        },
        {
            # Translators: faq.age.q, a question; ID: an identity card
            "question": _("Will I have to show my ID everywhere?"),
            # Translators: faq.age.concern
            "concern": _("Age checks can end anonymity, leak data, and shut out people who have no papers."),
            # Translators: faq.age.says
            "says": _(
                "Effective age verification belongs where a service or website is not meant for children. It should "
                "reveal one thing only: old enough or not. The Commission has shown a prototype that works this way."
            ),
            # Translators: faq.age.open
            "still_open": _("How well it works for everyone, and where the law requires it."),
            "critics_name": EDRI,
        },
    ),
)
