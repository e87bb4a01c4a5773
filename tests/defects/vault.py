"""Mistakes with keys and what stays: half a seal, a wrong key in use, a change of keys that loses or leaves some."""

from tests.defects.defect import Defect

VAULT, ROTATION = "petitions/vault.py", "petitions/rotation.py"

DEFECTS = (
    Defect(
        "the escrow is forgotten when something is sealed",
        VAULT,
        "in _locked(words, _todays())]",
        "in _locked(words, _todays()[:1])]",
        "test_vault_closed.py::test_the_escrow_key_opens_what_the_first_one_opens",
    ),
    Defect(
        "a garbled public key is passed over",
        VAULT,
        "publics = [PublicKey(_raw(key)) for key in keys]",
        "publics = [PublicKey(_raw(key)) for key in keys if len(key) > 40]",
        "test_vault_closed.py::test_with_a_wrong_public_key_signing_pauses_and_nothing_is_saved_PV_07",
    ),
    Defect(
        "a worker with a wrong key spoils letters",
        VAULT,
        "{*(todays := _known_recipients())} and todays:",
        "{*(todays := _known_recipients())} and not todays:",
        "test_vault_closed.py::test_a_worker_with_a_wrong_key_claims_no_letter_and_says_so",
    ),
    Defect(
        "a fingerprint is short enough to be forged",
        VAULT,
        "in_groups(hashlib.sha256(_raw(public)).digest())",
        "in_groups(hashlib.sha256(_raw(public)).digest()[:8])",
        "test_staff_keys.py::test_a_fingerprint_is_the_whole_sha_256_in_groups_for_human_eyes",
    ),
    Defect(
        "a change of keys writes over what is newer",
        ROTATION,
        "place.rows().filter(pk=number, **{place.column: old})",
        "place.rows().filter(pk=number)",
        "test_rotation.py::test_a_newer_value_is_not_written_over",
    ),
    Defect(
        "a key that was taken out still opens rows",
        ROTATION,
        "return sorted(found) == sorted(todays)",
        "return set(found) >= set(todays)",
        "test_rotation.py::test_a_key_that_is_taken_out_opens_nothing_any_more",
    ),
    Defect(
        "the addresses on open letters keep the old key",
        ROTATION,
        '    Place("letter", lambda: Letter.objects.filter(sealed_to__isnull=False), "sealed_to"),\n',
        "",
        "test_rotation.py::test_one_command_and_the_new_key_opens_everything_and_the_old_one_nothing",
    ),
    Defect(
        "a change of keys ends well although rows are left",
        "petitions/management/commands/rotate_vault.py",
        "if stale and not dry_run:",
        "if stale < 0 and not dry_run:",
        "test_rotation.py::test_a_row_that_no_key_opens_is_named_and_stops_nobody",
    ),
    Defect(
        "the web may hold a private key from before",
        "campaign/key_rules.py",
        "bool(settings.VAULT_PRIVATE_KEY or settings.VAULT_OLD_PRIVATE_KEYS)",
        "bool(settings.VAULT_PRIVATE_KEY)",
        "test_checks.py::test_one_broken_setting_is_refused_in_the_process_that_needs_it",
    ),
    Defect(
        "the moment of forgetting tells the hour of confirming",
        "petitions/erasure.py",
        'forgotten_at=Trunc(Now(), "day", tzinfo=counting.BRUSSELS)',
        "forgotten_at=Now()",
        "test_what_stays.py::test_a_forgotten_row_keeps_days_and_no_hour_PV_19",
    ),
    Defect(
        "every role sees the screen of keys",
        "campaign/roles.py",
        "KEYS = ALL_ACTS",
        "KEYS = LOOK",
        "test_roles.py::test_each_role_opens_its_own_doors_and_no_other_WB_16",
    ),
    Defect(
        "a column is kept and written down nowhere",
        "petitions/retention.py",
        '"sealed mailbox_digest domain_digest provider created_at',
        '"sealed mailbox_digest domain_digest created_at',
        "test_retention.py::test_every_column_about_a_person_has_exactly_one_line",
    ),
)
