"""Mistakes at the doors of the house: links, origins, networks, keys, logs."""

from tests.defects.defect import Defect

TOKENS, LIMITS = "petitions/tokens.py", "petitions/limits.py"

DEFECTS = (
    Defect(
        "links are compared with ==",
        TOKENS,
        "constant_time_compare(seal, _seal(purpose, head, secret))",
        "seal == _seal(purpose, head, secret)",
        "test_tokens.py::test_a_link_is_compared_in_constant_time_alone_WB_22",
    ),
    Defect(
        "a link of one purpose serves another",
        TOKENS,
        'salted_hmac(f"petitions.tokens.{purpose}"',
        'salted_hmac("petitions.tokens"',
        "test_tokens.py::test_a_link_of_one_purpose_serves_no_other_EM_07",
    ),
    Defect(
        "an expired link still works",
        TOKENS,
        "if days is not None and datetime.now(UTC)",
        "if days == 0 and datetime.now(UTC)",
        "test_tokens.py::test_a_link_lives_for_14_days_EM_06",
    ),
    Defect(
        "half of a link's seal is enough",
        TOKENS,
        "constant_time_compare(seal, _seal(purpose, head, secret))",
        "constant_time_compare(seal[:8], _seal(purpose, head, secret)[:8])",
        "test_tokens.py::test_every_changed_sign_makes_the_link_unknown_EM_08",
    ),
    Defect(
        "the leftmost forwarded address is believed",
        LIMITS,
        "address = hops.pop()",
        "address = hops.pop(0)",
        "test_limits.py::test_only_what_our_own_proxy_wrote_is_believed_AB_06",
    ),
    Defect(
        "the book of networks holds addresses",
        LIMITS,
        "hashlib.blake2b(name, key=key, digest_size=16).hexdigest()",
        "name.decode()",
        "test_limits.py::test_the_book_holds_no_address_PV_16",
    ),
    Defect(
        "Origin null passes from another site",
        "campaign/origin.py",
        'return site == "same-origin" and (origin is None or origin == "null"',
        'return (site == "same-origin" or origin == "null") and (origin is None or origin == "null"',
        "test_origin.py::test_only_our_own_pages_may_send_a_signature_WB_04",
    ),
    Defect(
        "logs are not masked",
        "campaign/log_filters.py",
        "return mask(super().format(record))",
        "return super().format(record)",
        "test_log_filters.py::test_an_error_is_masked_with_its_whole_trace",
    ),
    Defect(
        "names and addresses are kept readable",
        "petitions/vault.py",
        "yield name_of_key, recipient.encrypt(words)",
        "yield name_of_key, words",
        "test_vault.py::test_sealed_bytes_hold_nothing_readable",
    ),
    Defect(
        "a tag makes a second person",
        "petitions/addresses.py",
        '    local = local.split("+", 1)[0] or local\n',
        "",
        "test_addresses.py::test_the_canonical_address_names_the_person",
    ),
    Defect(
        "the sign form sets a cookie",
        "petitions/forms.py",
        "helper.disable_csrf = True",
        "helper.disable_csrf = False",
        "test_headers.py::test_no_public_page_sets_a_cookie_WB_03",
    ),
    Defect(
        "a box without a tick is consent",
        "petitions/judge.py",
        'if data.get("consent", "") != "on":',
        'if data.get("consent", "on") != "on":',
        "test_views.py::test_without_consent_there_is_no_signature",
    ),
)
