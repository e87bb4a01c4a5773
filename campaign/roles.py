"""The four staff roles and what each may do: the only place where permissions are handed out.

Roles are Django groups, made by `release`. An account may have several; an owner may do what all of them may. A
superuser is an owner made on the command line.
"""

from django.contrib.auth.models import Group, Permission, User
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LOOK, EXPORT = "petitions.view_tally", "petitions.add_exportlog"
HOLD, FORGET, LETTERS = "petitions.hold_signatures", "campaign.forget_person", "campaign.care_for_letters"
ACCOUNTS, ALL_ACTS = "campaign.manage_accounts", "campaign.view_staffact"
KEYS = ALL_ACTS  # fingerprints are for those who also answer for the log

COUNTS, EDITOR, GUARDIAN, OWNER = "counts", "editor", "guardian", "owner"
# What staff keep current on the pages (campaign/living); what ships can't be deleted (campaign/living/editing.py).
KEPT = (
    "answer", "banner", "fact", "helpline", "legalstatus", "position", "pressitem", "switch", "timelineentry",
    "usefullink", "voice",
)  # fmt: skip
CONTENT = tuple(f"campaign.{verb}_{kind}" for kind in KEPT for verb in ("view", "add", "change", "delete"))
CONTENT_LOOK = "campaign.view_timelineentry"
_NARROW = {
    COUNTS: (LOOK, EXPORT),
    EDITOR: (
        "petitions.view_petition",
        "petitions.change_petition",
        "petitions.view_wording",
        "petitions.change_wording",
        *CONTENT,
    ),
    GUARDIAN: (FORGET, HOLD, LETTERS),
}
PERMISSIONS = _NARROW | {
    OWNER: (*(one for role in _NARROW.values() for one in role), ACCOUNTS, ALL_ACTS, "petitions.view_exportlog")
}
NAMES = {
    # Translators: the four roles of staff accounts
    COUNTS: pgettext_lazy("staff.role", "counts"),
    EDITOR: pgettext_lazy("staff.role", "editor"),
    GUARDIAN: pgettext_lazy("staff.role", "guardian"),
    OWNER: pgettext_lazy("staff.role", "owner"),
}
WHAT_THEY_DO = {
    COUNTS: _("see the numbers and export them"),
    EDITOR: _(
        "change dates and goal of the petition and what the pages say, read the wordings and say why they changed"
    ),
    GUARDIAN: _("forget a person, hold and release signatures, care for the letters"),
    OWNER: _("all of this, and the staff accounts"),
}


def ensure() -> None:
    """Make the four groups, with exactly these permissions; the second call changes nothing.

    Raises KeyError if a permission is missing, that is before the migrations.
    """
    known = Permission.objects.select_related("content_type")
    every = {f"{one.content_type.app_label}.{one.codename}": one for one in known}
    for role, permissions in PERMISSIONS.items():
        group, _ = Group.objects.get_or_create(name=role)
        group.permissions.set([every[name] for name in permissions])


def of(user: User) -> list[str]:
    """The roles of an account, in the order of this module; a superuser is an owner."""
    named = {group.name for group in user.groups.all()} | ({OWNER} if user.is_superuser else set())
    return [role for role in PERMISSIONS if role in named]


def names_of(user: User) -> list[str]:
    """The same in words, for people."""
    return [str(NAMES[role]) for role in of(user)]


def owners() -> QuerySet[User]:
    """Accounts that may manage accounts and may log in."""
    owning = Q(is_superuser=True) | Q(groups__name=OWNER)
    return User.objects.filter(owning, is_active=True, is_staff=True).distinct()
