"""Codes that shops show: read leniently, written strictly."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countertop.qr import CodeError, MerchantCode, read_merchant_code, write_merchant_code
from countertop.qr.merchant_codes import crc_of
from tests.qr.published import VECTORS, bitwise_crc, named

SHOP = {
    "01": "12", "26": "0012cn.example.w0108ABCDEFGH", "52": "5411", "53": "156", "54": "59.90", "58": "CN",
    "59": "DEMO FRESH MART", "60": "SHANGHAI", "62": "07088000" + "0101",
}  # fmt: skip
BEST = VECTORS["merchant_presented"][0]["payload"]


def with_crc(text):
    return text + crc_of(text)


@pytest.mark.parametrize("vector", VECTORS["crc"])
def test_the_crc_is_the_catalogues(vector):
    assert crc_of(vector["text"]) == vector["crc"] == bitwise_crc(vector["text"].encode())


@pytest.mark.parametrize("vector", **named("merchant_presented"))
def test_a_published_code(vector):
    payload = vector["payload"]
    assert bitwise_crc(payload[:-4].encode()) == payload[-4:]
    if not vector["valid"]:
        with pytest.raises(CodeError) as refused:
            read_merchant_code(payload)
        assert refused.value.field == vector["field"]
        return
    code = read_merchant_code(payload)
    for name in ("dynamic", "category", "currency", "amount", "country", "merchant_name", "merchant_city"):
        assert getattr(code, name) == vector[name], name
    assert list(code.accounts) == vector["accounts"]
    assert code.template("64") == vector["local"]
    assert code.template("62") == vector["additional"]


def test_a_crc_in_small_letters_is_read():
    assert read_merchant_code(BEST[:-4] + BEST[-4:].lower()).amount == 2372


@pytest.mark.parametrize("place", range(0, len(BEST), 7))
def test_any_other_character_is_noticed(place):
    other = "x" if BEST[place] != "x" else "y"
    with pytest.raises(CodeError):
        read_merchant_code(BEST[:place] + other + BEST[place + 1 :])


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("", "code"),
        ("\x07" + BEST, "code"),
        ("000201" * 100, "code"),
        (BEST[:-4] + "0000", "63"),
        (BEST[:-8], "63"),
        (with_crc("00020253034409.996304"), "00"),
        (with_crc("000201630400006304"), "63"),
        (with_crc("00020154049.996304"), "53"),
        (with_crc("0002015303156540612.3456304"), "54"),
        (with_crc("00020153031565405-1.006304"), "54"),
        (with_crc("0002015303156" + "5404１.006304"), "54"),
        (with_crc("000201530315653031566304"), "53"),
        (with_crc("0002019900" + "99" + "99" + "x6304"), "99"),
        (with_crc("000201x6304"), "code"),
        (with_crc("0002015303156" + "5415" + "9" * 15 + "6304"), "54"),
    ],
)
def test_what_cannot_be_a_code_is_refused_by_its_object(text, field):
    with pytest.raises(CodeError) as refused:
        read_merchant_code(text)
    assert refused.value.field == field
    assert BEST[10:60] not in str(refused.value)


def test_a_code_is_written_in_order_and_read_again():
    text = write_merchant_code(dict(reversed(SHOP.items())))
    assert text.startswith("00020101021226")
    assert text[-8:-4] == "6304"
    assert read_merchant_code(text).objects == {"00": "01", **SHOP}


def test_another_language_goes_into_its_own_object():
    local = "0002ZH" + "0104" + "样例鲜生"
    assert read_merchant_code(write_merchant_code({**SHOP, "64": local})).template("64")["01"] == "样例鲜生"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"52": None}, "52"),
        ({"59": None}, "59"),
        ({"60": None}, "60"),
        ({"26": None}, "02"),
        ({"26": "0012short"}, "00"),
        ({"01": "13"}, "01"),
        ({"54": "59.905"}, "54"),
        ({"54": "0.00"}, "54"),
        ({"54": ".50"}, "54"),
        ({"58": "cn"}, "58"),
        ({"59": "样例鲜生"}, "59"),
        ({"59": "A" * 26}, "59"),
        ({"62": "0702"}, "07"),
        ({"63": "0000"}, "00"),
        ({"70": "x"}, "70"),
        ({"7": "x"}, "7"),
        ({"80": ""}, "80"),
        ({"15": "x" * 100}, "15"),
        ({"64": "0002ZH01"}, "64"),
    ],
)
def test_what_the_specification_forbids_is_not_written(change, field):
    objects = {key: value for key, value in {**SHOP, **change}.items() if value is not None}
    with pytest.raises(CodeError) as refused:
        write_merchant_code(objects)
    assert refused.value.field == field


def test_a_code_is_at_most_512_bytes():
    with pytest.raises(CodeError):
        write_merchant_code(
            {**SHOP, **{f"{key}": "0016A011223344998877" + "07" + "77" + "x" * 77 for key in range(80, 86)}}
        )


def test_a_static_code_has_no_amount():
    code = MerchantCode({"01": "11"})
    assert (code.dynamic, code.amount, code.template("62")) == (False, None, {})


names = st.text(string.ascii_letters + string.digits + " ", min_size=1, max_size=25)


@settings(deadline=None)
@given(
    names,
    names.map(lambda text: text[:15]),
    st.integers(1, 10**9),
    st.text("样例鲜生超市北京", min_size=1, max_size=25),
)
def test_what_is_written_is_read(name, city, minor, local):
    objects = {**SHOP, "54": f"{minor // 100}.{minor % 100:02d}", "59": name, "60": city}
    objects["64"] = f"0002ZH01{len(local):02d}{local}"
    code = read_merchant_code(write_merchant_code(objects))
    assert (code.merchant_name, code.merchant_city, code.amount) == (name, city, minor)
    assert code.template("64")["01"] == local


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=600) | st.text("0123456789", max_size=200).map(lambda text: with_crc(f"000201{text}6304")))
def test_anything_is_read_or_refused(text):
    try:
        code = read_merchant_code(text)
    except CodeError:
        return
    for key in code.objects:
        try:
            code.template(key)
        except CodeError:
            continue
