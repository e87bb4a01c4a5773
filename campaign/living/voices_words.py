"""The voices that ship (campaign brief §6.15). Reported voices have a source; a person needs a consent record."""

from django.utils.translation import gettext_lazy as _

from campaign.living.kept import Delivered

DELIVERED = (
    Delivered(
        "children-1",
        {
            "group": "children",
            "source_name": "VOICE",
            "source_year": "2024",
            "source_url": "https://eurochild.org/resource/speaking-up-for-change-childrens-and-caregivers-voices-for-"
            "safer-online-experiences/",
            "published": True,
        },
        {
            # Translators: voices.children.1, what a study reports; VOICE is a name
            "text": _(
                "In the VOICE study, children from 15 countries wanted two things together. They want to be "
                "protected, and to have a life of their own that adults do not watch all the time."
            ),
            # Translators: link to the study; VOICE is a name
            "source": _("Source: VOICE, 2024"),
        },
    ),
    Delivered(
        "children-2",
        {
            "group": "children",
            "source_name": "ECPAT, Eurochild, Terre des Hommes Netherlands",
            "source_year": "2024",
            "source_url": "https://ecpat.org/?p=25795",
            "published": True,
        },
        {
            # Translators: voices.children.2, what researchers report
            "text": _(
                "Children told researchers that they often keep online problems to themselves and ask adults only "
                "when something big happens, partly for fear of being punished."
            ),
            # Translators: voices.children.2, link to the source; names
            "source": _("Source: ECPAT, Eurochild, Terre des Hommes Netherlands, 2024"),
        },
    ),
    Delivered(
        "children-3",
        {
            "group": "children",
            "source_name": "ECPAT, Project Beacon",
            "source_year": "undated",
            "source_url": "https://ecpat.org/ecpat-project-beacon/",
            "published": True,
        },
        {
            # Translators: voices.children.3, what researchers report; Disrupting Harm is a name
            "text": _(
                "In ECPAT’s Disrupting Harm research, children wished to learn how to be safe, not just to be warned."
            ),
            # Translators: link to the source; names
            "source": _("Source: ECPAT, Project Beacon, undated"),
        },
    ),
    Delivered(
        "survivors-1",
        {
            "group": "survivors",
            "source_name": "ECPAT",
            "source_year": "2023",
            "source_url": "https://ecpat.org/story/eu-poll-ecpat-child-safety-online",
            "is_person": True,
            "name": "Frida",
            "is_name_changed": True,
            "published": False,  # until there is a consent record (rule 1)
        },
        {
            # Translators: voices.survivors.1, what one person told; Frida is a name that stands for another
            "text": _(
                "Frida, whose name was changed, told ECPAT that she should have been safe and free to speak online as "
                "a child. As an adult, she says, her right to privacy means knowing that pictures of her as a child "
                "are no longer shared."
            ),
            # Translators: voices.survivors.1, link to the source; a name
            "source": _("Source: ECPAT, 2023"),
        },
    ),
    Delivered(
        "survivors-2",
        {
            "group": "survivors",
            "source_name": "ECPAT",
            "source_year": "December 2023",
            "source_url": "https://ecpat.org/eclag-ecpat-childsafetyon-eu/",
            "published": True,
        },
        {
            # Translators: voices.survivors.2
            "text": _(
                "In an open letter in November 2023, 80 survivors and child protection groups asked negotiators not "
                "to settle for less protection than before."
            ),
            # Translators: voices.survivors.2, link to the source; a name
            "source": _("Source: ECPAT, December 2023"),
        },
    ),
    Delivered(
        "survivors-3",
        {"group": "survivors", "published": False},  # until a named, published source is added
        {
            # Translators: voices.survivors.3
            "text": _(
                "For other survivors, private and encrypted conversations were a way to find each other and to seek "
                "help. They ask lawmakers not to weaken them."
            ),
        },
    ),
    Delivered(
        "survivors-4",
        {
            "group": "survivors",
            "source_name": "#ChildSafetyON statement",
            "source_year": "undated",
            "source_url": "https://www.childsafetyineurope.com/the-solution/",
            "published": True,
        },
        {
            # Translators: voices.survivors.4
            "text": _(
                "The campaign asks that survivors advise on prevention, on healing and justice, and on which "
                "technologies are safe."
            ),
            # Translators: voices.survivors.4, link to the source
            "source": _("Source: #ChildSafetyON statement, undated"),
        },
    ),
)
