"""BER-TLV: lengths are checked before anything is cut, nesting and tags are bounded, and one error is raised."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countertop.codec import TlvError
from countertop.codec.tlv import MAX_DEPTH, build, is_constructed, parse, read

TAGS = st.one_of(
    st.integers(1, 0xFE).filter(lambda first: first & 0x1F != 0x1F).map(lambda first: f"{first:02X}"),
    st.tuples(st.sampled_from((0x1F, 0x3F, 0x5F, 0x9F, 0xBF, 0xDF, 0xFF)), st.integers(0, 0x7F)).map(
        lambda pair: f"{pair[0]:02X}{pair[1]:02X}"
    ),
)
ITEMS = st.lists(st.tuples(TAGS, st.binary(max_size=300)), max_size=8)


@given(ITEMS)
def test_what_is_built_is_parsed(items):
    data = build(items)
    found = parse(data)
    assert [(item.tag, item.value) for item in found] == items
    assert b"".join(data[item.offset : item.offset + item.size] for item in found) == data


@given(st.binary(max_size=120), st.booleans())
def test_any_bytes_are_data_objects_or_the_one_error(data, nested):
    try:
        items = parse(data, nested=nested)
    except TlvError as fault:
        assert 0 <= fault.offset <= len(data)  # noqa: PT017 - both outcomes are right
    else:
        assert sum(item.size for item in items) == len(data)


def test_a_captured_field_55_is_read():
    found = read(bytes.fromhex("9F3602031E910A42FE066E2918B0883030"))
    assert found == {"9F36": bytes.fromhex("031E"), "91": bytes.fromhex("42FE066E2918B0883030")}


def test_a_tag_twice_is_refused_by_read_and_kept_by_parse():
    data = build([("9F06", b"1"), ("9F06", b"2")])
    with pytest.raises(TlvError, match="twice") as caught:
        read(data)
    assert (caught.value.field, caught.value.offset) == ("9F06", 4)
    assert len(parse(data)) == 2


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("9F", "cut off"),
        ("9F81", "cut off"),
        ("9F8181818101", "longer than 4"),
        ("82", "length is missing"),
        ("8281", "length is cut off"),
        ("82820102", "258 bytes"),
        ("8203AABB", "3 bytes, 2 are left"),
        ("8280", "1 to 4 more bytes"),
        ("82850000000001", "1 to 4 more bytes"),
        ("8288" + "80" + "00" * 7, "1 to 4 more bytes"),
        ("8284FFFFFFFF", "4294967295 bytes"),
        ("00", "cannot be 00"),
    ],
)
def test_what_breaks_the_rules_is_refused(data, reason):
    with pytest.raises(TlvError, match=reason):
        parse(bytes.fromhex(data))


def test_nesting_is_opened_when_asked_and_bounded():
    data = b""
    for _ in range(MAX_DEPTH):
        data = build([("70", data)])
    depth, items = 0, parse(data, nested=True)
    while items:
        depth, items = depth + 1, items[0].children
    assert depth == MAX_DEPTH
    with pytest.raises(TlvError, match="deeper than 8"):
        parse(build([("70", data)]), nested=True)
    assert parse(data)[0].children == ()


def test_private_text_in_a_constructed_tag_is_left_closed():
    merchant = bytes.fromhex("FF0004BAD3C4CF")
    assert is_constructed("FF00")
    assert not is_constructed("9F26")
    assert read(merchant) == {"FF00": bytes.fromhex("BAD3C4CF")}


@pytest.mark.parametrize("tag", ["", "9F", "9F2", "zz", "9F2601", "00", "9F81818101"])
def test_only_a_tag_can_be_built(tag):
    with pytest.raises(TlvError, match=r"BER tag|longer|cut off|00"):
        build([(tag, b"")])


@pytest.mark.parametrize(("size", "prefix"), [(127, "7F"), (128, "8180"), (255, "81FF"), (256, "820100")])
def test_lengths_take_their_shortest_form(size, prefix):
    assert build([("82", bytes(size))])[1 : 1 + len(prefix) // 2].hex().upper() == prefix


def test_a_data_object_does_not_print_its_value():
    assert repr(parse(bytes.fromhex("5A0162"))[0]) == "Tlv(5A, 1 bytes)"
