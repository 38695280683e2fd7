"""New zone keys, from the host's side: taken amid sales, kept before they are answered, the former heard for a while."""

import pytest

from countertop.hsm import DescribeKey, EncryptPin, GenerateZoneKeys, MakeMac
from countertop.iso8583 import INTERBANK, InterbankHeader, Message
from countertop.iso8583.interbank_answers import management_answer
from countertop.iso8583.private.zone_keys import write_zone_keys
from countertop.iso8583.transit import ECHO, KEY_CHANGE
from countertop.values import MINUTE, Pin
from tests.acquirer.neighbours import ACQUIRER_ID, PIN, SWITCH_ID, House

OVERLAP = 5 * MINUTE
_STANS = iter(range(700_000, 800_000))


@pytest.fixture
def house():
    house = House(echo_when_idle=60 * MINUTE).open()
    house.till.sign_in()
    return house


def management(mti, code, **fields):
    """Return a message of the switch's own."""
    return Message(
        mti,
        transmission_time="0715100000",
        stan=str(next(_STANS)),
        forwarding_id=SWITCH_ID,
        network_code=code,
        **fields,
    )


class Drawn:
    """An exchange as the switch draws it, and the 0800 that carries it."""

    def __init__(self, switch):
        (keys,) = switch.hsm.perform([GenerateZoneKeys(switch.zmk)])
        self.pair = keys.zpk, keys.zak
        self.former = switch.zpk, switch.zak
        self.message = management("0800", KEY_CHANGE, private_data=write_zone_keys(keys.exchange))


def use(switch, pair):
    switch.zpk, switch.zak = pair


def offer(switch, drawn):
    """Send the keys under those in use; return the code of the answer, which must be sealed with the new."""
    switch.tell(drawn.message.copy())
    use(switch, drawn.pair)
    answer = switch.hear()
    assert answer.mti == "0810"
    use(switch, drawn.former)
    return answer.response_code


def host_kcvs(house):
    _, body = house.book.ask_desk("zone-keys")
    return body["link"]["zpk_kcv"], body["link"]["zak_kcv"]


def kcvs(switch, pair):
    return tuple(key.kcv for key in switch.hsm.perform(list(map(DescribeKey, pair))))


def opens_pin(house, request):
    """Tell whether the PIN block of a request is under the key that the switch has now."""
    (block,) = house.switch.hsm.perform([EncryptPin(house.switch.zpk, Pin(PIN), request.pan)])
    return block.reveal() == request.pin_block.reveal()


def test_keys_are_taken_amid_a_sale(house):
    """A sale is under way when the keys come: its answer is believed under the former, the next goes under the new."""
    switch, till = house.switch, house.till
    till.tell(till.sale())
    (waiting,) = switch.hear_all()
    drawn = Drawn(switch)
    assert offer(switch, drawn) == "00"
    switch.tell(switch.approval(waiting))
    assert till.hear().response_code == "00"
    assert host_kcvs(house) == kcvs(switch, drawn.pair)
    till.tell(till.sale())
    use(switch, drawn.pair)
    request = switch.approve()
    assert opens_pin(house, request)
    assert till.hear().response_code == "00"


def test_a_late_answer_under_the_former_keys_is_written_down(house):
    switch, till = house.switch, house.till
    till.tell(till.sale())
    (waiting,) = switch.hear_all()
    late = switch.seal(switch.approval(waiting))
    drawn = Drawn(switch)
    offer(switch, drawn)
    house.book.advance(26 * 1_000_000)
    house.book.tell(switch.line, late)
    assert house.memory.counts["late-answer"] == 1
    use(switch, drawn.pair)
    switch.hear_all()
    (owed,) = house.obligations()
    assert owed


def test_the_former_keys_end_with_the_overlap_which_begins_when_the_switch_uses_the_new(house):
    switch = house.switch
    drawn = Drawn(switch)
    offer(switch, drawn)
    house.book.advance(3 * OVERLAP)
    assert is_heard(house, drawn.former)
    assert is_heard(house, drawn.pair)
    assert is_heard(house, drawn.former)
    house.book.advance(OVERLAP)
    assert not is_heard(house, drawn.former)
    assert is_heard(house, drawn.pair)


def is_heard(house, pair):
    """Tell whether the host believes an echo under a pair."""
    before = house.memory.counts["switch-mac-wrong"]
    echo = management("0820", ECHO)
    echo.header = InterbankHeader(ACQUIRER_ID, SWITCH_ID)
    payload, covered = INTERBANK.seal_parts(echo)
    (mac,) = house.switch.hsm.perform([MakeMac(pair[1], covered)])
    house.book.tell(house.switch.line, INTERBANK.sealed(payload, mac))
    house.book.said(house.switch.line)
    return house.memory.counts["switch-mac-wrong"] == before


def test_the_same_keys_again_are_answered_as_before(house):
    drawn = Drawn(house.switch)
    assert [offer(house.switch, drawn), offer(house.switch, drawn)] == ["00", "00"]
    assert house.memory.counts["zone-keys-taken"] == 1


def test_wrong_check_values_are_refused_and_the_keys_in_use_stay(house):
    switch, before = house.switch, host_kcvs(house)
    drawn = Drawn(switch)
    carried = drawn.message.private_data
    drawn.message.private_data = f"{carried[:-1]}{'0' if carried[-1] != '0' else '1'}"
    switch.tell(drawn.message)
    answer = switch.hear()
    assert (answer.mti, answer.response_code) == ("0810", "A7")
    assert host_kcvs(house) == before
    assert house.book.noted("acquirer.zone-keys-refused") == 1
    house.till.buy()


def test_without_a_master_key_there_is_nothing_to_open_them_with(house):
    house.memory.registry.link.keys.zmk = ""
    house.switch.tell(Drawn(house.switch).message)
    assert house.switch.hear().response_code == "A7"
    assert house.book.noted("acquirer.no-zone-master-key") == 1


def test_a_forged_exchange_is_not_answered(house):
    house.switch.tell(Drawn(house.switch).message, mac=b"00000000")
    house.switch.nothing_heard()


def test_another_0800_is_not_supported(house):
    house.switch.tell(management("0800", "001"))
    assert house.switch.hear().response_code == "40"


def test_people_ask_for_new_keys(house):
    status, body = house.book.ask_desk("zone-keys", ask=True)
    assert (status, body["link"]["exchange"]) == (0, None)
    asked = house.switch.hear()
    assert (asked.mti, asked.network_code) == ("0820", KEY_CHANGE)
    house.switch.tell(management_answer(asked, "96"))
    assert house.book.noted("acquirer.zone-keys-answer") == 1


def test_without_a_line_nobody_can_be_asked(house):
    house.book.close(house.switch.line)
    status, body = house.book.ask_desk("zone-keys", ask=True)
    assert (status, body["message"]) == (12, "acquirer.zone-keys-no-line")


# Cut by a stop


def test_keys_are_kept_before_they_are_answered(house):
    switch = house.switch
    drawn = Drawn(switch)
    assert offer(switch, drawn) == "00"
    house.restart()
    house.book.advance(0)
    use(switch, drawn.pair)
    request = switch.hear()
    use(switch, drawn.former)
    switch.tell(management_answer(request, "00"))
    assert house.memory.uplink.is_up
    assert offer(switch, drawn) == "00"
    use(switch, drawn.pair)
    house.till.buy()


def test_an_overlap_that_is_over_stays_over(house):
    switch = house.switch
    drawn = Drawn(switch)
    offer(switch, drawn)
    assert is_heard(house, drawn.pair)
    house.book.advance(OVERLAP)
    use(switch, drawn.pair)
    house.reopen()
    assert not is_heard(house, drawn.former)
