"""A client that knows another terminal's number and batch, against a real host: it closes nothing and uploads nothing."""

import os

import pytest

from countertop.demo.people import MERCHANT
from countertop.hsm import MakeMac
from countertop.iso8583 import UNIONPAY_POS, Message
from countertop.iso8583.private import SettlementTotals, SideTotals, UploadDetail, write_upload_details
from countertop.runtime.desk_client import DeskClient
from countertop.simulation.forgeries import HEADER, TPDU
from countertop.values import Pan


@pytest.fixture
def thief(house):
    with house.thief(0) as thief:
        yield thief.sign_in()


@pytest.fixture
def victim(house):
    """Another terminal, whose batch holds a sale."""
    with house.thief(1) as victim:
        victim.sign_in()
        victim.bought = victim.buy(1000, house.cards[5])
        yield victim


@pytest.fixture(autouse=True, scope="module")
def books_agree(house):
    yield
    house.still_works()


def told(victim, mti, code, **fields):
    """Build a message about the victim's batch."""
    place = {"terminal_id": victim.counter.terminal_id, "merchant_id": MERCHANT.merchant_id}
    info = f"00{victim.counter.batch_number}{code}"
    return Message(mti, tpdu=TPDU, header=HEADER, stan=victim.next_stan(), transaction_info=info, **place, **fields)


def story(victim):
    """The messages that would close the victim's batch, with a sale of the thief's own among its details."""
    totals = SettlementTotals(SideTotals(991_000, 2), SideTotals()).text()
    lies = [UploadDetail("00", "777777", Pan("6225000000000014"), 990_000)]
    advice = {
        "pan": Pan("6225000000000014"),
        "processing_code": "200000",
        "amount": "000000990000",
        "entry_mode": "012",
        "condition_code": "00",
        "currency": "156",
        "rrn": "000000000001",
        "original_info": f"{victim.counter.batch_number}0000010101",
        "reserved_data": "000",
    }
    return [
        told(victim, "0500", "201", private_data=totals, currency="156", reserved_data="001"),
        told(victim, "0320", "201", private_data=write_upload_details(lies), currency="156"),
        told(victim, "0320", "000", **advice).copy(transaction_info=f"25{victim.counter.batch_number}00020"),
        told(victim, "0320", "202", private_data="0002"),
        told(victim, "0320", "207", private_data="0000"),
    ]


def unsealed(_, message):
    return UNIONPAY_POS.encode(message)


def sealed_by_chance(_, message):
    payload, _ = UNIONPAY_POS.seal_parts(message)
    return UNIONPAY_POS.sealed(payload, os.urandom(8))


def sealed_with_another_key(client, message):
    payload, covered = UNIONPAY_POS.seal_parts(message)
    (mac,) = client.hsm.perform([MakeMac(client.keys.tak, covered)])
    return UNIONPAY_POS.sealed(payload, mac)


def batch_of(house, client):
    with DeskClient(house.data / "acquirer") as desk:
        return desk.request("batches", {"terminal_id": client.counter.terminal_id})[1]["batches"][0]


@pytest.mark.parametrize("seal", [unsealed, sealed_by_chance, sealed_with_another_key])
def test_it_closes_no_batch_and_uploads_nothing(house, thief, victim, seal):
    before = batch_of(house, victim)
    assert before["state"] == "open"
    with house.notes("acquirer", "acquirer.wrong-mac"):
        answers = [thief.ask_with(seal(thief, message)) for message in story(victim)]
    assert [(answer.response_code, answer.private_data) for answer in answers] == [("A0", None)] * 5
    assert batch_of(house, victim) == before
    with DeskClient(house.data / "acquirer") as desk:
        assert desk.request("cases", {})[1]["cases"] == []
    victim.buy(500, house.cards[5])  # the batch goes on


def test_the_terminal_itself_settles_after_all_that(house, thief, victim):
    for message in story(victim):
        assert thief.ask_with(unsealed(thief, message)).response_code == "A0"
    counted = batch_of(house, victim)["totals"]["domestic"]
    sums = SideTotals(
        counted["debit_amount"], counted["debit_count"], counted["credit_amount"], counted["credit_count"]
    )
    totals = SettlementTotals(sums, SideTotals()).text()
    mine = [
        told(victim, "0500", "201", private_data=totals, currency="156", reserved_data="001"),
        told(victim, "0320", "207", private_data="0000"),
    ]
    answers = [victim.ask_with(sealed_with_another_key(victim, message)) for message in mine]
    assert [answer.response_code for answer in answers] == ["00", "00"]
    assert all(answer.mac for answer in answers)
    assert len(batch_of(house, victim)["closed"]) == 1
