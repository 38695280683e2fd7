"""Payments by code, one row each: wallet, host and terminal are stopped. Nothing here has a bank, and the wallet is real.

A customer has no telephone in this world: what they do is asked at the wallet's desk, while the terminal waits.
"""

from dataclasses import replace

from countertop.simulation.network import Delivery
from countertop.values import SECOND
from tests.crash.counter import ANSWERS, Flow, Spoiled
from tests.crash.deeds import remember_host, restore_host
from tests.crash.story import HOST, SWITCH, TERMINAL, WALLET, Act

__all__ = ["CODE_FLOWS", "CODE_KINDS", "MISMATCH"]

PARTIES = (TERMINAL, HOST, SWITCH, WALLET)
CODE_KINDS = frozenset({"qr_sale", "qr_void", "qr_refund"})
MISMATCH = "settlement with mismatch and upload of payments by code"

LOST = Delivery(())
DOUBT = 150 * SECOND

# Above the customer's limit, who is asked then.
MUCH = 300_00

# When customers, and cashiers who lose patience, do what they do; they try more than once, a machine may be down.
_SOON = (8 * SECOND, 16 * SECOND, 35 * SECOND)


def with_code(**arguments):
    """A code is scanned only where one was shown."""
    return lambda memory: arguments if "code" in memory else None


def of(verb, **more):
    return lambda memory: {"voucher_number": memory[verb]["voucher_number"], **more} if verb in memory else None


def by_reference(verb, **more):
    return lambda memory: {"rrn": memory[verb]["rrn"], "date": memory[verb]["date"], **more} if verb in memory else None


def meanwhile(party, verb, **arguments):
    """Somebody asks for something at a party while the next act is under way."""

    def ask(world):
        process = world.nodes[party].process
        if process is not None and process.is_ready:
            told = {name: value(world) if callable(value) else value for name, value in arguments.items()}
            process.request(0, verb, told)

    def plan(world):
        for wait in _SOON:
            world.agenda.after(wait, ask, world)

    return Act(verb, party=party, deed=plan, rest=SECOND)


def shows(customer):
    return Act("code", {"customer": customer}, WALLET)


def scans(customer):
    return meanwhile(WALLET, "pay", customer=customer, code_text=lambda world: getattr(world, "shown_code", ""))


SIGN_IN = Act("sign_in")
PAID = Act("qr_sale", with_code(amount=1000))
PAID_MUCH = Act("qr_sale", with_code(amount=MUCH))
SHOWN = Act("qr_show", {"amount": 1000})
CODE = shows("lilei")
BOUGHT = (SIGN_IN, CODE, PAID)
VOIDED = Act("qr_void", of("qr_sale"))
REFUNDED = Act("qr_refund", by_reference("qr_sale", amount=400))
AT_CONSOLE = Act(
    "shop-refund",
    by_reference(
        "qr_sale",
        merchant_id="999290054110001",
        amount=400,
        reason="broken",
        request_id="one-of-the-console",
        by="clerk",
        approved_by="owner",
    ),
    HOST,
    rounds=6,
)
CONFIRMED, DECLINED = (meanwhile(WALLET, verb, customer="lilei") for verb in ("confirm", "decline"))
GIVEN_UP = meanwhile(TERMINAL, "qr_cancel")

TERMINAL_DOUBTS = Spoiled(HOST, TERMINAL, ANSWERS, LOST)
_LATER = {WALLET: {"refund_delay": 10 * SECOND}}
_SLOW_BANK = {WALLET: {"bank_delay": 30 * SECOND}}
_TOO_LATE = {WALLET: {"reverse_window": -1}}


def wallet_is_silent(*verbs):
    return Spoiled(WALLET, HOST, frozenset(verbs), LOST)


def doubted(act):
    return replace(act, rest=DOUBT)


_ROWS = (
    # What comes before it, its own acts, what is lost on the way, settings.
    ("qr_sale", (SIGN_IN,), (CODE, PAID)),
    ("qr_sale that is confirmed", (SIGN_IN,), (CODE, CONFIRMED, PAID_MUCH)),
    ("qr_sale that is declined", (SIGN_IN,), (CODE, DECLINED, PAID_MUCH)),
    ("qr_sale that is given up", (SIGN_IN,), (CODE, GIVEN_UP, PAID_MUCH)),
    ("qr_sale out of a bank", (SIGN_IN,), (shows("hanmei"), PAID)),
    (
        "qr_sale out of a bank that is given up",
        (SIGN_IN,),
        (shows("hanmei"), GIVEN_UP, replace(PAID, rest=40 * SECOND)),
        (),
        _SLOW_BANK,
    ),
    ("qr_show", (SIGN_IN,), (scans("lilei"), SHOWN)),
    ("qr_show out of a bank", (SIGN_IN,), (scans("hanmei"), SHOWN)),
    ("qr_show that nobody pays", (SIGN_IN,), (GIVEN_UP, SHOWN)),
    ("qr_void", BOUGHT, (VOIDED,)),
    ("qr_refund", BOUGHT, (REFUNDED,)),
    ("qr_refund that takes its time", BOUGHT, (replace(REFUNDED, rest=20 * SECOND),), (), _LATER),
    ("qr_refund at the console", BOUGHT, (AT_CONSOLE, AT_CONSOLE)),
    (
        "qr_refund at the console, the wallet is silent",
        BOUGHT,
        (doubted(AT_CONSOLE),),
        (wallet_is_silent("refund"),),
    ),
    ("qr_query", BOUGHT, (Act("qr_query", of("qr_sale")),)),
    ("qr_sale, the terminal doubts", (SIGN_IN,), (CODE, doubted(PAID)), (TERMINAL_DOUBTS,)),
    ("qr_sale, the wallet is silent", (SIGN_IN,), (CODE, doubted(PAID)), (wallet_is_silent("pay"),)),
    ("qr_void, the terminal doubts", BOUGHT, (doubted(VOIDED),), (TERMINAL_DOUBTS,)),
    ("qr_void, the wallet is silent", BOUGHT, (doubted(VOIDED),), (wallet_is_silent("reverse"),)),
    ("qr_refund, the terminal doubts", BOUGHT, (doubted(REFUNDED),), (TERMINAL_DOUBTS,)),
    ("qr_refund, the wallet is silent", BOUGHT, (doubted(REFUNDED),), (wallet_is_silent("refund"),)),
    (
        "qr_show, a notice is lost",
        (SIGN_IN,),
        (scans("lilei"), doubted(SHOWN)),
        (Spoiled(WALLET, HOST, frozenset({"notice"}), LOST),),
    ),
    ("qr_sale, reversed too late", (SIGN_IN,), (CODE, doubted(PAID)), (TERMINAL_DOUBTS,), _TOO_LATE),
    (
        "qr_sale, reversed too late by a silent wallet",
        (SIGN_IN,),
        (CODE, doubted(PAID)),
        (TERMINAL_DOUBTS, wallet_is_silent("reverse"), wallet_is_silent("refund")),
        _TOO_LATE,
    ),
)


# The host has lost a payment and a refund of it: the upload brings both back.
_BEHIND = (
    *BOUGHT,
    Act("copy", deed=remember_host),
    *(CODE, PAID, REFUNDED),
    Act("restore", deed=restore_host, rest=10 * SECOND),
)
_SETTLE = Act("settle", {"details": True})


def _flow(name, before, acts, spoiled=(), settings=None):
    return Flow(name, acts, before, spoiled, settings=settings or {}, parties=PARTIES)


CODE_FLOWS = (
    *(_flow(*row) for row in _ROWS),
    replace(_flow("settlement of payments by code", (*BOUGHT, REFUNDED), (_SETTLE,)), settles=False),
    replace(_flow(MISMATCH, _BEHIND, (_SETTLE,)), after=(replace(_SETTLE, rounds=12),)),
)
