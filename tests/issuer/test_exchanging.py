"""New zone keys, from a bank's side: taken when their check values are right, kept before they are answered, used."""

import pytest

from countertop.demo.ceremony import share_key
from countertop.hsm import DescribeKey, GenerateZoneKeys, KeyUsage
from countertop.iso8583.private.zone_keys import write_zone_keys
from countertop.iso8583.transit import ECHO, KEY_CHANGE
from countertop.issuer import IssuerSettings
from countertop.values import MINUTE
from tests.issuer.branch import Branch

OVERLAP = 5 * MINUTE


@pytest.fixture
def branch():
    return Branch(IssuerSettings(echo_when_idle=60 * MINUTE)).open()


class Drawn:
    """An exchange as the switch draws it, and the 0800 that carries it."""

    def __init__(self, switch, zmk=None):
        (keys,) = switch.hsm.perform([GenerateZoneKeys(zmk or switch.zmk)])
        self.pair = keys.zpk, keys.zak
        self.former = switch.zpk, switch.zak
        self.message = switch.management(KEY_CHANGE, private_data=write_zone_keys(keys.exchange)).copy(mti="0800")


def use(switch, pair):
    switch.zpk, switch.zak = pair


def offer(switch, drawn):
    """Send the keys under those in use; return the code of the answer, which must be sealed with the new."""
    switch.tell(drawn.message.copy())
    use(switch, drawn.pair)
    (answer,) = switch.hear("0810")
    use(switch, drawn.former)
    return answer.response_code


def bank_kcvs(branch):
    _, body = branch.book.ask_desk("zone_keys")
    return body["link"]["zpk_kcv"], body["link"]["zak_kcv"]


def kcvs(switch, pair):
    return tuple(key.kcv for key in switch.hsm.perform(list(map(DescribeKey, pair))))


def sale(switch):
    return switch.with_pin(switch.sale())


def test_keys_are_taken_and_used(branch):
    switch = branch.switch
    drawn = Drawn(switch)
    assert offer(switch, drawn) == "00"
    assert bank_kcvs(branch) == kcvs(switch, drawn.pair)
    use(switch, drawn.pair)
    assert switch.ask(sale(switch)).response_code == "00"


def test_what_the_switch_sends_under_the_former_keys_is_accepted_until_the_overlap_is_over(branch):
    switch = branch.switch
    drawn = Drawn(switch)
    offer(switch, drawn)
    branch.book.advance(10 * OVERLAP)
    assert ask_under(switch, drawn, sale(switch)) == "00", "the switch has not used the new ones yet"
    use(switch, drawn.pair)
    switch.ask(switch.management(ECHO))
    use(switch, drawn.former)
    assert ask_under(switch, drawn, sale(switch)) == "00"
    branch.book.advance(OVERLAP)
    assert ask_under(switch, drawn, sale(switch)) == "A0"


def ask_under(switch, drawn, message):
    """Ask under the former keys; the answer comes under the new ones."""
    switch.tell(message)
    use(switch, drawn.pair)
    (answer,) = switch.hear()
    use(switch, drawn.former)
    return answer.response_code


def test_the_same_keys_again_are_answered_as_before_and_change_nothing(branch):
    switch = branch.switch
    drawn = Drawn(switch)
    assert [offer(switch, drawn), offer(switch, drawn)] == ["00", "00"]
    assert branch.book.noted("issuer.zone_keys_taken") == 1


def test_wrong_check_values_are_refused_and_the_keys_in_use_stay(branch):
    switch = branch.switch
    before = bank_kcvs(branch)
    drawn = Drawn(switch)
    carried = drawn.message.private_data
    drawn.message.private_data = f"{carried[:40]}{'0' if carried[40] != '0' else '1'}{carried[41:]}"
    answer = switch.ask(drawn.message)
    assert (answer.mti, answer.response_code) == ("0810", "A7")
    assert bank_kcvs(branch) == before
    assert branch.book.noted("issuer.zone_keys_refused") == 1
    assert switch.ask(sale(switch)).response_code == "00"


@pytest.mark.parametrize("carried", [None, "NK", "NK" + "0" * 79, "XX" + "0" * 80, "NK" + "g" * 80])
def test_what_is_no_exchange_is_refused(branch, carried):
    answer = branch.switch.ask(Drawn(branch.switch).message.copy(private_data=carried))
    assert answer.response_code == "A7"


@pytest.mark.parametrize("usage", [KeyUsage.TMK, KeyUsage.ZMK])
def test_keys_under_another_master_key_are_refused_a_terminals_too(branch, usage):
    """An exchange opens under the link's own ZMK alone; one that was drawn under another loads nothing."""
    switch = branch.switch
    other, _ = share_key(KeyUsage.ZMK, switch.hsm, branch.hsm)
    assert switch.ask(Drawn(switch, other).message).response_code == "A7"
    if usage is KeyUsage.TMK:
        tmk, _ = share_key(usage, switch.hsm, branch.hsm)
        assert not switch.hsm.perform([GenerateZoneKeys(tmk)])[0]


def test_a_forged_exchange_is_not_answered(branch):
    branch.switch.tell(Drawn(branch.switch).message, mac=b"00000000")
    assert branch.switch.hear() == []
    assert branch.book.noted("issuer.wrong_mac") == 1


def test_keys_of_another_exchange_cannot_be_put_into_a_right_message(branch):
    """The MAC covers field 48, so nobody brings the keys of an older exchange back."""
    switch = branch.switch
    older, newer = Drawn(switch), Drawn(switch)
    payload = switch.seal(newer.message)
    swapped = payload.replace(newer.message.private_data.encode(), older.message.private_data.encode())
    assert swapped != payload
    branch.book.tell(switch.line, swapped)
    assert switch.hear() == []


def test_another_0800_is_not_supported(branch):
    message = branch.switch.management("001").copy(mti="0800")
    assert branch.switch.ask(message).response_code == "40"


def test_people_ask_for_new_keys(branch):
    status, _ = branch.book.ask_desk("zone_keys", ask=True)
    assert status == 0
    (asked,) = branch.switch.hear("0820")
    assert asked.network_code == KEY_CHANGE
    branch.switch.tell(branch.switch.answer(asked))
    assert branch.book.noted("issuer.zone_keys_answer") == 1


def test_without_a_line_nobody_can_be_asked():
    status, body = Branch().book.ask_desk("zone_keys", ask=True)
    assert (status, body["message"]) == (12, "issuer.zone_keys_no_line")


# Cut by a stop


def sign_on(branch, switch):
    branch.book.advance(0)
    (request,) = switch.hear("0820")
    return request


def test_keys_are_kept_before_they_are_answered(branch):
    """Whatever the bank answered 00 to, it has after a stop; and it still hears a switch that lost the answer."""
    switch = branch.switch
    drawn = Drawn(switch)
    assert offer(switch, drawn) == "00"
    branch.restart()
    use(switch, drawn.pair)
    request = sign_on(branch, switch)
    use(switch, drawn.former)
    switch.tell(switch.answer(request))
    assert branch.book.actor.office.line.state == "up"
    assert offer(switch, drawn) == "00"
    use(switch, drawn.pair)
    assert switch.ask(sale(switch)).response_code == "00"


def test_an_overlap_that_is_over_stays_over(branch):
    switch = branch.switch
    drawn = Drawn(switch)
    offer(switch, drawn)
    use(switch, drawn.pair)
    switch.ask(switch.management(ECHO))
    branch.book.advance(OVERLAP)
    branch.restart().open()
    use(switch, drawn.former)
    assert ask_under(switch, drawn, sale(switch)) == "A0"


def test_the_next_exchange_keeps_what_the_switch_is_known_to_use(branch):
    """The switch gave one exchange up and began another: it may never have used the first."""
    switch = branch.switch
    first, second = Drawn(switch), Drawn(switch)
    offer(switch, first)
    offer(switch, second)
    assert ask_under(switch, second, sale(switch)) == "00"
    use(switch, second.pair)
    assert switch.ask(sale(switch)).response_code == "00"


def test_a_0820_carries_no_keys(branch):
    switch = branch.switch
    answer = switch.ask(switch.management(KEY_CHANGE))
    assert (answer.mti, answer.response_code) == ("0830", "40")
