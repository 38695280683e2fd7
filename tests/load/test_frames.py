"""The benchmark's terminals send what a host must take, and notice answers that are not right."""

import os

import pytest

from benchmarks.rig import NETWORK_CODE, PIN, pan
from benchmarks.terminal_clients.frames import SAMPLE, Answers, Sales, Verdicts
from countertop.crypto.des import des_cipher
from countertop.crypto.macs import MacKey
from countertop.crypto.pin_blocks import decode_format_0
from countertop.crypto.tracks import decrypt_track
from countertop.crypto.working_keys import build_working_keys
from countertop.iso8583 import UNIONPAY_POS, Message
from countertop.values import Pan

TMK = os.urandom(16)
KEYS = {"TPK": os.urandom(16), "TAK": os.urandom(8), "TDK": os.urandom(16)}
MAC = MacKey(des_cipher(KEYS["TAK"])).unionpay_ecb


@pytest.fixture
def sales():
    signed_in = Message(
        "0810",
        response_code="00",
        transaction_info=f"00000007{NETWORK_CODE}",
        extended_data=build_working_keys(TMK, NETWORK_CODE, KEYS),
    )
    return Sales("81000001", 3, TMK, signed_in)


def answer(sales, stan, code="00", rrn=None, mac=MAC):
    request = UNIONPAY_POS.decode(sales.frame(stan)[2:])
    told = request.copy(
        mti="0210",
        track2=None,
        pin_block=None,
        pin_length=None,
        pan=Pan(pan(3)),
        rrn=rrn or f"{stan:012d}",
        response_code=code,
        approval_code="123456" if code == "00" else None,
    )
    payload, covered = UNIONPAY_POS.seal_parts(told)
    return UNIONPAY_POS.sealed(payload, mac(covered))


def test_every_sale_has_its_own_stan_and_mac_and_the_cards_track_and_pin(sales):
    for stan in (1, 12, 999_999):
        frame = sales.frame(stan)
        assert int.from_bytes(frame[:2], "big") == len(frame) - 2
        sale = UNIONPAY_POS.decode(frame[2:])
        assert (sale.stan, sale.transaction_info[2:8]) == (f"{stan:06d}", "000007")
        assert MAC(sale.mac_input) == sale.mac
        assert decrypt_track(des_cipher(KEYS["TDK"]), sale.track2.reveal()).startswith(f"{pan(3)}D")
        block = des_cipher(KEYS["TPK"]).decrypt(sale.pin_block.reveal())
        assert decode_format_0(block, Pan(pan(3))).reveal() == PIN


def test_right_answers_are_counted_by_code_and_a_sample_has_its_mac_verified(sales):
    verdicts = Verdicts()
    answers = Answers(sales, verdicts)
    for stan in range(1, 2 * SAMPLE + 1):
        answers.check(answer(sales, stan, "51" if stan % 4 == 0 else "00"), stan)
    assert dict(verdicts.codes) == {"00": 24, "51": 8}
    assert (verdicts.wrong.total(), verdicts.macs_verified) == (0, 2)


@pytest.mark.parametrize(
    ("spoilt", "kind"),
    [
        (lambda sales: answer(sales, 9), "not the answer to the request"),
        (lambda sales: answer(sales, 2, rrn=f"{1:012d}"), "reference number given twice"),
        (lambda sales: answer(sales, 2, mac=lambda _: b"00000000"), "MAC"),
        (lambda sales: answer(sales, 2).replace(b"\x02\x10", b"\x04\x10", 1), "without what an answer to a sale has"),
    ],
    ids=["another's", "repeated", "mac", "kind"],
)
def test_an_answer_that_is_not_right_is_noticed(sales, spoilt, kind):
    verdicts = Verdicts()
    verdicts.rrns = {f"{number:012d}".encode() for number in range(100, 100 + SAMPLE - 1)}
    answers = Answers(sales, verdicts)
    answers.check(answer(sales, 1), 1)
    answers.check(spoilt(sales), 2)
    assert [what for what in verdicts.wrong if kind in what], verdicts.wrong
