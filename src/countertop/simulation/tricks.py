"""What the hostile terminal tries. Each trick ends when the keys are gone; the next sign-in brings new ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from countertop.iso8583 import Message
from countertop.simulation.founding import TERMINALS
from countertop.simulation.hostile import KEYS_GONE, Hostile, Life, told

__all__ = ["TRICKS"]

# Where an answer to totals says how domestic cards compare, and the end that follows; none does while it must wait.
_RESULT: Final = slice(30, 31)
_ENDS: Final = {"1": "207", "2": "202"}


def buy(thief: Hostile) -> Life:
    """Buy something, as anybody may."""
    yield from thief.bought()


def send_again(thief: Hostile) -> Life:
    """Send the same bytes again: the same answer must come again, unless the keys have changed."""
    loot = yield from thief.mine()
    if loot is None:
        return
    answer = yield from thief.call(Message("0200", stan=loot.stan), loot.payload)
    if answer is not None and answer.response_code not in KEYS_GONE and told(answer) != loot.answer:
        thief.complaints.append(f"I4 a repeated request (STAN {loot.stan}) got {told(answer)}, first {loot.answer}")


def change_the_amount(thief: Hostile) -> Life:
    """Ask for another amount under a key that is used."""
    loot = yield from thief.mine()
    if loot is not None:
        message = yield from thief.sale(loot.stan, loot.amount + 1, loot.card)
        thief.mind("I5", "another amount under a used key", (yield from thief.call(message)))


def change_the_card(thief: Hostile) -> Life:
    """Ask with another card under a key that is used."""
    loot = yield from thief.mine()
    if loot is not None:
        other = thief.dice.choice([card for card in thief.cards if card is not loot.card])
        message = yield from thief.sale(loot.stan, loot.amount, other)
        thief.mind("I5", "another card under a used key", (yield from thief.call(message)))


def void_twice(thief: Hostile) -> Life:
    """Void a sale, and void it again."""
    loot = yield from thief.mine()
    if loot is None:
        return
    loot.undone = True
    first = yield from thief.call(thief.void(loot))
    if first is not None and first.response_code == "00":
        thief.mind("I8", "a second void of one sale", (yield from thief.call(thief.void(loot))))


def void_for_another_amount(thief: Hostile) -> Life:
    """Void more than was bought."""
    loot = yield from thief.mine()
    if loot is not None:
        answer = yield from thief.call(thief.void(loot, amount=loot.amount + 100))
        thief.mind("I8", "a void of more than the sale", answer)


def void_without_supervisor(thief: Hostile) -> Life:
    """Void with no supervisor, with a cashier in the place of one, or with somebody nobody knows."""
    loot = yield from thief.mine()
    if loot is not None:
        answer = yield from thief.call(thief.void(loot, supervisor=thief.dice.choice((None, "01", "55"))))
        thief.mind("I8", "a void that no supervisor approved", answer)


def void_of_strangers(thief: Hostile) -> Life:
    """Void what another terminal has sold."""
    slips = thief.slips()
    if slips:
        answer = yield from thief.call(thief.void(thief.dice.choice(slips)))
        thief.mind("I8", "a void of another terminal's sale", answer)


def reverse(thief: Hostile) -> Life:
    """Take back what was approved, which is allowed once; then it cannot be voided."""
    loot = yield from thief.mine()
    if loot is None:
        return
    loot.undone = True
    answer = yield from thief.call(thief.counter.reversal(loot.stan, loot.amount))
    if answer is None or answer.response_code != "00":
        return
    if thief.dice.random() < 0.5:
        yield from thief.call(thief.counter.reversal(loot.stan, loot.amount))
    if thief.keys is not None:
        thief.mind("I8", "a void of what was reversed", (yield from thief.call(thief.void(loot))))


def reverse_another_amount(thief: Hostile) -> Life:
    """Take back another amount than was bought."""
    loot = yield from thief.mine()
    if loot is not None:
        amount = max(0, loot.amount + thief.dice.choice((-1, 1, 100)))
        answer = yield from thief.call(thief.counter.reversal(loot.stan, amount))
        thief.mind("I6", "a reversal of another amount", answer)


def reverse_and_void_at_once(thief: Hostile) -> Life:
    """Lay both claims on one sale in the same moment, in either order; the books must show one credit."""
    loot = yield from thief.mine()
    if loot is None:
        return
    loot.undone = True
    claims = [thief.void(loot), thief.counter.reversal(loot.stan, loot.amount)]
    thief.dice.shuffle(claims)
    for message in claims:
        yield from thief.send((yield from thief.sealed(message)))
    yield from thief.leave()


def void_and_take_it_back(thief: Hostile) -> Life:
    """Void, reverse the void, perhaps the sale too: every order must end in the same balance."""
    loot = yield from thief.mine()
    if loot is None:
        return
    loot.undone = True
    void = thief.void(loot)
    yield from thief.call(void)
    claims = [thief.counter.reversal(void.stan or "", loot.amount, loot.card.pan)]
    claims[0].original_info = void.original_info
    if thief.dice.random() < 0.5:
        claims.append(thief.counter.reversal(loot.stan, loot.amount))
    thief.dice.shuffle(claims)
    for message in claims:
        if thief.keys is not None:
            yield from thief.call(message)


def reverse_before_buying(thief: Hostile) -> Life:
    """Take back what was never bought, then buy it."""
    stan, amount, card = thief.next_stan(), thief.dice.randrange(1, 50_000), thief.dice.choice(thief.cards)
    answer = yield from thief.call(thief.counter.reversal(stan, amount))
    if answer is None or answer.response_code != "00" or thief.keys is None:
        return
    message = yield from thief.sale(stan, amount, card)
    thief.mind("I6", "a sale that was reversed before it came", (yield from thief.call(message)))


def claim_to_be_another(thief: Hostile) -> Life:
    """Sell in another terminal's name, with the thief's own keys."""
    message = yield from thief.sale(thief.next_stan(), 100, thief.dice.choice(thief.cards))
    message.terminal_id = thief.dice.choice(list(TERMINALS.values()))
    thief.mind("I6", "a sale in another terminal's name", (yield from thief.call(message)))


def break_the_mac(thief: Hostile) -> Life:
    """Turn over one bit of a MAC."""
    message = yield from thief.sale(thief.next_stan(), 100, thief.dice.choice(thief.cards))
    payload = bytearray((yield from thief.sealed(message)))
    payload[-thief.dice.randrange(1, 9)] ^= 1 << thief.dice.randrange(8)
    thief.mind("I6", "a sale with a wrong MAC", (yield from thief.call(message, bytes(payload))))


def settle_over_a_sale(thief: Hostile) -> Life:
    """Settle an empty batch while a sale is on its way into it, and end it."""
    yield from thief.leave()
    message = yield from thief.sale(thief.next_stan(), thief.dice.randrange(1, 50_000), thief.dice.choice(thief.cards))
    if not (yield from thief.send((yield from thief.sealed(message)))):
        return
    answer = yield from thief.call(thief.counter.totals(thief.next_stan()))
    code = _ENDS.get((answer.private_data or "")[_RESULT]) if answer is not None else None
    if code is not None and thief.keys is not None:
        yield from thief.call(thief.counter.end(thief.next_stan(), code))
        thief.new_batch()


def replay(thief: Hostile) -> Life:
    """Throw recorded frames at the host, sign-ins among them; whatever it makes of them shows in the books."""
    for payload in thief.dice.sample(thief.recorded, min(3, len(thief.recorded))):
        yield from thief.send(payload)
    yield from thief.leave()
    thief.keys = None


TRICKS: Final[tuple[Callable[[Hostile], Life], ...]] = (
    buy,
    send_again,
    change_the_amount,
    change_the_card,
    void_twice,
    void_for_another_amount,
    void_without_supervisor,
    void_of_strangers,
    reverse,
    reverse_another_amount,
    reverse_and_void_at_once,
    void_and_take_it_back,
    reverse_before_buying,
    claim_to_be_another,
    break_the_mac,
    settle_over_a_sale,
    replay,
)
