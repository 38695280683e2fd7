from countertop.hsm import FormedKey, HsmRefusal, ProtectedPan, WorkingKeys, ZoneKeys
from countertop.hsm.replies import shown_block


def test_a_refusal_is_never_taken_for_yes():
    assert not HsmRefusal("key-usage", "no")
    assert "key-usage" in repr(HsmRefusal("key-usage", "no"))


def test_printed_replies_show_no_key_block(two):
    replies = [
        two.drawn,
        two.drawn._replace(tdk=None),
        FormedKey(two.zpk, "12345678"),
        ZoneKeys(two.zpk, two.zak, bytes(40)),
        ProtectedPan("0" * 32, "A" * 60),
    ]
    for reply in replies:
        for part in reply:
            if isinstance(part, str) and len(part) > 32:
                assert part not in repr(reply)
                assert part[32:] not in str(reply)
    assert isinstance(two.drawn, WorkingKeys)
    assert repr(two.drawn).startswith("WorkingKeys(<TPK key block, 128 characters>, <TAK")


def test_text_that_is_no_block_is_shown_by_its_length_alone():
    assert shown_block("6225000000000014") == "<unknown key block, 16 characters>"
    assert shown_block("D0128P0TB00N0200LB07XYZ" + "0" * 105) == "<unknown key block, 128 characters>"


def test_replies_unpack(two):
    tpk, tak, tdk, field_62 = two.drawn
    assert (tpk, tak, tdk, field_62) == (two.drawn.tpk, two.drawn.tak, two.drawn.tdk, two.drawn.field_62)
