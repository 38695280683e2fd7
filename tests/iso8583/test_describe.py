"""The explained table: every byte has its row, in both languages, and no secret is in it."""

import pytest

from countertop.iso8583 import INTERBANK, UNIONPAY_POS, Message
from countertop.iso8583.describe import describe
from tests.iso8583.published import MESSAGES, decoded, dialect_of, is_bare, named, payload_of
from tests.iso8583.test_message import assert_no_secrets


def rows_of(beginning):
    vector = named(beginning)
    table = describe(dialect_of(vector), payload_of(vector), bare=is_bare(vector))
    assert table.fault is None
    return {row.field: row for row in table.rows}


@pytest.mark.parametrize("vector", MESSAGES, ids=lambda vector: vector["name"])
def test_the_rows_cover_every_byte_once_and_hide_secrets(vector):
    payload = payload_of(vector)
    table = describe(dialect_of(vector), payload, bare=is_bare(vector))
    at = 0
    for row in table.rows:
        assert row.label.zh
        assert row.label.en
        assert row.length > 0 or not row.value
        if row.level == 0:
            assert row.offset == at, row.field
            at += row.length
        else:
            assert row.offset + row.length <= at, row.field
    assert at == len(payload)
    assert_no_secrets(decoded(vector), " ".join(row.value for row in table.rows))


def test_a_sale_is_explained():
    rows = rows_of("sale request 0200, magnetic")
    assert (rows["mti"].meaning.zh, rows["3"].meaning.en) == ("金融请求", "payment")
    assert (rows["22.1"].value, rows["22.1"].meaning.zh) == ("02", "磁条")
    assert rows["22.2"].meaning.en == "PIN entered"
    assert rows["35"].value == rows["52"].value == "****"
    assert (rows["53.2"].meaning.en, rows["60.1"].meaning.zh) == ("double-length 3DES", "消费")
    assert (rows["60.2"].value, rows["60.2"].offset, rows["60.2"].length) == ("000001", 102, 3)
    assert rows["H.4"].meaning.en == "nothing to do"
    assert rows["tpdu.1"].value == "0001"


def test_answers_totals_and_uploads_are_explained():
    assert rows_of("sale response 0210")["39"].meaning.zh == "交易成功"
    assert rows_of("QR (C2B) sale response")["39"].meaning.en.startswith("Duplicate")
    assert rows_of("sale reversal request")["39"].meaning.en == "no answer in time"
    assert rows_of("batch settlement response 0510, domestic")["48.5"].meaning.zh == "对账不平"
    assert rows_of("batch upload of magnetic")["2/48.3"].value == "620000******0013"
    assert rows_of("batch upload end")["48.0"].label.en.startswith("count of")
    assert rows_of("tip adjustment")["48.0"].label.zh == "小费金额"


def test_field_62_is_explained_by_its_use():
    rows = rows_of("sign-in response, double-length (60.3=003), TMK")
    assert (rows["62.tpk"].value, rows["62.tpk.kcv"].value) == ("****", "900ECCE3")
    assert rows_of("sign-in request, double-length (60.3=003), with")["62.2"].value == "99999906"
    assert rows_of("terminal status upload")["62.04"].meaning.en == "good"
    assert rows_of("CA public-key list response")["62.0"].meaning.en == "last page"
    assert rows_of("IC parameter (AID) download response")["62.DF21"].label.zh == "非接CVM限额"


def test_chip_data_codes_and_interbank_fields_are_explained():
    rows = rows_of("contactless IC sale request")
    assert (rows["55.9F26"].label.en, rows["55.9F26"].length) == ("application cryptogram", 11)
    assert rows["63.0"].value == "****"
    assert rows_of("QR (C2B) sale request")["59.A3"].value == "*" * 19
    rows = rows_of("CUPS-side")
    assert (rows["60.2.5"].value, rows["48.ON"].length, rows["H.1"].value) == ("03", 45, "2E")


def machine_rows(text):
    """Return number, value and English meaning of each part of field 59; each stands on its bytes."""
    payload = UNIONPAY_POS.encode(Message("0820", qr_data=text, transaction_info="00000001301"))
    table = describe(UNIONPAY_POS, payload)
    assert table.fault is None
    parts = [row for row in table.rows if row.field.startswith("59.")]
    for row in parts:
        assert payload[row.offset : row.offset + row.length].decode().endswith(row.value)
    return [(row.field, row.value, None if row.meaning is None else row.meaning.en) for row in parts]


def test_a_machine_says_which_it_is_and_where():
    text = "A20500200800000101PO019+31230416-121473701KC0080A1B2C3D"
    assert machine_rows(text) == [
        ("59.A2", text[5:], None),
        ("59.A2.02", "00000101", None),
        ("59.A2.PO.1", "+31230416", "31.230416° N"),
        ("59.A2.PO.2", "-121473701", "121.473701° W"),
        ("59.A2.KC", "0A1B2C3D", None),
    ]
    south = [row for row in machine_rows("A2024PO019-00000001+000000000") if row[2] is not None]
    assert south == [
        ("59.A2.PO.1", "-00000001", "0.000001° S"),
        ("59.A2.PO.2", "+000000000", "0.000000° E"),
    ]


@pytest.mark.parametrize("inside", ["PO003abc", "PO019+99230416+121473701", "0203000000101", "not ours"])
def test_an_account_that_is_not_in_our_form_is_shown_whole(inside):
    assert machine_rows(f"A2{len(inside):03d}{inside}") == [("59.A2", inside, None)]


def test_the_remarks_of_an_answer_are_explained():
    vector = named("sale response 0210")
    message = decoded(vector).copy(reserved_data="CUP" + "发卡行说明".ljust(15) + "银联")
    rows = {row.field: row.value for row in describe(UNIONPAY_POS, UNIONPAY_POS.encode(message)).rows}
    assert (rows["63.1"], rows["63.2.1"], rows["63.2.2"]) == ("CUP", "发卡行说明", "银联")


def test_totals_of_payments_by_code_are_explained():
    message = Message("0510", stan="000001", terminal_information="QT031" + "000000000500001000000000100001" + "2")
    rows = {row.field: row for row in describe(UNIONPAY_POS, UNIONPAY_POS.encode(message)).rows}
    assert [rows[f"46.{place}"].value for place in (1, 2, 5)] == ["000000000500", "001", "2"]


def test_parameters_and_originals_are_explained():
    answer = decoded(named("IC parameter (AID) download response"))
    message = answer.copy(transaction_info="00000001360", extended_data=b"126018" + b"1")
    rows = {row.field: row for row in describe(UNIONPAY_POS, UNIONPAY_POS.encode(message)).rows}
    assert (rows["62.12"].value, rows["62.18"].label.zh) == ("60", "是否支持小费")
    reversal = decoded(named("CUPS-side")).copy(mti="0420", original="0200" + "0" * 38)
    rows = {row.field: row for row in describe(INTERBANK, INTERBANK.encode(reversal)).rows}
    assert rows["90.1"].value == "0200"


def test_a_broken_message_is_explained_as_far_as_it_goes():
    payload = payload_of(named("sale request 0200, magnetic"))
    for size in range(len(payload)):
        table = describe(UNIONPAY_POS, payload[:size])
        assert table.fault is not None
        assert all(row.offset + row.length <= size for row in table.rows)
    assert [row.field for row in describe(UNIONPAY_POS, payload[:40]).rows if row.level == 0][-2:] == ["25", "26"]
    assert describe(INTERBANK, b"").rows == []


def test_an_inside_that_cannot_be_read_leaves_the_field_whole():
    message = decoded(named("sale request 0200, magnetic")).copy(transaction_info="220", mac=None)
    rows = {row.field: row for row in describe(UNIONPAY_POS, UNIONPAY_POS.encode(message)).rows}
    assert rows["60"].value == "220"
    assert "60.1" not in rows
