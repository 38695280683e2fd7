"""The switch alone: how long `handle` takes for a sale, with no socket, no file and no clock around it.

    python -m benchmarks.switch_actor [sales]

An acquirer sends sales with track and PIN; one of three banks approves each. Requests and answers are made and sealed
between the timed parts, so what is timed is the switch: decode, checks, route, software HSM, records, the messages
passed on. The store is the one in memory, or one that says yes to everything ("null"). The parts are timed by
themselves in the same run, each in a tight loop: the whole costs more by the flows, the stage, and caches gone cold.

Times are CPU times of this process; the best batch is shown because whatever else the machine does only adds.
"""

from __future__ import annotations

import sys
from itertools import count

from benchmarks.stand import (
    BATCH,
    NOW,
    TRANSMISSION_TIME,
    Chance,
    Neighbour,
    Stand,
    each,
    tell_batches,
    tell_counts,
    tell_parts,
)
from countertop.hsm import KeyUsage, SoftwareHsm
from countertop.hsm.ceremony import share_key
from countertop.iso8583 import INTERBANK, Message
from countertop.iso8583.hops import hop_text
from countertop.iso8583.interbank_answers import answer_to
from countertop.iso8583.transit import SIGN_ON
from countertop.journal import body
from countertop.stage import FrameReceived, LineOpened
from countertop.switch import SCHEMA, InstitutionRegistered, RouteSet, Switch, SwitchOpened

SWITCH_ID, ACQUIRER_ID = "00010000", "99992900"
BANKS = {"99010001": "622500", "99010002": "622501", "99010003": "622502"}
"""Bank -> the beginning of its card numbers."""

CARDS = tuple(f"{prefix}0000000{number:03d}" for number in range(100) for prefix in BANKS.values())


class Town:
    """A switch with its members signed on."""

    def __init__(self, *, null_store: bool) -> None:
        chance = Chance()
        hsm, self._outside = SoftwareHsm(chance(32), chance), SoftwareHsm(chance(32), chance)
        self._hsm = hsm
        founding = [SwitchOpened(SWITCH_ID, "Bench")]
        self.members = {}
        for line, member in enumerate((ACQUIRER_ID, *BANKS), 1):
            zpk, zak = (share_key(usage, (hsm, self._outside)) for usage in (KeyUsage.ZPK, KeyUsage.ZAK))
            kind = "issuer" if member in BANKS else "acquirer"
            founding.append(InstitutionRegistered(member, kind, member, member, zpk[0].block, zak[0].block))
            self.members[line] = Neighbour(member, SWITCH_ID, self._outside, zpk[1].block, zak[1].block)
            self.members[line].line = line
        founding += [RouteSet(prefix, bank) for bank, prefix in BANKS.items()]
        self.stand = Stand(Switch(), SCHEMA, founding, hsm, null_store=null_store)
        for line, member in self.members.items():
            self.stand.stage.deliver(LineOpened(line, "members", ""), NOW)
            fields = {"stan": f"{line:06d}", "forwarding_id": member.institution_id, "network_code": SIGN_ON}
            signing = Message("0820", transmission_time=TRANSMISSION_TIME, **fields)
            self.stand.stage.deliver(member.says(signing), NOW)
        self.stand.take()
        self._numbers = count(1)

    def perform(self, batch: tuple) -> list:
        """Ask the switch's HSM."""
        return self._hsm.perform(batch)

    def sales(self, wanted: int) -> list[FrameReceived]:
        """Return sealed sales, the cards in turn."""
        acquirer = self.members[1]
        numbers = [next(self._numbers) for _ in range(wanted)]
        return [
            acquirer.says(acquirer.sale(number, CARDS[number % len(CARDS)], ACQUIRER_ID, ACQUIRER_ID))
            for number in numbers
        ]

    def approvals(self, forwarded: list[tuple[int, bytes]]) -> list[FrameReceived]:
        """Return the banks' approvals of what was forwarded."""
        return [
            self.members[line].says(answer_to(INTERBANK.decode(payload), "00", "123456")) for line, payload in forwarded
        ]


def timed(town: Town, sales: int) -> list[tuple[float, float]]:
    """Return microseconds a sale, of requests and of answers, for each batch."""
    batches, stand = [], town.stand
    for _ in range(sales // BATCH):
        requests = stand.deliver(town.sales(BATCH))
        answers = stand.deliver(town.approvals(stand.take()))
        told = stand.take()
        assert len(told) == BATCH
        assert INTERBANK.decode(told[-1][1]).response_code == "00"
        batches.append((requests, answers))
    return batches


def parts(town: Town) -> dict[str, float]:
    """Return microseconds a sale of the parts that can be timed by themselves."""
    stand = town.stand
    (sale,) = town.sales(1)
    stand.deliver([sale])
    (first_ask,), records = stand.asked[:], stand.appended[:]
    ((line, forwarded),) = stand.take()
    (approval,) = town.approvals([(line, forwarded)])
    stand.deliver([approval])
    (second_ask,), records = stand.asked[:], records + stand.appended
    ((_, replied),) = stand.take()
    request, answer = INTERBANK.decode(sale.payload), INTERBANK.decode(approval.payload)
    to_bank, to_acquirer = INTERBANK.decode(forwarded), INTERBANK.decode(replied)
    return {
        "decode request": each(lambda: INTERBANK.decode(sale.payload)),
        "encode to the bank": each(lambda: INTERBANK.encode(to_bank)),
        "decode answer": each(lambda: INTERBANK.decode(approval.payload)),
        "encode to the acquirer": each(lambda: INTERBANK.encode(to_acquirer)),
        "HSM, first ask": each(lambda: town.perform(first_ask)),
        "HSM, second ask": each(lambda: town.perform(second_ask)),
        "text of two messages kept": each(lambda: (hop_text(request), hop_text(answer))),
        "body and row of the records": each(
            lambda: [(body(entry), SCHEMA.rows[type(entry)](entry)) for entry in records]
        ),
    }


def main() -> None:
    sales = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    for label, null_store in (("null store", True), ("store in memory", False)):
        town = Town(null_store=null_store)
        timed(town, BATCH * 2)
        tell_batches(label, ("request", "answer"), timed(town, sales))
    tell_parts(parts(town))
    town.stand.take()
    town.stand.count(town.sales(BATCH))
    town.stand.count(town.approvals(town.stand.take()))
    tell_counts(town.stand.counted, BATCH)


if __name__ == "__main__":
    main()
