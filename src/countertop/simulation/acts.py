"""What may come next at a counter: a table by the kind of business, each entry a weight and what makes the act.

An act that has nothing to go by (nothing to void, nobody to call) makes None, and the next customer buys something.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from random import Random
from types import MappingProxyType
from typing import Final

from countertop.demo import Card
from countertop.demo.payers import PAYERS
from countertop.simulation.memory import Code, Memory, Receipt
from countertop.simulation.people import CASHIER, SHOW_CODE, SUPERVISOR, TELEPHONE, Act
from countertop.values import Pin

__all__ = ["ACTS", "Chance", "Make", "pay_by_code", "sale"]

_WRONG_PIN: Final = "000000"
_COMPLETION_PERCENT: Final = 115
_PAYMENTS: Final = ("sale", "completion", "completion_advice", "offline_post")
_TO_A_HAIR: Final = 3
_SCANNED_AGAIN: Final = 0.1


class Chance:
    """A counter's dice, and who comes to it."""

    def __init__(self, dice: Random, wallet: Mapping[str, Card], hesitation: float = 0.06) -> None:
        self.dice = dice
        self._cards = list(wallet.values())
        self._weights = [10 if _pays(card) else 1 for card in self._cards]
        self._hesitation = hesitation

    def card(self) -> Card:
        """Return the next customer's card; most are worth something."""
        return self.dice.choices(self._cards, self._weights)[0]

    def amount(self) -> int:
        """Return what something costs."""
        dice = self.dice
        return dice.choice((1, dice.randrange(1, 500), dice.randrange(100, 100_000)))

    def one(self, found: Iterable[Receipt]) -> Receipt | None:
        """Return one of these, or None when there is none."""
        found = list(found)
        return self.dice.choice(found) if found else None

    def part(self, amount: int) -> int:
        """Return an amount to be given back of another: all of it, a part, now and then more than there is."""
        dice = self.dice
        return dice.choices((amount, dice.randrange(1, amount + 1), amount + dice.randrange(1, 100)), (5, 10, 2))[0]

    def act(self, verb: str, card: Card | None = None, **arguments: object) -> Act:
        """Return an act at which somebody may change their mind."""
        dice = self.dice
        return Act(
            verb,
            arguments,
            card,
            pin=None if card is None else dice.choices((card.pin, Pin(_WRONG_PIN), None), (92, 5, 3))[0],
            gives_up_at=dice.randrange(1, 6) if dice.random() < self._hesitation else None,
            walks_away=dice.random() < 0.3,
            unreadable=dice.choices((0, 1, 3), (95, 4, 1))[0],
        )


Make = Callable[[Chance, Memory], Act | None]


def sale(chance: Chance, _: Memory) -> Act:
    """Sell something."""
    return chance.act("sale", chance.card(), amount=chance.amount())


def _void(chance: Chance, memory: Memory) -> Act | None:
    receipt = chance.one(each for each in memory.of_batch("sale") if not each.is_undone)
    return None if receipt is None else Act("void", {"voucher_number": receipt.voucher_number})


def _void_again(chance: Chance, memory: Memory) -> Act | None:
    receipt = chance.one(each for each in memory.of_batch("sale") if each.is_undone)
    return None if receipt is None else Act("void", {"voucher_number": receipt.voucher_number})


def _void_nothing(chance: Chance, _: Memory) -> Act:
    return Act("void", {"voucher_number": f"{chance.dice.randrange(1_000_000):06}"})


def _void_with_wrong_password(chance: Chance, memory: Memory) -> Act | None:
    act = _void(chance, memory)
    if act is not None:
        act.slip_of_the_hand = True
    return act


def _sign_out(_: Chance, __: Memory) -> Act:
    return Act("sign_out")


def _log_in(_: Chance, __: Memory) -> Act:
    return Act("log_in", {"operator_number": CASHIER})


def _refund(chance: Chance, memory: Memory) -> Act | None:
    receipt = chance.one(memory.in_shop(*_PAYMENTS))
    if receipt is None:
        return None
    amount = chance.part(receipt.amount)
    return chance.act("refund", receipt.card, rrn=receipt.rrn, date=receipt.date, amount=amount)


def _refund_nothing(chance: Chance, memory: Memory) -> Act | None:
    receipt = chance.one(memory.in_shop(*_PAYMENTS))
    if receipt is None:
        return None
    rrn = f"{chance.dice.randrange(10**12):012}"
    return chance.act("refund", receipt.card, rrn=rrn, date=receipt.date, amount=receipt.amount)


def _balance(chance: Chance, _: Memory) -> Act:
    return chance.act("balance", chance.card())


def _preauthorise(chance: Chance, _: Memory) -> Act:
    return chance.act("preauthorisation", chance.card(), amount=chance.amount())


def _held(chance: Chance, memory: Memory) -> Receipt | None:
    """Return a pre-authorisation; most often one of which nobody remembers that it is over."""
    found = list(memory.in_shop("preauthorisation"))
    fresh = [each for each in found if not each.is_undone]
    return chance.one(fresh if fresh and chance.dice.random() < 0.8 else found)


def _completing(verb: str) -> Make:
    def make(chance: Chance, memory: Memory) -> Act | None:
        receipt = _held(chance, memory)
        if receipt is None:
            return _preauthorise(chance, memory)
        dice, most = chance.dice, receipt.amount * _COMPLETION_PERCENT // 100
        amount = dice.choice((receipt.amount, most, most + 1, dice.randrange(1, receipt.amount + 1)))
        said = {"approval_code": receipt.approval_code, "date": receipt.date}
        return chance.act(verb, receipt.card, amount=amount, **said)

    return make


def _preauthorisation_void(chance: Chance, memory: Memory) -> Act | None:
    receipt = _held(chance, memory)
    if receipt is None:
        return None
    said = {"approval_code": receipt.approval_code, "date": receipt.date}
    amount = receipt.amount + chance.dice.choices((0, 1), (9, 1))[0]
    return chance.act("preauthorisation_void", receipt.card, amount=amount, **said)


def _completion_void(chance: Chance, memory: Memory) -> Act | None:
    receipt = chance.one(memory.of_batch("completion", "completion_advice"))
    return None if receipt is None else chance.act("completion_void", voucher_number=receipt.voucher_number)


def _telephone(chance: Chance, _: Memory) -> Act:
    return Act(TELEPHONE, {"amount": chance.amount()}, chance.card())


def _post(chance: Chance, memory: Memory) -> Act | None:
    """Post what a bank approved: the card and amount it was for, or by mistake others; a code may be taken twice."""
    dice = chance.dice
    fresh = [code for code in memory.codes if not code.is_used]
    code: Code | None = dice.choice(fresh) if fresh else None
    if code is None or dice.random() < 0.1:
        code = dice.choice(memory.codes) if memory.codes else None
    if code is None:
        return _telephone(chance, memory)
    code.is_used = True
    amount = code.amount + dice.choices((0, 1), (14, 1))[0]
    card = dice.choices((code.card, chance.card()), (14, 1))[0]
    return chance.act("offline_post", card, amount=amount, approval_code=code.code)


def _tip(chance: Chance, memory: Memory) -> Act | None:
    receipt = chance.one(memory.of_batch("offline_post"))
    if receipt is None:
        return None
    tip = chance.dice.randrange(1, receipt.amount // _TO_A_HAIR + 2)
    return chance.act("tip_adjustment", voucher_number=receipt.voucher_number, amount=tip)


def _adjust(chance: Chance, memory: Memory) -> Act | None:
    receipt = chance.one(memory.of_batch("offline_post"))
    if receipt is None:
        return None
    return chance.act("adjustment", voucher_number=receipt.voucher_number, amount=chance.part(receipt.amount))


def _send_stored(_: Chance, __: Memory) -> Act:
    return Act("send_stored")


def _transfer(chance: Chance, _: Memory) -> Act:
    card, target = chance.card(), chance.card()
    return chance.act("transfer", card, amount=chance.amount(), target_pan=target.pan)


def _show_code(chance: Chance, _: Memory) -> Act:
    return Act(SHOW_CODE, {"customer": chance.dice.choice(PAYERS).customer_id})


def pay_by_code(chance: Chance, memory: Memory) -> Act | None:
    """Scan the newest code shown, or by mistake one that was scanned before."""
    if not memory.shown_codes:
        return _show_code(chance, memory)
    again = chance.dice.random() < _SCANNED_AGAIN
    code = chance.dice.choice(memory.shown_codes) if again else memory.shown_codes.pop()
    act = chance.act("qr_sale", amount=chance.amount())
    act.code = code
    return act


def _show_to_pay(chance: Chance, _: Memory) -> Act:
    return chance.act("qr_show", amount=chance.amount())


def _void_payment(chance: Chance, memory: Memory) -> Act | None:
    receipt = chance.one(memory.of_batch("qr_sale"))
    return None if receipt is None else chance.act("qr_void", voucher_number=receipt.voucher_number)


def _pay_back(chance: Chance, memory: Memory) -> Act | None:
    receipt = chance.one(memory.in_shop("qr_sale"))
    if receipt is None:
        return None
    return chance.act("qr_refund", rrn=receipt.rrn, date=receipt.date, amount=chance.part(receipt.amount))


def _settle(_: Chance, __: Memory) -> Act:
    return Act("settle")


def _mistake(chance: Chance, memory: Memory) -> Act | None:
    """Do something that cannot work, or that nobody needs."""
    receipt = chance.one(memory.shop)
    number = "000000" if receipt is None else receipt.voucher_number
    wrong = (
        Act("log_in", {"operator_number": CASHIER}, slip_of_the_hand=True),
        Act("log_in", {"operator_number": "55"}),
        Act("log_in", {"operator_number": SUPERVISOR}),
        Act("log_out"),
        Act("lock_terminal"),
        Act("sale", {"amount": chance.dice.choice((0, -1, "1.234", "zwei"))}),
        Act("void", {"voucher_number": number}),
        Act("adjustment", {"voucher_number": number, "amount": 1}),
        Act("completion_void", {"voucher_number": number}),
        Act("refund", {"rrn": "000000000000", "date": "0230", "amount": 1}),
        Act("settlement_slip"),
        Act("batch"),
    )
    return chance.dice.choice(wrong)


ACTS: Final[Mapping[str, tuple[tuple[int, Make], ...]]] = MappingProxyType(
    {
        "": (
            *((74, sale), (14, _void), (4, _void_again), (1, _void_nothing)),
            *((3, _void_with_wrong_password), (2, _sign_out), (2, _log_in)),
        ),
        "refund": ((9, _refund), (1, _refund_nothing)),
        "balance": ((1, _balance),),
        "preauthorisation": (
            *((5, _preauthorise), (3, _completing("completion"))),
            *((1, _preauthorisation_void), (2, _completion_void)),
        ),
        "advice": ((6, _completing("completion_advice")), (2, _completion_void), (1, _send_stored)),
        "voice": ((4, _telephone), (5, _post), (2, _tip), (2, _adjust), (1, _send_stored)),
        "transfer": ((1, _transfer),),
        "code": ((4, _show_code), (5, pay_by_code), (3, _show_to_pay), (2, _void_payment), (3, _pay_back)),
        "settlement": ((1, _settle),),
        "mistakes": ((1, _mistake),),
    }
)
"""Kind of business -> its acts; those of no kind are every day's, and their weights make a hundred."""


def _pays(card: Card) -> bool:
    """Tell whether a card is worth something: not blocked, not empty, and its last month has not come."""
    return card.status == "normal" and card.balance > 0 and card.expiry > "26"
