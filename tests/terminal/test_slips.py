"""Slips: golden texts of each kind on both papers and in each writing; columns are counted, not characters."""

from pathlib import Path

import pytest

from countertop.slips import Writing, width_of
from countertop.slips.facts import entry_letter
from tests.terminal.counter import NUMBER, open_counter
from tests.terminal.test_refund import unknown_refund
from tests.terminal.test_reversal import unknown_sale
from tests.terminal.test_sale import signed_in

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
