"""Every flow that a stop may cut, one row each. A kind of payment has its story in PAYMENTS, and each of its doubts follows.

The tables are held to what the parties can do (`test_flows`): what a terminal or a host learns to do needs a story here.
"""

from dataclasses import replace
from functools import cache

from countertop.card import StripeRead
from countertop.simulation.founding import founding
from countertop.simulation.network import Delivery
from countertop.terminal.settings import LOCK_AFTER
from countertop.values import SECOND, Secret
from tests.crash.code_flows import CODE_FLOWS
from tests.crash.counter import ANSWERS, REQUESTS, Flow, Spoiled, run
from tests.crash.deeds import remember_host, restore_host
from tests.crash.story import BANK, HOST, SWITCH, TERMINAL, TERMINAL_ID, Act

WALLET = founding().wallet
PAN, OTHER_PAN = WALLET["debit-east"].pan, WALLET["credit-east"].pan

# Long enough that whoever doubts has done what ends the doubt.
DOUBT = 150 * SECOND

LOST = Delivery(())
AFTER_THE_TERMINAL = Delivery((80 * SECOND,), in_order=False)
AFTER_THE_HOST = Delivery((40 * SECOND,), in_order=False)
AFTER_THE_SWITCH = Delivery((22 * SECOND,), in_order=False)


def by_voucher(of, **more):
    return lambda memory: {"voucher_number": memory[of]["voucher_number"], **more} if of in memory else None


def by_reference(of, **more):
    return lambda memory: {"rrn": memory[of]["rrn"], "date": memory[of]["date"], **more} if of in memory else None


def by_approval(of, **more):
    def arguments(memory):
        told = memory.get(of)
        return told and {"approval_code": told["approval_code"], "date": told["date"], **more}

    return arguments


def by_voice(**more):
    return lambda memory: {"approval_code": memory["voice_approve"]["approval_code"], **more}


SALE = Act("sale", {"amount": 1000})
HELD = Act("preauthorisation", {"amount": 10_000})
COMPLETED = Act("completion", by_approval("preauthorisation", amount=11_500))
CALLED = Act("voice_approve", {"pan": PAN, "amount": "30.00"}, BANK)
POSTED = Act("offline_post", by_voice(amount=3000))
TELL = Act("send_stored")
PERMITTED = Act("permit", {"holder": TERMINAL_ID, "kind": "transfer", "given": True, "by": "Li"}, HOST)

# Kind -> what comes before it, and its own acts.
PAYMENTS = {
    "sale": ((), (SALE,)),
    "void": ((SALE,), (Act("void", by_voucher("sale")),)),
    "refund": ((SALE,), (Act("refund", by_reference("sale", amount=400)),)),
    "preauthorisation": ((), (HELD,)),
    "preauthorisation_void": (
        (HELD,),
        (Act("preauthorisation_void", by_approval("preauthorisation", amount=10_000)),),
    ),
    "completion": ((HELD,), (COMPLETED,)),
    "completion_advice": (
        (HELD,),
        (Act("completion_advice", by_approval("preauthorisation", amount=9000)), TELL),
    ),
    "completion_void": ((HELD, COMPLETED), (Act("completion_void", by_voucher("completion")),)),
    "balance": ((), (Act("balance"),)),
    "transfer": ((PERMITTED,), (Act("transfer", {"amount": 500, "target_pan": OTHER_PAN}),)),
    "offline_post": ((CALLED,), (POSTED, TELL)),
    "adjustment": ((CALLED, POSTED, TELL), (Act("adjustment", by_voucher("offline_post", amount=2500)), TELL)),
    "tip_adjustment": ((CALLED, POSTED, TELL), (Act("tip_adjustment", by_voucher("offline_post", amount=100)), TELL)),
}

# Where the answer to a payment is lost, and who then doubts.
DOUBTS = {
    "the terminal doubts": Spoiled(HOST, TERMINAL, ANSWERS, LOST),
    "the host doubts": Spoiled(SWITCH, HOST, ANSWERS, LOST),
    "the switch doubts": Spoiled(BANK, SWITCH, ANSWERS, LOST),
}

# A reversal, a repetition, one for what is only told: beyond the terminal every other kind goes the way of one of these.
_ONE_OF_EACH = frozenset({"sale", "refund", "completion_advice"})
# At the terminal it matters too how the original was named, and whether it was stored.
_AT_THE_TERMINAL = _ONE_OF_EACH | {"void", "completion", "offline_post", "adjustment"}

_OFFERED = {TERMINAL: {"transfers": True}}


def is_daily(kind, doubt):
    """Whether a doubt is played every day: many kinds go the same way, and one of them is enough."""
    return kind in (_AT_THE_TERMINAL if doubt == "the terminal doubts" else _ONE_OF_EACH)


def _payment(kind):
    before, acts = PAYMENTS[kind]
    return Flow(kind, acts, (Act("sign_in"), *before), settings=_OFFERED)


def _doubted(flow, name, *spoiled):
    last = replace(flow.acts[-1], rest=DOUBT)
    return replace(flow, name=f"{flow.name}, {name}", acts=(*flow.acts[:-1], last), spoiled=spoiled)


def _wait(seconds):
    return Act("wait", deed=lambda _: None, rest=seconds * SECOND)


# The same the other way round: the request comes after its reversal.
LATE = {
    "reversal before the original at the host": Spoiled(TERMINAL, HOST, REQUESTS, AFTER_THE_TERMINAL),
    "reversal before the original at the switch": Spoiled(HOST, SWITCH, REQUESTS, AFTER_THE_HOST),
    "reversal before the original at the bank": Spoiled(SWITCH, BANK, REQUESTS, AFTER_THE_SWITCH),
    "late answer at the host": Spoiled(SWITCH, HOST, ANSWERS, AFTER_THE_HOST),
    "late answer at the terminal": Spoiled(HOST, TERMINAL, ANSWERS, AFTER_THE_TERMINAL),
}

_BY = {"by": "Li"}


def _command(verb, **more):
    return Act("command", {"terminal_id": TERMINAL_ID, "command": verb, **_BY, **more}, HOST)


# An echo: its answer tells the terminal that the host wants something.
HEARS = Act("echo", rest=30 * SECOND)

_SIGNED_IN = (Act("sign_in"),)
_DAY = (*_SIGNED_IN, SALE, SALE, Act("refund", by_reference("sale", amount=400)), CALLED, POSTED, TELL)
_SETTLE = Act("settle", {"details": True})
# An upload that was cut goes on by itself; whoever asks meanwhile hears its end.
_GOES_ON = Act("settle", rounds=12)


_BEHIND = (
    *_SIGNED_IN,
    SALE,
    Act("copy", deed=remember_host),
    *(SALE, Act("refund", by_reference("sale", amount=400)), CALLED, POSTED, TELL),
    Act("restore", deed=restore_host, rest=10 * SECOND),
)


# Asked again until the host has answered, as the page does: always under the same request id.
AT_CONSOLE = Act(
    "shop-refund",
    by_reference(
        "sale",
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


def _retrieval(memory):
    return {"number": memory["retrieval_open"]["number"], **_BY} if "retrieval_open" in memory else None


def _staff():
    """What people do about people; what a stop prevented they do again."""
    cashier, number = {"operator_number": "03"}, {"operator_number": "01"}
    wrong = {"ask.operator_password": Secret("999999")}
    yield Act("confirm_identity")
    yield Act("log_in", number)
    yield Act("add_operator", cashier, rounds=2)
    yield Act("change_password", cashier, answers=_CHANGED)
    yield Act("reset_password", cashier)
    yield Act("lock_terminal")
    yield _OPENED
    yield Act("log_out")
    yield from (Act("log_in", cashier, answers=wrong) for _ in range(LOCK_AFTER))
    yield Act("unlock", cashier)
    yield Act("remove_operator", cashier)
    yield Act("approve_devices")


_CHANGED = {
    "ask.operator_password": Secret("471100"),
    "ask.new_password": Secret("123987"),
    "ask.repeated_password": Secret("123987"),
}
_SUPERVISOR = {"ask.operator_number": "00", "ask.operator_password": Secret("123456")}
# The supervisor opens what is locked.
_OPENED = Act("unlock_terminal", {"operator_number": "00"}, answers={"ask.operator_password": Secret("123456")})


def _messages():
    yield from (_command("message", text="Please call us."), HEARS)
    yield from (_command("status"), HEARS)
    yield from (_command("sign-in"), HEARS)


_BINDING = {
    "terminal_id": TERMINAL_ID,
    "serial_number": "00000101",
    "credit_code": "91310000MA1K35DX4B",
    "settlement_account": "6225000000000048",
    "address": "1 First Road",
    "position": "+31230416+121473701",
    "warn_metres": 100,
    "refuse_metres": 1000,
    "unlocated": "accept",
    **_BY,
}
_MOVE = {
    "terminal_id": TERMINAL_ID,
    "address": "2 Second Road",
    "position": "+31230716+121473701",
    "reason": "a new shop",
    **_BY,
}

_RULE = {
    "issuer_id": "99010001",
    "entry_modes": "02",
    "most_amount": 100_000,
    "card_count": 9,
    "card_total": 500_000,
    "issuer_count": 99,
    "issuer_total": 900_000,
    "no_pin_amount": 100_000,
    "pin_unchecked": 1,
}
_STANDS_IN = (*_SIGNED_IN, Act("stand_in", _RULE, SWITCH))
_STOOD_IN = replace(SALE, rest=DOUBT)


def _bank_is_away(world):
    world.nodes[BANK].crash("away for a while", 90 * SECOND)


_EMPTY = {"ask.card": StripeRead(WALLET["empty-east"].track2), "ask.pin": WALLET["empty-east"].pin}


def _moved(memory):
    """Return the arguments of who approves the move that was proposed."""
    told = memory.get("relocate")
    return {"terminal_id": TERMINAL_ID, "number": told["number"], "by": "Wang"} if told else None


def _batch_seen(memory):
    """Return the arguments of who agrees to what is listed for the batch."""
    batches = memory.get("batches", {}).get("batches", ())
    seen = next((each["seen"] for batch in batches for each in batch["proposals"]), None)
    return {"terminal_id": TERMINAL_ID, "by": "Wang", "seen": seen}


_LATE_CASE = f"{TERMINAL_ID}-1-000002-R"
_CLOSED_OVER_A_DOUBT = (
    replace(SALE, rest=20 * SECOND),
    Act("propose-disposition", {"terminal_id": TERMINAL_ID, "reason": "stolen", "by": "Li"}, HOST),
    Act("batches", {"terminal_id": TERMINAL_ID}, HOST),
    Act("approve-disposition", _batch_seen, HOST, rest=60 * SECOND),
)
# What the terminal takes back reaches the host only once its batch is closed.
_LOST_REVERSALS = (
    Spoiled(HOST, TERMINAL, ANSWERS, LOST),
    Spoiled(TERMINAL, HOST, frozenset({"0400"}), LOST),
)


def _as_listed(memory):
    """Return the arguments of who agrees to what is listed for the case."""
    cases = memory.get("cases", {}).get("cases", ())
    seen = next((each.get("seen") for each in cases if each["case_name"] == _LATE_CASE), None)
    return {"case": _LATE_CASE, "by": "Wang", "seen": seen}


def _settled(outcome):
    """Two persons say what is to come of the reversal, and the terminal hears of it at its next try."""
    asked = {"case": _LATE_CASE, "outcome": outcome, "reason": "the customer came back", "by": "Li"}
    return (
        Act("close-case", asked, HOST),
        Act("cases", party=HOST),
        Act("approve-case", _as_listed, HOST, rest=120 * SECOND),
    )


def _exception(outcome, by):
    """Return the arguments about the newest exception of the bank."""

    def arguments(memory):
        told = memory.get("exceptions", {}).get("exceptions")
        if not told:
            return None
        more = {"seen": told[0].get("seen")} if outcome is None else {"outcome": outcome, "reason": "no balance"}
        return {"exception": told[0]["exception"], "by": by, **more}

    return arguments


_OVERLAP = {party: {"zone_key_overlap": 20 * SECOND} for party in (SWITCH, HOST, BANK)}
_ORDERED = Act("zone_keys", {"member_id": "99010001", **_BY}, SWITCH, rest=5 * SECOND)
# Long enough for a second try, and for the end of the overlap.
_SOLD_AMID = (_ORDERED, replace(SALE, rest=60 * SECOND), SALE)
_ASKED = (
    Act("zone-keys", {"ask": True}, HOST, rest=5 * SECOND),
    SALE,
    Act("zone_keys", {"ask": True}, BANK, rest=40 * SECOND),
    SALE,
)

# Eleven at night in Shanghai.
_EVENING = 1_773_154_800 * SECOND

MANAGEMENT = (
    Flow("sign-in", _SIGNED_IN),
    Flow("sign-in without a key for tracks", _SIGNED_IN, settings={TERMINAL: {"track_encryption": False}}),
    Flow("key change between two sales", (*_SIGNED_IN, SALE), (*_SIGNED_IN, SALE)),
    Flow("sign-out", (Act("sign_out"),), _SIGNED_IN),
    Flow(
        "echo and self-diagnosis", (Act("echo"), Act("self_test"), Act("diagnose", {"complaint": "cannot-reach-bank"}))
    ),
    Flow("settlement", (_SETTLE,), _DAY, settles=False),
    Flow("settlement of an empty batch", (_SETTLE,), _SIGNED_IN),
    Flow(
        "settlement and automatic sign-out",
        (Act("settle", rest=10 * SECOND),),
        (*_SIGNED_IN, SALE),
        settings={TERMINAL: {"auto_sign_out": True}},
    ),
    Flow(
        "settlement at its hour",
        (_wait(40),),
        (*_SIGNED_IN, SALE),
        settings={TERMINAL: {"settle_at": "2300"}},
        epoch=_EVENING - 20 * SECOND,
    ),
    Flow(
        "settlement whose comparison is lost", (_SETTLE,), _DAY, (Spoiled(HOST, TERMINAL, frozenset({"0510"}), LOST),)
    ),
    Flow("settlement whose end is lost", (_SETTLE,), _DAY, (Spoiled(HOST, TERMINAL, frozenset({"0330"}), LOST),)),
    Flow("settlement with mismatch and upload", (_SETTLE,), _BEHIND, after=(_GOES_ON,)),
    Flow(
        "upload of which an answer is lost",
        (_SETTLE,),
        _BEHIND,
        (Spoiled(HOST, TERMINAL, frozenset({"0330"}), LOST),),
        after=(_GOES_ON,),
    ),
    Flow("day close", (Act("day-close", party=HOST),), (*_DAY, _SETTLE)),
    Flow("refund at the console", (AT_CONSOLE, AT_CONSOLE), (*_SIGNED_IN, SALE)),
    Flow(
        "refund at the console, the host doubts",
        (replace(AT_CONSOLE, rest=DOUBT),),
        (*_SIGNED_IN, SALE),
        (Spoiled(SWITCH, HOST, ANSWERS, LOST),),
    ),
    Flow(
        "day close with a refund at the console",
        (Act("day-close", party=HOST),),
        (*_SIGNED_IN, SALE, AT_CONSOLE),
        after=(replace(AT_CONSOLE, rounds=1),),
    ),
    Flow(
        "parameter download",
        (
            Act("set_parameters", {"scope": "all", "values": {"retry_count": "2"}, **_BY}, HOST),
            HEARS,
            _command("download"),
            HEARS,
        ),
        _SIGNED_IN,
    ),
    Flow(
        "parameter download by hand",
        (
            Act("set_parameters", {"scope": "all", "values": {"retry_count": "2"}, **_BY}, HOST),
            Act("log_out"),
            Act("download", answers=_SUPERVISOR),
            Act("log_out"),
        ),
        _SIGNED_IN,
    ),
    Flow(
        "blacklist download",
        (Act("list-prefix", {"prefix": "622599", **_BY}, HOST), _command("blacklist"), HEARS),
        _SIGNED_IN,
    ),
    Flow(
        "parameters and a list from before the sign-in, fetched again after it",
        (
            Act("set_parameters", {"scope": "all", "values": {"retry_count": "2"}, **_BY}, HOST),
            Act("list-prefix", {"prefix": "622599", **_BY}, HOST),
            _command("blacklist"),
            replace(HEARS, rest=30 * SECOND),
            Act("sign_in"),
        ),
    ),
    Flow(
        "instruction: lock and unlock",
        (_command("lock"), HEARS, _command("unlock"), HEARS),
        _SIGNED_IN,
        after=(replace(_command("unlock"), rounds=3), replace(HEARS, rounds=3)),
    ),
    Flow("instruction: a message, the state, a new sign-in", tuple(_messages()), _SIGNED_IN),
    Flow("instruction: change the master key", (_command("master-key"), replace(HEARS, rest=60 * SECOND)), _SIGNED_IN),
    Flow(
        "instruction: settle",
        (_command("settle"), replace(HEARS, rest=30 * SECOND)),
        (*_SIGNED_IN, SALE),
    ),
    Flow(
        "two persons close a batch",
        (
            Act("propose-disposition", {"terminal_id": TERMINAL_ID, "reason": "stolen", "by": "Li"}, HOST),
            Act("batches", {"terminal_id": TERMINAL_ID}, HOST),
            Act("approve-disposition", _batch_seen, HOST),
        ),
        (*_SIGNED_IN, SALE),
        after=(_GOES_ON,),
    ),
    Flow(
        "a reversal after two persons closed its batch, settled by two persons",
        (*_CLOSED_OVER_A_DOUBT, *_settled("cardholder_repaid")),
        _SIGNED_IN,
        _LOST_REVERSALS,
        after=(*_settled("payment_stands"), _GOES_ON),
    ),
    Flow("binding and relocation", (Act("bind", _BINDING, HOST), Act("relocate", _MOVE, HOST))),
    Flow(
        "a relocation that two persons agree to",
        (Act("bind", _BINDING, HOST), Act("relocate", _MOVE, HOST), Act("approve-relocation", _moved, HOST)),
        settings={HOST: {"relocation_persons": "two"}},
    ),
    Flow(
        "an exception at the bank, closed by two persons",
        (
            replace(_STOOD_IN, answers=_EMPTY),
            Act("exceptions", party=BANK),
            Act("close_exception", _exception("charged_back", "Li"), BANK),
            Act("exceptions", party=BANK),
            Act("approve_exception", _exception(None, "Wang"), BANK),
        ),
        _STANDS_IN,
        (Spoiled(SWITCH, BANK, REQUESTS, LOST),),
    ),
    Flow("stand-in for a silent bank", (_STOOD_IN,), _STANDS_IN, (Spoiled(SWITCH, BANK, REQUESTS, LOST),)),
    Flow("stand-in for a bank that is away", (_STOOD_IN,), (*_STANDS_IN, Act("away", deed=_bank_is_away))),
    Flow("end of the business day", (SALE, _wait(90), SALE), _SIGNED_IN, epoch=_EVENING - 40 * SECOND),
    Flow(
        "rules at the host",
        (
            PERMITTED,
            Act("list-card", {"card": WALLET["stolen-north"].pan.reveal(), **_BY}, HOST),
            Act("limit-merchant", {"merchant_id": "999290054110001", "largest": 900_000, "day": 0, **_BY}, HOST),
            Act("group", {"terminal_id": TERMINAL_ID, "group": "north", **_BY}, HOST),
        ),
    ),
    Flow(
        "retrieval of a slip",
        (
            Act("retrieval_open", by_reference("sale", reason="dispute", **_BY), HOST),
            Act("retrieval_answer", _retrieval, HOST),
            Act("retrieval_close", _retrieval, HOST),
        ),
        (*_SIGNED_IN, SALE),
    ),
    Flow(
        "signature on the pad",
        (replace(SALE, rest=20 * SECOND), _SETTLE),
        _SIGNED_IN,
        settings={TERMINAL: {"electronic_signature": True}},
    ),
    Flow(
        "signature whose answer is lost",
        (replace(SALE, rest=90 * SECOND), _SETTLE),
        _SIGNED_IN,
        (Spoiled(HOST, TERMINAL, frozenset({"0830"}), LOST),),
        settings={TERMINAL: {"electronic_signature": True}},
    ),
    Flow("voice approval", (CALLED,)),
    Flow(
        "hold that expires",
        (_wait(60),),
        (*_SIGNED_IN, HELD),
        settings={BANK: {"hold_days": 1, "look_for_expired_every": 20 * SECOND}},
        epoch=1_773_158_400 * SECOND - 30 * SECOND,
    ),
    Flow("zone keys changed amid sales", _SOLD_AMID, _SIGNED_IN, settings=_OVERLAP),
    Flow(
        "zone keys of which the message is lost",
        _SOLD_AMID,
        _SIGNED_IN,
        (Spoiled(SWITCH, BANK, frozenset({"0800"}), LOST),),
        settings=_OVERLAP,
    ),
    Flow(
        "zone keys of which the answer is lost",
        _SOLD_AMID,
        _SIGNED_IN,
        (Spoiled(BANK, SWITCH, frozenset({"0810"}), LOST),),
        settings=_OVERLAP,
    ),
    Flow("zone keys asked for by members", _ASKED, _SIGNED_IN, settings=_OVERLAP),
    Flow("staff", tuple(_staff()), after=(replace(_OPENED, rounds=2),)),
)

FLOWS = {
    flow.name: flow
    for flow in (
        *(_payment(kind) for kind in PAYMENTS),
        *(_doubted(_payment(kind), name, spoiled) for kind in PAYMENTS for name, spoiled in DOUBTS.items()),
        *(_doubted(_payment(kind), name, spoiled) for kind in ("sale", "void") for name, spoiled in LATE.items()),
        *MANAGEMENT,
        *CODE_FLOWS,
    )
}

_RARE = frozenset(
    [f"{kind}, {doubt}" for kind in PAYMENTS for doubt in DOUBTS if not is_daily(kind, doubt)]
    + [f"void, {name}" for name in LATE]
)

EVERY_DAY = {name: flow for name, flow in FLOWS.items() if name not in _RARE}
"""Without the flows that differ from another one in nothing but what the terminal asks for."""


@cache
def undisturbed(name):
    """Play a flow that nobody stops."""
    return run(FLOWS[name])
