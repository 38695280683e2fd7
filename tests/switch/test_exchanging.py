"""New zone keys for a member, from the switch's side: drawn, told, proven, used; and every way in which that may be cut."""

import pytest

from countertop.hsm import DescribeKey, ImportZoneKeys
from countertop.hsm.keyring import ZonePair
from countertop.iso8583.private.zone_keys import read_zone_keys
from countertop.iso8583.transit import ECHO, KEY_CHANGE
from countertop.switch import SwitchSettings
from countertop.values import MINUTE, SECOND
from tests.switch.members import Town

OVERLAP = 5 * MINUTE
_LATER = 70 * SECOND


@pytest.fixture
def town():
    return Town(SwitchSettings(echo_when_idle=60 * MINUTE)).open()


def order(town, member):
    return town.book.ask_desk("zone_keys", member_id=member.institution_id, by="Li")


def link(town, member):
    _, body = town.book.ask_desk("zone_keys")
    (found,) = [each for each in body["links"] if each["institution_id"] == member.institution_id]
    return found


def take(member, offer):
    """Load the keys of an offer, use them, and say so."""
    (keys,) = member.hsm.perform([ImportZoneKeys(member.zmk, read_zone_keys(offer.private_data))])
    member.former = ZonePair(member.zpk, member.zak)
    member.zpk, member.zak = keys.zpk, keys.zak
    member.tell(member.answer(offer))


def go_back(member):
    """Work with the former keys again."""
    (member.zpk, member.zak), member.former = member.former, ZonePair(member.zpk, member.zak)


def exchange(town, member):
    order(town, member)
    (offer,) = member.hear("0800")
    take(member, offer)
    return offer


def kcvs(member):
    return [key.kcv for key in member.hsm.perform([DescribeKey(member.zpk), DescribeKey(member.zak)])]


def sale(town, *, pin=True):
    """Send a sale of the acquirer's; return it."""
    message = town.acquirer.sale()
    town.acquirer.tell(town.acquirer.with_pin(message) if pin else message)
    return message


def approve(town):
    """Let the bank approve what came, its PIN opened under the bank's own key; return the answer to the acquirer."""
    (request,) = town.bank.hear("0200")
    if request.pin_block is not None:
        again = town.bank.with_pin(request.copy(pin_block=None))
        assert again.pin_block.reveal() == request.pin_block.reveal()
    town.bank.tell(town.bank.answer(request))
    (answer,) = town.acquirer.hear("0210")
    return answer.response_code


def test_a_member_gets_new_keys_and_they_are_used(town):
    status, _ = order(town, town.bank)
    assert status == 0
    (offer,) = town.bank.hear("0800")
    assert (offer.network_code, link(town, town.bank)["state"]) == (KEY_CHANGE, "offered")
    old = kcvs(town.bank)
    take(town.bank, offer)
    told = link(town, town.bank)
    assert (told["state"], told["generation"]) == ("overlap", 1)
    assert [told["zpk_kcv"], told["zak_kcv"]] == kcvs(town.bank) != old
    sale(town)
    assert approve(town) == "00"
    town.book.advance(OVERLAP)
    assert link(town, town.bank)["state"] == "idle"
    sale(town)
    assert approve(town) == "00"


def test_the_acquirers_keys_change_likewise(town):
    exchange(town, town.acquirer)
    sale(town)
    assert approve(town) == "00"
    assert link(town, town.acquirer)["generation"] == 1


def test_keys_in_use_carry_on_until_the_member_has_the_new_ones(town):
    order(town, town.bank)
    town.bank.hear("0800")
    sale(town)
    assert approve(town) == "00"
    assert link(town, town.bank)["generation"] == 0


def test_what_was_made_before_is_accepted_for_the_overlap_and_no_longer(town):
    sale(town)
    (waiting,) = town.bank.hear("0200")
    exchange(town, town.bank)
    go_back(town.bank)
    town.bank.tell(town.bank.answer(waiting))
    (answer,) = town.acquirer.hear("0210")
    assert answer.response_code == "00"
    exchange(town, town.acquirer)
    go_back(town.acquirer)
    sale(town)
    go_back(town.acquirer)
    go_back(town.bank)
    assert approve(town) == "00"
    town.book.advance(OVERLAP)
    go_back(town.acquirer)
    sale(town, pin=False)
    go_back(town.acquirer)
    (answer,) = town.acquirer.hear("0210")
    assert answer.response_code == "A0"


def test_a_reversal_under_the_former_keys_is_taken(town):
    message = sale(town, pin=False)
    assert approve(town) == "00"
    exchange(town, town.acquirer)
    go_back(town.acquirer)
    town.acquirer.tell(town.acquirer.reversal(message))
    go_back(town.acquirer)
    (answer,) = town.acquirer.hear("0430")
    assert answer.response_code == "00"


def test_the_overlap_begins_with_the_proof_not_with_the_offer(town):
    order(town, town.bank)
    town.book.advance(OVERLAP + _LATER)
    offers = town.bank.hear()
    assert {offer.mti for offer in offers} == {"0800"}
    sale(town)
    assert approve(town) == "00"
    take(town.bank, offers[-1])
    assert link(town, town.bank)["state"] == "overlap"


def test_whoever_began_repeats_the_same_keys_and_calls_people(town):
    order(town, town.bank)
    town.book.advance(_LATER)
    offers = town.bank.hear()
    assert len(offers) == 4
    assert len({(offer.transmission_time, offer.stan, offer.private_data) for offer in offers}) == 1
    assert town.book.noted("switch.zone_keys_unanswered")
    take(town.bank, offers[0])
    town.book.advance(10 * MINUTE)
    assert [message.mti for message in town.bank.hear()] == []


def test_any_message_under_the_new_keys_proves_them(town):
    order(town, town.bank)
    (offer,) = town.bank.hear("0800")
    (keys,) = town.bank.hsm.perform([ImportZoneKeys(town.bank.zmk, read_zone_keys(offer.private_data))])
    town.bank.zpk, town.bank.zak = keys.zpk, keys.zak
    town.bank.tell(town.bank.management(ECHO))
    (answer,) = town.bank.hear("0830")
    assert (answer.response_code, link(town, town.bank)["generation"]) == ("00", 1)


def test_a_refusal_leaves_the_keys_in_use_and_is_told_to_people(town):
    order(town, town.bank)
    (offer,) = town.bank.hear("0800")
    town.bank.tell(town.bank.answer(offer, "A7"))
    told = link(town, town.bank)
    assert (told["state"], told["generation"], told["refusal_code"]) == ("idle", 0, "A7")
    assert town.book.noted("switch.zone_keys_refused")
    town.book.advance(_LATER)
    assert town.bank.hear() == []
    sale(town)
    assert approve(town) == "00"
    town = town.restart().open()
    assert link(town, town.bank)["refusal_code"] == "A7"
    assert exchange(town, town.bank).private_data != offer.private_data


def test_a_forged_refusal_ends_nothing(town):
    order(town, town.bank)
    (offer,) = town.bank.hear("0800")
    town.bank.tell(town.bank.answer(offer, "A7"), mac=b"00000000")
    assert link(town, town.bank)["state"] == "offered"


def test_one_exchange_at_a_time(town):
    order(town, town.bank)
    status, body = order(town, town.bank)
    assert (status, body["message"]) == (12, "switch.exchange_in_hand")
    (offer,) = town.bank.hear("0800")
    take(town.bank, offer)
    status, body = order(town, town.bank)
    assert (status, body["message"]) == (12, "switch.exchange_overlaps")
    town.book.advance(OVERLAP)
    assert exchange(town, town.bank).private_data != offer.private_data
    assert link(town, town.bank)["generation"] == 2


def test_a_member_asks_for_new_keys(town):
    town.bank.tell(town.bank.management(KEY_CHANGE))
    answer, offer = town.bank.hear("0830", "0800")
    assert answer.response_code == "00"
    take(town.bank, offer)
    town.bank.tell(town.bank.management(KEY_CHANGE))
    (answer,) = town.bank.hear("0830")
    assert answer.response_code == "96"


def test_without_a_zone_master_key_there_is_no_exchange():
    town = Town(master_keys=False).open()
    status, body = order(town, town.bank)
    assert (status, body["message"]) == (12, "switch.no_zone_master_key")
    town.bank.tell(town.bank.management(KEY_CHANGE))
    (answer,) = town.bank.hear("0830")
    assert answer.response_code == "40"


def test_an_unknown_member_has_no_keys(town):
    status, body = town.book.ask_desk("zone_keys", member_id="7777")
    assert (status, body["message"]) == (2, "switch.keys_of_whom")


def test_old_keys_are_changed_by_themselves_once_a_member_is_there():
    age = 30 * 24 * 60 * MINUTE
    town = Town(SwitchSettings(zone_key_age=age, echo_when_idle=100 * age)).open()
    town.book.advance(10 * MINUTE)
    for member in town.members:
        take(member, member.hear()[-1])
    town.book.advance(age - 10 * MINUTE)
    assert [link(town, member)["generation"] for member in town.members] == [1, 1, 1]
    town.book.advance(10 * MINUTE)
    assert link(town, town.bank)["state"] == "offered"
    assert town.bank.hear()[-1].mti == "0800"


# Cut by a stop


def test_an_offer_survives_and_is_told_again_at_the_sign_on(town):
    order(town, town.bank)
    (offer,) = town.bank.hear("0800")
    town = town.restart().open()
    (again,) = town.bank.hear("0800")
    assert again.private_data == offer.private_data
    take(town.bank, again)
    sale(town)
    assert approve(town) == "00"


def test_a_member_that_took_them_while_the_switch_was_away_is_known_by_its_sign_on(town):
    order(town, town.bank)
    (offer,) = town.bank.hear("0800")
    take_silently(town.bank, offer)
    town = town.restart().open()
    assert link(town, town.bank)["generation"] == 1
    sale(town)
    assert approve(town) == "00"


def take_silently(member, offer):
    (keys,) = member.hsm.perform([ImportZoneKeys(member.zmk, read_zone_keys(offer.private_data))])
    member.zpk, member.zak = keys.zpk, keys.zak


def test_the_overlap_goes_on_after_a_restart_and_ends_for_good(town):
    exchange(town, town.bank)
    town = town.restart().open()
    assert link(town, town.bank)["state"] == "overlap"
    town.book.advance(OVERLAP)
    town = town.restart().open()
    assert link(town, town.bank)["state"] == "idle"
    go_back(town.bank)
    line = town.book.call("members")
    town.book.tell(line, town.bank.seal(town.bank.management("001")))
    assert town.book.noted("switch.wrong_mac")


def test_no_terminals_key_is_a_zone_key(town):
    """A master key of another usage draws no zone keys, and the exchange under it loads nowhere."""
    order(town, town.bank)
    (offer,) = town.bank.hear("0800")
    exchange_bytes = read_zone_keys(offer.private_data)
    for other in (town.bank.zak, town.bank.zpk, town.other_bank.zmk):
        (refused,) = town.bank.hsm.perform([ImportZoneKeys(other, exchange_bytes)])
        assert not refused
    assert [key.usage for key in town.bank.hsm.perform([DescribeKey(town.bank.zmk)])] == ["ZMK"]


def test_planted_old_keys_dropped_before_the_member_confirmed():
    town = Town(SwitchSettings(planted=frozenset({"switch.zone-keys-dropped-unconfirmed"}))).open()
    order(town, town.bank)
    town.bank.tell(town.bank.management(ECHO))
    assert town.book.noted("switch.wrong_mac")
