"""Bytes changed on their way: one bit, or one field about money with the MAC left as it was."""

import json
from random import Random

import pytest

from countertop.iso8583 import INTERBANK, UNIONPAY_POS, InterbankHeader, Message
from countertop.simulation.alterations import dialect_of, forged, with_bit_turned
from countertop.simulation.run import Settings, simulate
from countertop.simulation.swarm import Swarm

ANSWER = UNIONPAY_POS.encode(
    Message(
        "0210",
        tpdu=bytes.fromhex("6000000003"),
        header="603100310001",
        processing_code="000000",
        amount="000000001250",
        stan="000123",
        rrn="606900000001",
        response_code="51",
        terminal_id="80000101",
        merchant_id="999290054110001",
        mac=b"12345678",
    )
)
ECHO = INTERBANK.encode(
    Message("0820", header=InterbankHeader("00010000", "99992900"), stan="000001", network_code="301")
)


def test_a_frame_tells_its_dialect():
    assert dialect_of(ANSWER) is UNIONPAY_POS
    assert dialect_of(ECHO) is INTERBANK


def test_exactly_one_bit_is_turned():
    for seed in range(20):
        turned = with_bit_turned(ANSWER, Random(seed))
        assert sum((one ^ other).bit_count() for one, other in zip(ANSWER, turned, strict=True)) == 1


def test_a_forger_changes_one_field_and_leaves_the_mac():
    changed = set()
    for seed in range(60):
        before, after = UNIONPAY_POS.decode(ANSWER), UNIONPAY_POS.decode(forged(ANSWER, Random(seed)))
        assert after.mac == before.mac
        different = {name for name, value in after.public_fields().items() if before.public_fields()[name] != value}
        assert len(different) <= 1
        changed |= different
    assert changed == {"processing_code", "amount", "stan", "rrn", "response_code"}


def test_what_has_no_mac_passes():
    assert forged(ECHO, Random(1)) == ECHO
    assert forged(b"nothing of ours", Random(1)) == b"nothing of ours"


def test_a_forger_changes_one_name_of_what_a_wallet_says():
    said = {"verb": "query", "state": "FAIL", "amount": 1250, "signature": "00"}
    frame = json.dumps(said).encode()
    changed = [json.loads(forged(frame, Random(seed))) for seed in range(20)]
    assert all(sum(said[name] != each[name] for name in said) <= 1 for each in changed)
    assert {each["state"] for each in changed} == {"FAIL", "SUCCESS", "REVERSED"}
    assert forged(b'{"verb":"code"}', Random(1)) == b'{"verb":"code"}'
    assert forged(b"{broken", Random(1)) == b"{broken"


@pytest.mark.parametrize("business", [{}, {"code": 200}])
def test_a_forger_on_every_line_moves_no_money(business):
    report = simulate(3, Settings(60, swarm=Swarm({"forge": 0.1, **business})))
    assert report.ok, report.findings
