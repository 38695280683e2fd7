"""Slips: golden texts of each kind on both papers and in each writing; columns are counted, not characters."""

from pathlib import Path

import pytest

from countertop.slips import Writing, width_of
from countertop.slips.facts import entry_letter
from countertop.values import Pan
from tests.terminal.counter import NUMBER, open_counter
from tests.terminal.test_refund import unknown_refund
from tests.terminal.test_reversal import unknown_sale
from tests.terminal.test_sale import signed_in

TARGET = "6224240000000009"
GOLDEN = Path(__file__).parent / "golden"


def slips():
    """One slip of each kind."""
    counter = open_counter()
    counter.host.spoil = lambda answer: setattr(answer, "reserved_data", f"CUP{'谢谢惠顾':<20}")
    counter.do("sale")
    counter.do("void", voucher_number="2")
    counter.do("slips", voucher_number="2", copies="merchant")
    sale, cardholder, void, _, duplicate = (paper.document for paper in counter.papers)
    failing = signed_in()
    unknown_sale(failing)
    failing.wait(200)
    return {
        "sale-merchant": sale,
        "sale-cardholder": cardholder,
        "void-merchant": void,
        "duplicate": duplicate,
        "reversal-failure": failing.papers[0].document,
        **later_slips(),
        **transfer_slips(),
    }


def later_slips():
    """One slip of each form that the other kinds have."""
    counter = signed_in(small_amount_limit=1000)
    held = {"approval_code": "A00001", "date": "2024-07-01"}
    counter.do("refund", amount=500, rrn="000000000001", date="0701")
    counter.do("completion", amount=10000, **held)
    counter.do("sale", amount=1000)
    counter.do("offline_post", amount=1000, approval_code="V00001")
    counter.do("tip_adjustment", voucher_number="5", amount=100)
    first = [paper.document for paper in counter.papers if paper.copy == "merchant"]
    counter.host.codes["0220"] = "01"
    counter.do("send_stored")
    refused = next(paper.document for paper in counter.papers if paper.copy == "refused")
    silent = signed_in()
    unknown_refund(silent)
    silent.wait(200)
    names = ("refund", "completion", "small-sale", "offline-post", "tip")
    return {
        **dict(zip(names, first, strict=True)),
        "upload-refused": refused,
        "repeat-failure": silent.papers[0].document,
    }


def transfer_slips():
    """Both copies of a transfer to another card."""
    counter = signed_in(transfers=True)
    counter.do("transfer", amount=10_050, target_pan=Pan(TARGET))
    return {f"transfer-{paper.copy}": paper.document for paper in counter.papers}


SLIPS = slips()
LAYOUTS = [(32, Writing.BOTH), (48, Writing.BOTH), (32, Writing.CHINESE), (32, Writing.ENGLISH)]


@pytest.mark.parametrize(("columns", "writing"), LAYOUTS, ids=lambda part: getattr(part, "value", part))
@pytest.mark.parametrize("kind", SLIPS)
def test_the_paper_is_as_it_was(kind, columns, writing):
    text = "\n".join(SLIPS[kind].text(columns, writing)) + "\n"
    assert text == (GOLDEN / f"{kind}-{columns}-{writing.value}.txt").read_text("utf-8")


@pytest.mark.parametrize("columns", [32, 48])
@pytest.mark.parametrize("writing", Writing)
@pytest.mark.parametrize("kind", SLIPS)
def test_no_line_is_wider_than_the_paper(kind, columns, writing):
    assert max(map(width_of, SLIPS[kind].text(columns, writing))) <= columns


def test_a_chinese_character_takes_two_columns():
    assert (width_of("POS签购单"), width_of("RMB 12.50"), width_of("：")) == (9, 9, 2)


@pytest.mark.parametrize("kind", SLIPS)
def test_a_slip_never_shows_the_whole_number(kind):
    assert NUMBER not in str(SLIPS[kind])
    assert "622500******0014" in str(SLIPS[kind])


TRANSFER = [
    ("商户名", "MERCHANT NAME", "样例鲜生超市", "Demo Fresh Mart"),
    ("商户编号", "MERCHANT NO", "999290054110001", "999290054110001"),
    ("终端号", "TERMINAL NO", "80000101", "80000101"),
    ("操作员号", "OPERATOR NO", "01", "01"),
    ("收单行", "ACQUIRER", "99992900", "99992900"),
    ("发卡行", "ISSUER", "99010001", "99010001"),
    ("卡号", "CARD NO", "622500******0014/S", "622500******0014/S"),
    ("转入卡号", "TO CARD", "622424******0009", "622424******0009"),
    ("交易类别", "TRANS TYPE", "转账", "TRANSFER"),
    ("批次号", "BATCH NO", "000001", "000001"),
    ("凭证号", "VOUCHER NO", "000002", "000002"),
    ("授权码", "AUTH NO", "A00001", "A00001"),
    ("参考号", "REFER NO", "000000000001", "000000000001"),
    ("日期/时间", "DATE/TIME", "2024/07/15 10:01:02", "2024/07/15 10:01:02"),
    ("交易金额", "AMOUNT", "RMB 100.50", "RMB 100.50"),
]
"""What stands on a transfer's slip, in order: the label and the value, in Chinese and in English."""


@pytest.mark.parametrize("columns", [32, 48])
@pytest.mark.parametrize("copy", ["merchant", "cardholder"])
@pytest.mark.parametrize("place", [0, 1], ids=["zh", "en"])
def test_a_transfer_names_both_cards_and_shows_neither_whole(copy, place, columns):
    lines = SLIPS[f"transfer-{copy}"].text(columns, [Writing.CHINESE, Writing.ENGLISH][place])
    pairs = [[part.strip() for part in line.partition(":")[::2]] for line in lines]
    assert [pair for pair in pairs if pair[0] in {row[place] for row in TRANSFER}] == [
        [row[place], row[place + 2]] for row in TRANSFER
    ]
    copies = {"merchant": ("商户存根", "MERCHANT COPY"), "cardholder": ("持卡人存根", "CARDHOLDER COPY")}
    assert {line.strip() for line in lines} & {each[place] for each in copies.values()} == {copies[copy][place]}
    told = "".join("".join(lines).split())
    assert (("持卡人签名", "CARDHOLDERSIGNATURE")[place] in told) is (copy == "merchant")
    assert ("同意将其记入本卡账户", "IACKNOWLEDGE")[place] in told
    assert TARGET not in told


def test_only_the_merchants_copy_has_room_to_sign():
    assert "SIGNATURE" in str(SLIPS["sale-merchant"])
    assert "SIGNATURE" not in str(SLIPS["sale-cardholder"])


def test_the_demonstrations_mark_is_a_setting():
    counter = open_counter(demo=False)
    text = str(counter.do("sale")[1]["slips"]["merchant"])
    assert "DEMO" not in text
    assert "演示" not in text
    assert "演示" in str(SLIPS["sale-merchant"])


def test_the_shop_chooses_paper_and_language():
    counter = open_counter(slip_columns=48, slip_english=False)
    counter.do("sale")
    slip = counter.papers[0].document
    assert (slip.columns, slip.script) == (48, Writing.CHINESE)
    assert "MERCHANT" not in str(slip)
    assert open_counter(slip_chinese=False).do("sale")[1]["slips"]["merchant"].text()[0].strip() == "*** DEMO ***"


@pytest.mark.parametrize(
    ("mode", "letter"), [("021", "S"), ("012", "M"), ("051", "I"), ("072", "C"), ("032", "N"), ("", "N")]
)
def test_the_letter_tells_how_the_number_was_obtained(mode, letter):
    assert entry_letter(mode) == letter


def test_a_slip_that_nobody_reads_costs_nothing(monkeypatch):
    counter = signed_in()
    read = []
    monkeypatch.setattr("countertop.slips.document.CATALOGUE", {})
    monkeypatch.setattr("countertop.slips.facts.CATALOGUE", _Listening(read))
    body = counter.do("sale")[1]
    assert read == []
    with pytest.raises(KeyError):
        body["slips"]["merchant"].text()
    assert read == ["slip.kind_sale"]


class _Listening(dict):
    def __init__(self, read):
        self.read = read

    def __missing__(self, name):
        self.read.append(name)
        raise KeyError(name)
