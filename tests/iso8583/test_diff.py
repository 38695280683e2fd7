"""Two messages compared: every difference is found, also behind a mask, and none of it told in clear."""

import pytest

from countertop.codec import Framing
from countertop.iso8583 import INTERBANK, UNIONPAY_POS, InterbankHeader
from countertop.iso8583.diff import compare
from countertop.iso8583.doctor import examine
from countertop.values import Pan, PinBlock, Track2
from tests.iso8583.published import MESSAGES, message_of, named

SALE = message_of("sale request 0200, magnetic")
KEYED = message_of("offline settlement advice")


def side(message, dialect=UNIONPAY_POS):
    framing = Framing.BINARY2 if dialect is UNIONPAY_POS else Framing.ASCII4
    return examine(framing.join(dialect.encode(message)))


def differing(left, right):
    return {each.row.field: each for each in compare(left, right)}


@pytest.mark.parametrize("vector", MESSAGES, ids=lambda vector: vector["name"])
def test_a_message_is_equal_to_itself(vector):
    one = examine(vector["hex"].encode())
    assert compare(one, examine(bytes.fromhex(vector["hex"]))) == []


def test_what_differs_is_told_with_its_places():
    found = differing(side(SALE), side(SALE.copy(amount="000000010100", transaction_info="2200000200060")))
    assert found.keys() == {"4", "60", "60.2"}
    assert (found["4"].left.value, found["4"].right.value) == ("000000010000", "000000010100")
    assert found["4"].at == (30, 30)
    assert found["60.2"].at == (106, 106)
    assert not found["4"].is_hidden


def test_what_is_absent_on_one_side_is_told():
    found = differing(side(SALE), side(SALE.copy(currency=None, rrn="123456789012")))
    assert found.keys() == {"bitmap", "37", "49"}
    assert found["49"].right is None
    assert found["37"].left is None
    assert [each.row.field for each in compare(side(SALE), side(SALE.copy(rrn="123456789012")))] == ["bitmap", "37"]


@pytest.mark.parametrize(
    ("message", "change", "field"),
    [
        (KEYED, {"pan": Pan("6200000000990013")}, "2"),
        (SALE, {"track2": Track2("6200000000000013D35121200000000000000")}, "35"),
        (SALE, {"pin_block": PinBlock(bytes(8))}, "52"),
    ],
)
def test_what_differs_behind_a_mask_is_found_and_not_shown(message, change, field):
    found = differing(side(message), side(message.copy(**change)))
    assert found.keys() == {field}
    assert found[field].is_hidden
    for secret in ("6200000000990013", "D3512120000", "D30012010000"):
        assert secret not in str(found)


def test_a_secret_part_of_a_field_differs_without_its_neighbours():
    details = message_of("batch upload of magnetic")
    text = details.private_data.replace("6200000000000013", "6200000000990013")
    assert text != details.private_data
    found = differing(side(details), side(details.copy(private_data=text)))
    assert {*found} - {"48"} == {f"{place}/48.3" for place in (1, 2) if f"{place}/48.3" in found} != set()
    assert all("0000990013" not in each.row.value for each in found.values())


def test_messages_of_two_dialects_meet_by_name():
    request = SALE.copy(track2=None, pin_block=None, security_control=None, transaction_info=None, mac=None)
    between = request.copy(tpdu=None, header=InterbankHeader("1", "2"), mac=bytes(8), acquirer_id="03025840")
    found = differing(side(request), side(between, INTERBANK))
    assert found.keys() == {"32", "128"}
    assert found["32"].left is None
    changed = differing(side(request), side(between.copy(stan="000999"), INTERBANK))
    assert changed.keys() == {"32", "128", "11"}
    assert changed["11"].at is None


def test_the_same_message_without_its_envelope_is_equal():
    whole = bytes.fromhex(named("sale request 0200, magnetic")["hex"])
    assert compare(examine(whole), examine(whole[13:])) == []
    assert compare(examine(whole), examine(whole[2:])) == []


def test_a_broken_message_is_compared_as_far_as_it_goes():
    whole = bytes.fromhex(named("sale request 0200, magnetic")["hex"])
    found = differing(examine(whole), examine(whole[:64]))
    assert found.keys() >= {"41", "42", "64"}
    assert "4" not in found


def test_what_is_no_message_cannot_be_compared():
    with pytest.raises(ValueError, match="only messages"):
        compare(side(SALE), examine(b""))
