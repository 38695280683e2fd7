"""The books of the other parties, as their desks tell them: what a walk at the terminal's face has moved there."""

from contextlib import contextmanager

from countertop.runtime.desk_client import DeskClient

__all__ = ["Moved", "asked", "moving"]

BANKS = ("east", "west", "north")
MOST = 200


class Moved:
    """What has moved: `host` has the transactions that came in as (kind, minor units, state), oldest first.

    `money` and `held` tell in minor units by how much each cardholder's account, and each customer's purse, has changed.
    """

    def __init__(self):
        self.host = []
        self.money = {}
        self.held = {}


@contextmanager
def moving(house):
    """Watch a house's books over a walk; what has moved is there behind it."""
    moved = Moved()
    known, money, held = _read(house)
    yield moved
    transactions, money_now, held_now = _read(house)
    moved.host = [told for key, told in transactions.items() if key not in known]
    moved.money = _changed(money, money_now)
    moved.held = _changed(held, held_now)


def asked(house, party, verb, **arguments):
    """Ask at a party's desk; return the body of its reply."""
    with DeskClient(house / party) as desk:
        return desk.request(verb, arguments)[1]


def _read(house):
    newest = asked(house, "acquirer", "transactions", limit=MOST)["transactions"]
    transactions = {row["rrn"]: (row["kind"], row["amount"], row["state"]) for row in reversed(newest)}
    money, held = {}, {}
    for bank in BANKS:
        for row in asked(house, f"issuer-{bank}", "accounts")["accounts"]:
            if "held" in row:
                name = f"{bank} {row['account'][-4:]}"
                money[name], held[name] = row["balance"], row["held"]
    for row in asked(house, "wallet", "customers")["customers"]:
        money[row["customer"]] = row["balance"]
    return transactions, money, held


def _changed(before, now):
    return {name: value - before[name] for name, value in now.items() if value != before[name]}
