"""Fields with an inside: what is read is written back, and what breaks the layout is refused by field and place."""

import contextlib
import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countertop.iso8583.errors import SubfieldError
from countertop.iso8583.private import (
    KEY_BLOCKS,
    PARAMETERS,
    AdditionalResponse,
    Balance,
    BlacklistPage,
    InterbankInfo,
    ListPage,
    OriginalInfo,
    ReservedData,
    SecurityControl,
    SettlementTotals,
    SideTotals,
    StaffChange,
    TerminalIdentity,
    TransactionInfo,
    UploadDetail,
    read_code_records,
    read_parameters,
    read_status,
    read_tagged,
    read_upload_details,
    read_whereabouts,
    totals_fields,
    write_code_records,
    write_parameters,
    write_status,
    write_tagged,
    write_upload_details,
)
from countertop.iso8583.private.transaction import ORIGINAL_DATA
from countertop.values import Pan
from tests.iso8583.published import MESSAGES, named

LAID_OUT = {53: SecurityControl, 60: TransactionInfo, 61: OriginalInfo, 44: AdditionalResponse}


@pytest.mark.parametrize(
    ("number", "text"),
    sorted(
        {
            (n, v["fields"][str(n)])
            for v in MESSAGES
            for n in LAID_OUT
            if str(n) in v["fields"] and "h4_dest" not in v["fields"]
        }
    ),
)
def test_every_published_value_is_read_and_written_back(number, text):
    assert LAID_OUT[number].read(text).text() == text


def test_a_transaction_is_named_by_its_parts():
    info = TransactionInfo.read("22000001000600065")
    assert dataclasses.astuple(info) == ("22", "000001", "000", "6", "0", "0", "065")
    assert TransactionInfo("00", "000001", "301").text() == "00000001301"
    assert TransactionInfo("22", "000001").text() == "22000001"


@pytest.mark.parametrize(
    ("made", "reason"),
    [
        (TransactionInfo("22", "000001", None, "6"), "60.3 is missing before 60.4"),
        (TransactionInfo("22", "1"), "60.2 takes 6 digits"),
        (TransactionInfo("2²", "000001"), "60.1 takes 2 digits"),
        (TransactionInfo("22", "000001", "000", "6"), "no accepted length"),
        (OriginalInfo("000001", "000001", None, "00"), "61.3 is missing"),
        (SecurityControl(pin_format="A"), "53.1 takes 1 digits"),
    ],
)
def test_parts_that_do_not_fit_are_refused(made, reason):
    with pytest.raises(SubfieldError, match=reason):
        made.text()


@given(st.text(max_size=40))
def test_any_text_is_a_field_or_the_one_error(text):
    for read in (
        *(kind.read for kind in LAID_OUT.values()),
        *(InterbankInfo.read, SettlementTotals.read, Balance.read, ReservedData.read, ORIGINAL_DATA.cut),
        *(read_code_records, read_tagged, read_upload_details, read_whereabouts),
    ):
        with contextlib.suppress(SubfieldError):
            read(text)


@given(st.binary(max_size=60))
def test_any_bytes_are_a_field_62_or_the_one_error(data):
    readers = (TerminalIdentity.read, ListPage.read, BlacklistPage.read, StaffChange.read)
    for read in (*readers, read_status, read_parameters):
        with contextlib.suppress(SubfieldError):
            read(data)


def test_settlement_totals_are_amounts_in_fen():
    totals = SettlementTotals.read(named("batch settlement response 0510, domestic")["fields"]["48"])
    assert totals.domestic.result == "2"
    assert totals.text() == named("batch settlement response 0510, domestic")["fields"]["48"]
    made = SettlementTotals(SideTotals(100, 1, 50, 2), SideTotals(result="1"))
    assert SettlementTotals.read(made.text()) == made
    assert made.domestic.agrees_with(SideTotals(100, 1, 50, 2, "2"))
    assert not made.domestic.agrees_with(SideTotals(100, 1, 50, 3))


def test_totals_of_payments_by_code_go_in_field_46():
    made = SettlementTotals(SideTotals(100, 1), SideTotals(), SideTotals(5, 1, 2, 1, "2"))
    assert SettlementTotals.read(made.text()) == made
    cards, codes = totals_fields(made.text())
    assert (len(cards), codes) == (62, "QT0310000000000050010000000000020012")
    assert SettlementTotals.told(cards, codes) == made
    assert SettlementTotals.told(cards, "OP00201").codes is None
    assert totals_fields(cards) == (cards, None)
    assert SettlementTotals.told(cards, codes[:-1]).codes is None  # of another form, so it tells nothing
    for wrong in ((cards, "QT00212"), (made.text(), None), ("", codes)):
        with pytest.raises(SubfieldError):
            SettlementTotals.told(*wrong)


@pytest.mark.parametrize("side", [SideTotals(10**12), SideTotals(0, 1000), SideTotals(-1), SideTotals(result="")])
def test_totals_too_large_for_their_place_are_refused(side):
    with pytest.raises(SubfieldError):
        SettlementTotals(side, SideTotals()).text()


def test_upload_details_are_read_and_written_back():
    text = named("batch upload of magnetic")["fields"]["48"]
    details = read_upload_details(text)
    assert [(detail.stan, detail.amount) for detail in details] == [("000101", 10000), ("000106", 110000)]
    assert details[0].pan == Pan("6200000000000013")
    assert "6200000000000013" not in repr(details)
    assert write_upload_details(details) == text


@pytest.mark.parametrize("text", ["", "1", "09" + "0" * 360, "02" + "0" * 40, "01" + "A" * 40, "²²"])
def test_details_that_do_not_add_up_are_refused(text):
    with pytest.raises(SubfieldError):
        read_upload_details(text)


def test_more_than_eight_details_do_not_fit():
    with pytest.raises(SubfieldError, match="at most 8"):
        write_upload_details([UploadDetail("00", "000001", Pan("62"), 1)] * 9)


def test_a_balance_has_a_sign():
    assert Balance.read("1002156C000000012345") == Balance(12345, "10")
    assert Balance(-5).text() == "0002156D000000000005"
    assert Balance.read(Balance(-5).text()).minor == -5
    for text in ("1002156X000000012345", "1002156C00000001234", "1002156C00000001234A"):
        with pytest.raises(SubfieldError):
            Balance.read(text)
    with pytest.raises(SubfieldError):
        Balance(10**12).text()


def test_institutions_of_an_answer_are_filled_with_spaces():
    assert AdditionalResponse("90310000", "03025840").text() == "90310000   03025840   "


def test_remarks_are_measured_in_bytes():
    remarks = ReservedData("CUP", issuer="发卡行说明", terminal="请保留签购单")
    assert ReservedData.read(remarks.text()) == remarks
    assert len(remarks.text().encode("gbk")) == 3 + 60 + 12
    assert ReservedData.read("CUP") == ReservedData("CUP")
    assert ReservedData("01").text() == "01 "
    for wrong in (ReservedData("CUPS"), ReservedData("CUP", issuer="店" * 11), ReservedData("CUP", issuer="🂡")):
        with pytest.raises(SubfieldError):
            wrong.text()
    for text in ("", "CUP" + "1" * 121, "CUP" + "1" * 19 + "店"):
        with pytest.raises(SubfieldError):
            ReservedData.read(text)


def test_records_are_tagged_and_measured():
    records = {"A3": "6211111111111111111", "A4": ""}
    assert read_code_records(write_code_records(records)) == records
    assert write_tagged("AS", {"ON": "12"}) == "ASON00212"
    assert read_tagged("ASON00212") == ("AS", {"ON": "12"})
    for text in ("A3", "A30", "A3019", "A3-01x", "A3001xA3001y", "A3０01x"):
        with pytest.raises(SubfieldError):
            read_code_records(text)
    for wrong in ({"A": "1"}, {"A3": "1" * 1000}):
        with pytest.raises(SubfieldError):
            write_code_records(wrong)
    with pytest.raises(SubfieldError):
        write_tagged("A", {})
    with pytest.raises(SubfieldError):
        read_tagged("A")


def test_interbank_info_has_the_published_parts():
    info = InterbankInfo.read(named("CUPS-side")["fields"]["60"])
    assert (info.capability, info.terminal_type, info.extension) == ("6", "03", "000000012000")
    assert info.text() == named("CUPS-side")["fields"]["60"]
    assert len(InterbankInfo().text()) == 15


def test_a_terminal_names_itself_in_its_sign_in():
    data = bytes.fromhex(named("sign-in request, double-length (60.3=003), with")["fields"]["62"])
    identity = TerminalIdentity.read(data)
    assert identity == TerminalIdentity("3060", "99999906")
    assert identity.data() == data
    for wrong in (b"", b"Sequence No", b"Sequence No1x3060", b"Sequence No1230609999990", b"Sequence No03306"):
        with pytest.raises(SubfieldError):
            TerminalIdentity.read(wrong)
    for wrong in (TerminalIdentity("306", "1"), TerminalIdentity("3060", "1" * 96), TerminalIdentity("店铺", "1")):
        with pytest.raises(SubfieldError):
            wrong.data()


def test_key_blocks_are_filled_to_their_length():
    for size, places in KEY_BLOCKS.items():
        at = 0
        for place in places:
            assert place.offset == at
            at += place.size + place.check_size
        assert at == size
        assert [place.usage for place in places] == ["tpk", "tak", "tdk"][: len(places)]


def test_status_and_lists():
    assert read_status(b"011021031041050") == {"01": True, "02": True, "03": True, "04": True, "05": False}
    assert write_status({"02": False, "01": True}) == b"011020"
    for wrong in (b"01", b"061", b"012", b"\xb2\xb2\xb2"):
        with pytest.raises(SubfieldError):
            read_status(wrong)
    with pytest.raises(SubfieldError, match="06"):
        write_status({"06": True})


def test_a_list_page_groups_its_entries():
    data = bytes.fromhex(named("CA public-key list response")["fields"]["62"])
    page = ListPage.read(data)
    assert page.flag == "1"
    assert page.data() == data
    assert len(page.entries()) == 5
    assert page.entries()[0] == {"9F06": bytes.fromhex("A000000003"), "9F22": b"\x09", "DF05": b"20161231"}
    assert ListPage.read(b"0").entries() == []
    with pytest.raises(SubfieldError) as caught:
        ListPage.read(b"19F06")
    assert caught.value.field == 62
    with pytest.raises(SubfieldError):
        ListPage.read(b"9")


def test_a_bin_list_is_read_and_written_back():
    page = BlacklistPage("2", 12, ["622500", "62"])
    assert page.data() == b"20120662250002" + b"62"
    assert BlacklistPage.read(page.data()) == page
    for wrong in (b"", b"3001", b"1001066225", b"10010", b"1001\xb2"):
        with pytest.raises(SubfieldError):
            BlacklistPage.read(wrong)


def test_parameters_have_names_and_widths():
    values = {"timeout_seconds": "60", "merchant_name": "示例商店", "tip_allowed": "0", "phone_1": "02112345678"}
    data = write_parameters(values)
    assert data.startswith(b"126014")
    assert read_parameters(data) == values
    assert [row.tag for row in PARAMETERS.values()] == sorted(row.tag for row in PARAMETERS.values())
    for wrong in ({"timeout_seconds": "6"}, {"timeout_seconds": "6x"}, {"merchant_name": "店" * 21}, {"nothing": ""}):
        with pytest.raises(SubfieldError):
            write_parameters(wrong)
    for wrong in (b"99", b"126", b"12601260", b"126x", b"22" + b"\xff" * 40):
        with pytest.raises(SubfieldError):
            read_parameters(wrong)
