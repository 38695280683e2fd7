"""A bank alone: how long `handle` takes for a sale, with no socket, no file and no clock around it.

    python -m benchmarks.issuer_actor [sales]

The switch sends sales with track and PIN on 300 cards, each with an account of its own; the bank approves each. They
are made and sealed between the timed parts, so what is timed is the bank: decode, checks, software HSM, books, records,
answers. The store is the one in memory, or one that says yes to everything ("null"). The parts are timed by themselves
in the same run, each in a tight loop: the whole costs more by the flows, the stage, and caches gone cold.

Times are CPU times of this process; the best batch is shown because whatever else the machine does only adds.
"""

from __future__ import annotations

import sys
from itertools import count

from benchmarks.stand import BATCH, NOW, Chance, Neighbour, Stand, each, tell_batches, tell_counts, tell_parts
from countertop.hsm import KeyUsage, MakePinReference, ProtectPan, SoftwareHsm
from countertop.hsm.ceremony import share_key
from countertop.iso8583 import INTERBANK
from countertop.iso8583.hops import hop_text
from countertop.iso8583.interbank_answers import management_answer
from countertop.issuer import SCHEMA, AccountOpened, BankOpened, CardIssued, Issuer
from countertop.journal import body
from countertop.stage import FrameReceived, TimerFired
from countertop.values import Pan, Pin

SWITCH_ID, ACQUIRER_ID, BANK_ID = "00010000", "99992900", "99010001"
CARDS = tuple(f"6225000000000{number:03d}" for number in range(300))
BALANCE = 100_000_000_00


class Town:
    """A bank signed on at the switch."""

    def __init__(self, *, null_store: bool) -> None:
        chance = Chance()
        self._hsm, outside = SoftwareHsm(chance(32), chance), SoftwareHsm(chance(32), chance)
        zpk, zak = (share_key(usage, (self._hsm, outside)) for usage in (KeyUsage.ZPK, KeyUsage.ZAK))
        self.switch = Neighbour(SWITCH_ID, BANK_ID, outside, zpk[1].block, zak[1].block)
        founding = [BankOpened(BANK_ID, "Bench", "Bench", SWITCH_ID, zpk[0].block, zak[0].block)]
        for number, pan in enumerate(CARDS, 1):
            protected, reference = self.perform((ProtectPan(Pan(pan)), MakePinReference(Pin("123456"), Pan(pan))))
            founding.append(AccountOpened(f"{number:010d}", number, "debit", "Bench", BALANCE, 0, NOW.utc))
            card = (protected.token, protected.cipher, "6225********0000", f"{number:010d}", "4912", "201", reference)
            founding.append(CardIssued(*card))
        self.stand = Stand(Issuer(), SCHEMA, founding, self._hsm, null_store=null_store)
        self.stand.stage.deliver(TimerFired(("dial", "")), NOW)
        ((_, sign_on),) = self.stand.take()
        self.stand.stage.deliver(self.switch.says(management_answer(INTERBANK.decode(sign_on), "00")), NOW)
        self._numbers = count(1)

    def perform(self, batch: tuple) -> list:
        """Ask the bank's HSM."""
        return self._hsm.perform(batch)

    def sales(self, wanted: int) -> list[FrameReceived]:
        """Return sealed sales, the cards in turn."""
        numbers = [next(self._numbers) for _ in range(wanted)]
        fields = {"settlement_date": "0715", "receiving_id": BANK_ID}
        return [
            self.switch.says(self.switch.sale(number, CARDS[number % len(CARDS)], ACQUIRER_ID, ACQUIRER_ID, **fields))
            for number in numbers
        ]


def timed(town: Town, sales: int) -> list[tuple[float]]:
    """Return microseconds a sale for each batch."""
    batches = []
    for _ in range(sales // BATCH):
        spent = town.stand.deliver(town.sales(BATCH))
        told = town.stand.take()
        assert len(told) == BATCH
        assert INTERBANK.decode(told[-1][1]).response_code == "00"
        batches.append((spent,))
    return batches


def parts(town: Town) -> dict[str, float]:
    """Return microseconds a sale of the parts that can be timed by themselves."""
    stand = town.stand
    (sale,) = town.sales(1)
    stand.deliver([sale])
    asks, records = stand.asked[:], stand.appended[:]
    ((_, told),) = stand.take()
    request, answer = INTERBANK.decode(sale.payload), INTERBANK.decode(told)
    shares = {
        "decode request": each(lambda: INTERBANK.decode(sale.payload)),
        "encode answer": each(lambda: INTERBANK.encode(answer)),
        "text of two messages kept": each(lambda: (hop_text(request), hop_text(answer))),
        "body and rows of the record": each(
            lambda: [(body(entry), SCHEMA.rows[type(entry)](entry)) for entry in records]
        ),
    }
    for commands in asks:
        names = ", ".join(type(command).__name__ for command in commands)
        shares[f"HSM: {names}"] = each(lambda commands=commands: town.perform(commands))
    return shares


def main() -> None:
    sales = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    for label, null_store in (("null store", True), ("store in memory", False)):
        town = Town(null_store=null_store)
        timed(town, BATCH * 2)
        tell_batches(label, ("request to answer",), timed(town, sales))
    tell_parts(parts(town))
    town.stand.count(town.sales(BATCH))
    tell_counts(town.stand.counted, BATCH)


if __name__ == "__main__":
    main()
