"""Signing on the pad: asked after an approval, kept encrypted, printed, told to the host until it answers, forgotten."""

from contextlib import suppress

import pytest

from countertop.codec.tlv import read
from countertop.signature import bears, expand, read_strokes, transaction_code
from countertop.stage import Cancelled, NobodyAnswered, PersonGone
from countertop.terminal.management.parameters import apply
from countertop.terminal.signing.tables import SIGNATURE_OF
from tests.playbook import PowerCut
from tests.signature.signed import signature
from tests.terminal.counter import TERMINAL, open_counter, with_settings
from tests.terminal.management.test_staffing import SealingHost
from tests.terminal.settlement.batch_host import BatchHost

SETTINGS = {"electronic_signature": True}
STROKES = read_strokes(signature())
SPOT = read_strokes([[[5, 5]]])
INKY = read_strokes(signature() + signature(points=7))


def opened(**settings):
    counter = open_counter(**SETTINGS, **settings)
    counter.host = SealingHost(counter.host)
    BatchHost(counter.host)
    counter.say["ask.signature"] = STROKES
    counter.do("sign_in")
    return counter


@pytest.fixture
def counter():
    return opened()


def sell(counter, **arguments):
    status, body = counter.do("sale", amount=1250, **arguments)
    assert status == 0, body
    return body


def uploads(counter):
    return [message for message in counter.heard("0820") if message.transaction_info[8:11] == "800"]


def merchant_copy(counter):
    return next(paper.document for paper in reversed(counter.papers) if paper.copy == "merchant")


def pictures(slip):
    return [row.picture for row in slip.rows(48) if row.picture is not None]


def kept(counter, stan):
    return counter.rows(SIGNATURE_OF, TERMINAL, "000001", stan)


def test_a_sale_is_signed_printed_and_told(counter):
    body = sell(counter)
    (sent,) = uploads(counter)
    code = transaction_code("0715", body["rrn"], body["voucher_number"], 1250)
    picture = expand(sent.extended_data)

    assert bears(picture, code)
    assert picture.covers(pictures(merchant_copy(counter))[0])
    assert (sent.stan, sent.rrn, sent.amount) == (body["voucher_number"], body["rrn"], "000000001250")
    assert (sent.settlement_date, sent.transaction_info) == ("0715", "07000001800")
    assert sent.mac is not None
    told = read(sent.icc_data)
    assert (told["FF00"].decode("gbk"), told["FF01"].decode("gbk"), told["FF07"]) == ("样例鲜生超市", "消费", b"A00001")
    assert counter.do("transactions")[1]["signatures"] == {sent.stan: "sent"}
    assert counter.do("status")[1]["signatures_waiting"] == []


def test_the_slip_shows_it_in_place_of_the_line(counter):
    sell(counter)
    merchant, cardholder = (paper.document for paper in counter.papers)

    assert "[已电子签名]" in merchant.text(48)
    assert "_" * 48 not in merchant.text(48)
    assert pictures(merchant)[0].width == 474
    assert [row.picture.width for row in merchant.rows(32) if row.picture is not None] == [237]
    assert pictures(cardholder) == []


def test_it_is_printed_again_and_rests_encrypted(counter):
    voucher = sell(counter)["voucher_number"]
    picture = pictures(merchant_copy(counter))
    (row,) = kept(counter, voucher)
    assert uploads(counter)[0].extended_data.hex() not in row["signature_cipher"].encode().hex()

    counter = counter.crashed()
    counter.start()
    counter.do("slips", voucher_number=voucher, copies="merchant")
    assert pictures(merchant_copy(counter)) == picture


@pytest.mark.parametrize(
    ("settings", "answers"),
    [
        ({}, {"ask.signature": None}),
        ({}, {"ask.signature": Cancelled()}),
        ({}, {"ask.signature": NobodyAnswered()}),
        ({}, {"ask.signature": PersonGone()}),
        ({}, {"ask.signature": [SPOT, INKY, SPOT]}),
        ({"paper_signature": False}, {"ask.signature": [Cancelled()] * 3}),
        ({"small_amount_limit": 2000}, {"ask.signature": STROKES}),
    ],
    ids=["paper", "cancelled", "nobody", "gone", "never right", "never", "small amount"],
)
def test_who_does_not_sign_there_has_paid_all_the_same(settings, answers):
    counter = opened(**settings)
    counter.say.update(answers)
    body = sell(counter)

    assert pictures(merchant_copy(counter)) == []
    assert uploads(counter) == []
    assert kept(counter, body["voucher_number"]) == []


@pytest.mark.parametrize(
    ("wrong", "told"),
    [(SPOT, "screen.signature_empty"), (INKY, "screen.signature_too_large")],
)
def test_too_little_or_too_much_ink_is_signed_again(counter, wrong, told):
    counter.say["ask.signature"] = [wrong, STROKES]
    sell(counter)

    assert told in counter.shown()
    assert len(uploads(counter)) == 1


def test_it_is_never_asked_unless_that_is_switched_on():
    counter = open_counter()
    counter.do("sign_in")
    counter.say["ask.signature"] = AssertionError
    sell(counter)

    assert "_" * 32 in counter.papers[0].document.text(32)


def test_the_host_switches_it_on_by_a_parameter():
    counter = open_counter()
    assert counter.machine.settings.electronic_signature is False
    apply(counter.machine, {"electronic_signature": "1", "paper_signature": "0"})
    assert counter.machine.settings.electronic_signature is True
    assert counter.machine.settings.paper_signature is False


class DeafHost(SealingHost):
    """A host that does not answer uploads while it `is_deaf`."""

    is_deaf = True

    def answer(self, payload):
        answer = super().answer(payload)
        return None if self.is_deaf and self.heard[-1].mti == "0820" else answer


def test_silence_leaves_it_for_later_and_holds_the_next_sale_up_for_seconds(counter):
    counter.host = DeafHost(counter.host)
    counter.do("sign_in")
    sell(counter)
    begun = counter.monotonic
    counter.do("sale", amount=300)
    while len(counter.heard("0200")) < 2:
        counter.wait(1)

    assert counter.monotonic - begun <= 6_000_000
    assert list(counter.states().values()) == ["completed", "completed"]
    counter.host.is_deaf = False
    counter.wait(70)
    assert [message.amount for message in uploads(counter)] == [f"{amount:012d}" for amount in (1250, 1250, 300)]
    assert counter.do("status")[1]["signatures_waiting"] == []


def test_an_upload_that_was_cut_off_leaves_again_after_a_restart(counter):
    counter.host.refusal = "96"
    sell(counter)
    assert len(uploads(counter)) == 1
    assert counter.do("status")[1]["signatures_waiting"] == ["000002"]

    counter.host.refusal = "00"
    counter = counter.crashed()
    counter.start()
    counter.wait(1)
    assert [message.stan for message in uploads(counter)] == ["000002", "000002"]
    assert uploads(counter)[0].extended_data == uploads(counter)[1].extended_data
    assert counter.do("status")[1]["signatures_waiting"] == []


@pytest.mark.parametrize("code", ["12", "25", "30", "94"])
def test_what_the_host_refuses_for_good_is_sent_no_more(counter, code):
    counter.host.refusal = code
    sell(counter)
    counter.wait(200)

    assert len(uploads(counter)) == 1
    assert counter.do("transactions")[1]["signatures"] == {"000002": "failed"}
    assert "terminal.signature_refused" in [note.message for note in counter.notes]
    counter.do("settle")
    assert kept(counter, "000002")[0]["signature_cipher"]


def test_an_answer_that_is_not_the_hosts_ends_nothing(counter):
    counter.host.spoil = lambda _: setattr(counter.host, "break_mac", bool(uploads(counter)))
    sell(counter)

    assert counter.do("transactions")[1]["signatures"] == {"000002": "waiting"}


def test_a_settlement_tries_once_more_and_then_goes_on(counter):
    counter.host.refusal = "96"
    sell(counter)
    status, body = counter.do("settle")

    assert status == 0, body
    assert len(uploads(counter)) == 2
    assert uploads(counter)[1].transaction_info == "07000001800"


def test_once_told_and_settled_the_terminal_holds_it_no_longer(counter):
    voucher = sell(counter)["voucher_number"]
    counter.do("settle")
    (row,) = kept(counter, voucher)

    assert row["signature_cipher"] == ""
    counter.do("slips", voucher_number=voucher, batch_number="000001", copies="merchant")
    assert pictures(merchant_copy(counter)) == []


def test_one_told_after_its_batch_was_closed_is_forgotten_then(counter):
    counter.host.refusal = "96"
    voucher = sell(counter)["voucher_number"]
    counter.do("settle")
    assert kept(counter, voucher)[0]["signature_cipher"]
    counter.host.refusal = "00"
    counter.wait(130)

    assert uploads(counter)[-1].transaction_info == "07000001800"
    assert kept(counter, voucher)[0]["signature_cipher"] == ""


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("write", range(1, 5))
def test_wherever_the_power_goes_the_sale_stands_and_one_picture_is_told(write, after):
    counter = opened()
    counter.writes, counter.cut_at, counter.cut_after = 0, write, after
    with suppress(PowerCut):
        counter.do("sale", amount=1250)
    again = counter.crashed(build=with_settings(**SETTINGS))
    again.start()
    again.wait(130)

    assert len({message.extended_data for message in uploads(again)}) <= 1
    assert "waiting" not in again.do("transactions")[1]["signatures"].values()
    was_signed = bool(kept(again, "000002"))
    assert was_signed is ((write, after) >= (3, True))
