"""Slips made again, at the terminal and at its host, of every kind: as they were printed, but for the duplicate mark."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from countertop.demo.people import DEMO_OPERATOR, DEMO_SUPERVISOR
from countertop.printing import VirtualPrinter
from countertop.runtime.desk_client import DeskClient
from countertop.runtime.premises import wallet_of
from countertop.slips.rows import TRANSACTION_ROWS
from countertop.terminal.kinds import KINDS
from countertop.words import CATALOGUE
from tests.end_to_end.processes import run, up
from tests.signature.signed import signature

SETTINGS = (
    *("asks_account=true", "small_amount_limit=1000", "no_signature_limit=5000", "transfers=true"),
    "electronic_signature=true",
)
DUPLICATE = CATALOGUE["slip.duplicate"]
OTHER_CARD = "6225000000000022"


class Shop:
    """The counter as a program uses it; keeps what was printed by voucher and copy."""

    def __init__(self, data):
        self.data = data
        self.card = wallet_of(data)["debit-east"]
        self.printed = {}
        self.kinds = {}
        self.batch = ""

    def do(self, verb, *, pin=None, code=None, **arguments):
        answers = {
            "ask.operator_number": DEMO_OPERATOR.operator,
            "ask.operator_password": DEMO_OPERATOR.password,
            "ask.supervisor_password": DEMO_SUPERVISOR.password,
            "ask.card": {"track2": self.card.track2.reveal()},
            "ask.confirm_card": True,
            "ask.pin": self.card.pin.reveal() if pin is None else pin,
            "ask.account": "credit",
            "ask.payment_code": code,
            "ask.print_next": True,
            "ask.signature": [signature()],
        }
        with DeskClient(self.data / "terminal") as desk:
            status, body = desk.request(verb, arguments, answers=answers, face=Nobody())
        assert status == 0, (verb, body)
        return body

    def pay(self, kind, **arguments):
        body = self.do(kind, **arguments)
        self.kinds[body["voucher_number"]] = body["kind"]
        self.printed[body["voucher_number"]] = body["slips"]
        self.batch = body["batch_number"]
        return body


class Nobody:
    def show(self, message, arguments):
        pass

    def print(self, copy, document):
        pass

    def ask(self, question, arguments, *, wrong):
        raise AssertionError(question)

    def told(self, kind, question):
        raise AssertionError(question)


def voice(data):
    return run("issuer", "voice-approve", "--card", "debit-east", "--amount", "30.00", "--json", data=data).json


def code_of(data):
    """Return a fresh payment code of a customer of the wallet."""
    return next(word for word in run("wallet-code", data=data).out.split() if word.isdigit() and len(word) == 18)


def a_day(shop):
    """One transaction of every kind that has a slip."""
    shop.pay("sale", amount="60.00")
    shop.pay("sale", amount="10.00")
    unsigned = shop.pay("sale", amount="50.00", pin="")
    shop.pay("void", voucher_number=unsigned["voucher_number"])
    sold = shop.pay("sale", amount="80.00")
    shop.pay("refund", amount="20.00", rrn=sold["rrn"], date=sold["date"])
    assert run("manage", "permit", "80000101", "transfer", "--by", "Li Na", data=shop.data).status == 0
    shop.pay("transfer", amount="12.00", target_pan=OTHER_CARD)
    for kind in ("completion", "completion_advice"):
        held = shop.pay("preauthorisation", amount="100.00")
        named = {"approval_code": held["approval_code"], "date": held["date"]}
        completed = shop.pay(kind, amount="90.00", **named)
        if kind == "completion":
            shop.pay("completion_void", voucher_number=completed["voucher_number"])
            shop.pay("preauthorisation_void", amount="100.00", **named)
    posted = shop.pay("offline_post", amount="30.00", approval_code=voice(shop.data)["approval_code"])
    shop.pay("adjustment", amount="25.00", voucher_number=posted["voucher_number"])
    shop.pay("tip_adjustment", amount="1.50", voucher_number=posted["voucher_number"])
    shop.do("send_stored")
    undone, repaid = (shop.pay("qr_sale", amount="6.00", code=code_of(shop.data)) for _ in range(2))
    shop.pay("qr_void", voucher_number=undone["voucher_number"])
    shop.pay("qr_refund", amount="2.00", rrn=repaid["rrn"], date=repaid["date"])


def forget_all_but_the_stores(data):
    """Delete whatever a house has written beside its stores: nothing that was ever rendered is needed again."""
    for path in data.rglob("*"):
        if path.is_file() and not path.name.startswith("store.sqlite") and path.suffix != ".toml":
            path.unlink()


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    data = tmp_path_factory.mktemp("shop") / "data"
    flags = [word for setting in SETTINGS for word in ("--set", f"terminal.settings.{setting}")]
    with up(data, *flags):
        shop = Shop(data)
        a_day(shop)
    forget_all_but_the_stores(data)
    with up(data, *flags):
        yield shop


def without_mark(lines):
    """Return a slip without the mark of a duplicate, which is there once."""
    marks = [line for line in lines if line.strip() in DUPLICATE]
    assert [mark.strip() for mark in marks] == list(DUPLICATE), lines
    return [line for line in lines if line not in marks]


def test_every_kind_with_a_slip_was_played(shop):
    assert set(shop.kinds.values()) == {kind.name for kind in KINDS.values() if kind.has_slip}


def test_every_line_of_a_slip_was_printed_somewhere(shop):
    printed = "".join(line for slips in shop.printed.values() for lines in slips.values() for line in lines)
    for row in TRANSACTION_ROWS:
        if row.label not in ("", "slip.duplicate", "slip.remark"):
            assert CATALOGUE[row.label][0] in printed, row.label
    assert f"{OTHER_CARD[:6]}******{OTHER_CARD[-4:]}" in printed
    assert OTHER_CARD not in printed
    assert "免密免签" in printed
    assert "无需签名" in printed


def test_the_terminal_makes_each_again_after_a_restart(shop):
    for voucher, slips in shop.printed.items():
        again = shop.do("slips", voucher_number=voucher, batch_number=shop.batch)["slips"]
        assert {copy: without_mark(lines) for copy, lines in again.items()} == slips, shop.kinds[voucher]


def test_the_host_makes_each_again_from_its_own_journal(shop):
    today = datetime.now(ZoneInfo("Asia/Shanghai")).strftime("%Y%m%d")
    with DeskClient(shop.data / "acquirer") as desk:
        status, body = desk.request("slips", {"terminal_id": "80000101", "date": today})
    assert status == 0, body
    again = {each["stan"]: each for each in body["slips"]}
    assert {voucher: each["kind"] for voucher, each in again.items()} == shop.kinds
    for voucher, each in again.items():
        assert without_mark(each["slip"]) == shop.printed[voucher]["merchant"], each["kind"]


def test_slips_are_written_as_printers_bytes_picture_and_pdf(shop, tmp_path):
    voucher = next(iter(shop.printed))
    files = {kind: tmp_path / f"slip.{kind}" for kind in ("escpos", "png", "pdf")}
    options = [word for kind, path in files.items() for word in (f"--{kind}", path)]
    done = run("slips", voucher, *options, "--language", "en", data=shop.data)
    assert (done.status, done.out.count("written to")) == (0, 3), done
    printer = VirtualPrinter(32)
    printer.print(files["escpos"].read_bytes())
    signed = CATALOGUE["slip.signed_on_pad"][0]
    printed = [[row.text() if row.picture is None else signed for row in sheet.rows] for sheet in printer.torn_off]
    assert [signed in sheet for sheet in printed] == [True, False]
    for copy, sheet in zip(("merchant", "cardholder"), printed, strict=True):
        lines = shop.printed[voucher][copy]
        assert without_mark(sheet)[: len(lines)] == lines
    assert files["png"].read_bytes().startswith(b"\x89PNG")
    assert files["pdf"].read_bytes().startswith(b"%PDF")


def test_a_slip_that_is_not_there_or_has_no_place_is_told(shop, tmp_path):
    assert run("slips", "999999", "--png", tmp_path / "slip.png", data=shop.data).status == 12
    silent = run("slips", next(iter(shop.printed)), "--printer", "tcp:127.0.0.1:1", "--language", "en", data=shop.data)
    assert (silent.status, "no printer at tcp:127.0.0.1:1" in silent.err) == (1, True), silent
    assert run("slips", next(iter(shop.printed)), "--printer", f"file:{tmp_path}/lp0", data=shop.data).status == 0
    assert (tmp_path / "lp0").read_bytes().startswith(b"\x1b@")
    nowhere = run("slips", next(iter(shop.printed)), "--png", tmp_path / "no" / "slip.png", data=shop.data)
    assert (nowhere.status, "slip.png" in nowhere.err) == (1, True), nowhere
