"""The verbs of the second factor: what is stored, what a code is worth, and for how long."""

import io
import threading
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from campaign import accounts, second_factor
from campaign.factor_models import Authenticator, RecoveryCode
from campaign.models import StaffAct
from campaign.second_factor import APP, RECOVERY, TryLater, WrongCode
from tests.factor import code_of, let_in, with_factor

pytestmark = pytest.mark.django_db
pytest_plugins = ("tests.staff",)
NEW_KEY = "another key for everything, as long as it has to be, at least"


@pytest.fixture
def ana(db):
    return User.objects.create_user("ana", password="a long password", is_staff=True)


@pytest.fixture
def codes(ana):
    """Ana's recovery codes, after setting up."""
    key = second_factor.new_key()
    return second_factor.set_up(ana, key, code_of(Authenticator(key=key)))


# --- what is stored -------------------------------------------------------------------------------------------------


def test_the_database_alone_holds_neither_secret_nor_recovery_code(ana, codes):
    secret = second_factor.device_of(ana).bin_key
    with connection.cursor() as cursor:
        cursor.execute("SELECT key FROM otp_totp_totpdevice")
        kept = str(cursor.fetchall())
    kept += str(list(RecoveryCode.objects.values()))
    assert [one for one in (secret.hex(), *codes, *(code.replace("-", "") for code in codes)) if one in kept] == []


def test_the_same_row_under_another_key_of_the_site_is_another_secret_or_none(ana, codes, settings):
    device = second_factor.device_of(ana)
    before, code = device.bin_key, code_of(device, steps=1)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], NEW_KEY
    assert (device.bin_key, second_factor.check(ana, code)) == (before, APP)
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(WrongCode):
        second_factor.check(ana, code)


def test_recovery_codes_outlive_a_new_key_of_the_site_as_long_as_the_old_one_is_kept(ana, codes, settings):
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], NEW_KEY
    assert second_factor.check(ana, codes[0]) == RECOVERY
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(WrongCode):
        second_factor.check(ana, codes[1])


def test_the_address_for_the_app_names_site_account_and_secret(ana, settings):
    settings.SITE_ORIGIN, settings.STAFF_HOST = "https://petition.example:8443", ""
    key = second_factor.new_key()
    secret = second_factor.secret_of(key)
    start, _, query = second_factor.address_of(ana, key).partition("?")
    assert start == "otpauth://totp/Staff%20petition.example:ana"
    assert query == f"secret={secret}&issuer=Staff%20petition.example&algorithm=SHA1&digits=6&period=30"
    assert (len(secret), second_factor.grouped(secret, by=" ").count(" ")) == (32, 7)


# --- what a code is worth -------------------------------------------------------------------------------------------


def test_a_code_of_the_app_is_good_once(ana):
    code = code_of(with_factor(ana))
    assert second_factor.check(ana, f" {code[:3]} {code[3:]} ") == APP
    with pytest.raises(WrongCode):
        second_factor.check(ana, code)


def test_the_code_that_proved_the_app_is_used_up_by_it(ana):
    key = second_factor.new_key()
    code = code_of(Authenticator(key=key))
    second_factor.set_up(ana, key, code)
    with pytest.raises(WrongCode):
        second_factor.check(ana, code)


@pytest.mark.parametrize(("steps", "is_good"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_phone_may_be_one_step_early_or_late_and_no_more(ana, time_machine, steps, is_good):
    time_machine.move_to(timezone.now(), tick=False)
    code = code_of(with_factor(ana), steps=steps)
    if is_good:
        assert second_factor.check(ana, code) == APP
    else:
        with pytest.raises(WrongCode):
            second_factor.check(ana, code)


def test_a_phone_that_was_late_once_may_not_be_later_the_next_time(ana, time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    device = with_factor(ana)
    assert second_factor.check(ana, code_of(device, steps=-1)) == APP
    time_machine.shift(120)
    with pytest.raises(WrongCode):
        second_factor.check(ana, code_of(device, steps=-2))


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "-00001", "1_0_0_0", "٠٠٠٠٠٠", "abc", "A" * 5000, "\0"])
def test_what_is_no_code_opens_nothing(ana, codes, typed):
    with pytest.raises(WrongCode):
        second_factor.check(ana, typed)


def test_a_code_of_somebody_else_opens_nothing(ana, codes):
    ben = User.objects.create_user("ben", password="a long password", is_staff=True)
    with_factor(ben)
    for code in (code_of(second_factor.device_of(ana), steps=1), codes[0]):
        with pytest.raises(WrongCode):
            second_factor.check(ben, code)


def test_a_recovery_code_is_good_once_however_it_is_typed(ana, codes):
    assert second_factor.check(ana, f" {codes[0].lower().replace('-', ' ')}") == RECOVERY
    with pytest.raises(WrongCode):
        second_factor.check(ana, codes[0])
    assert second_factor.codes_left(ana) == 9
    assert StaffAct.objects.get(act="recovery").about == {"left": 9}


def test_ten_codes_of_twelve_letters_and_new_ones_end_the_old(ana, codes):
    assert (len(set(codes)), {len(code) for code in codes}) == (10, {14})
    newer = second_factor.new_codes(ana)
    with pytest.raises(WrongCode):
        second_factor.check(ana, codes[0])
    assert second_factor.check(ana, newer[0]) == RECOVERY


@pytest.mark.django_db(transaction=True)
def test_one_code_at_the_same_moment_in_two_places_opens_one_door(ana):
    code, said = code_of(with_factor(ana)), []

    def try_it():
        try:
            said.append(second_factor.check(ana, code))
        except (WrongCode, TryLater):
            said.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=try_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(said) == [APP, "refused", "refused", "refused"]


# --- guessing -------------------------------------------------------------------------------------------------------


def guess(ana) -> None:
    with pytest.raises(WrongCode):
        second_factor.check(ana, "000000")


def test_after_three_wrong_codes_the_app_waits_longer_and_longer_and_at_most_five_minutes_WB_14(ana, time_machine):
    device, waits = with_factor(ana), []
    time_machine.move_to(timezone.now(), tick=False)
    for _ in range(14):
        guess(ana)
        device.refresh_from_db()
        waits.append(device.seconds_to_wait())
        time_machine.shift(waits[-1])
    assert waits == [0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
    assert second_factor.check(ana, code_of(device)) == APP


def test_while_the_app_has_to_wait_a_recovery_code_still_opens_WB_14(ana, codes):
    Authenticator.objects.update(throttling_failure_count=1000, throttling_failure_timestamp=timezone.now())
    with pytest.raises(TryLater) as later:
        second_factor.check(ana, code_of(second_factor.device_of(ana), steps=1))
    assert 290 < later.value.seconds <= 300
    assert second_factor.check(ana, codes[0]) == RECOVERY


def test_tries_during_the_wait_make_it_no_longer_WB_14(ana):
    device = with_factor(ana)
    then = timezone.now() - timedelta(seconds=1)
    Authenticator.objects.update(throttling_failure_count=8, throttling_failure_timestamp=then)
    for _ in range(20):
        with pytest.raises(TryLater):
            second_factor.check(ana, "000000")
    device.refresh_from_db()
    assert (device.throttling_failure_count, device.throttling_failure_timestamp) == (8, then)


def test_one_code_at_a_time_is_judged_however_many_come_WB_14(ana):
    """The form asks before it judges; of many at the same moment some ask in time, and the device decides."""
    device = with_factor(ana)
    Authenticator.objects.update(throttling_failure_count=9, throttling_failure_timestamp=timezone.now())
    device.refresh_from_db()
    assert device.verify_token(code_of(device)) is False
    assert device.throttling_failure_count == 9


# --- setting up and resetting ---------------------------------------------------------------------------------------


def test_a_wrong_first_code_sets_nothing_up(ana):
    with pytest.raises(WrongCode):
        second_factor.set_up(ana, second_factor.new_key(), "000000")
    assert (second_factor.device_of(ana), second_factor.codes_left(ana)) == (None, 0)


def test_whoever_sets_up_second_does_not_take_the_account_over(ana, codes):
    key = second_factor.new_key()
    with pytest.raises(second_factor.AlreadySetUp):
        second_factor.set_up(ana, key, code_of(Authenticator(key=key)))
    assert Authenticator.objects.count() == 1


def test_a_new_app_takes_the_place_of_the_old_one_and_of_its_codes(ana, codes):
    key, before = second_factor.new_key(), second_factor.device_of(ana)
    second_factor.set_up(ana, key, code_of(Authenticator(key=key)), replace=True)
    assert list(Authenticator.objects.values_list("key", flat=True)) == [key]
    for old in (code_of(before, steps=1), codes[0]):
        with pytest.raises(WrongCode):
            second_factor.check(ana, old)


def test_an_owner_resets_what_somebody_lost_and_nobody_the_own(enter, ana, codes):
    enter("owner", "olga")
    olga = User.objects.get(username="olga")
    accounts.reset_factor(ana, by=olga)
    assert (second_factor.device_of(ana), second_factor.codes_left(ana)) == (None, 0)
    for account, by in ((olga, olga), (olga, ana)):
        with pytest.raises(accounts.NotYours):
            accounts.reset_factor(account, by=by)
    assert second_factor.device_of(olga) is not None
    assert StaffAct.objects.filter(act="factor-reset").values_list("by_name", "about").get() == (
        "olga",
        {"account": "ana"},
    )


def test_the_operator_resets_the_last_owner_s_and_that_is_written_down(client, ana):
    let_in(client, ana)
    said = io.StringIO()
    call_command("reset_second_factor", "ana", stdout=said)
    assert said.getvalue().startswith("Reset: ana sets up a new second factor at the next login.")
    assert client.get("/staff/")["Location"] == "/staff/login/?next=/staff/"
    row = StaffAct.objects.get(act="factor-reset")
    assert (row.by, row.by_name, row.about) == (None, "the server", {"account": "ana"})


def test_the_operator_hears_of_a_name_that_nobody_has_and_nobody_is_reset(ana, codes):
    User.objects.create_user("supporter", password="a long password")
    for name in ("nobody", "supporter"):
        with pytest.raises(CommandError, match=f"There is no staff account of the name {name}."):
            call_command("reset_second_factor", "ana", name)
    assert second_factor.device_of(ana) is not None
