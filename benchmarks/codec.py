"""The codec beside two public ones, on the same chip sale of 19 fields, full validation, one core.

    python -m benchmarks.codec [rounds]

256 messages take turns, of 200 terminals, with their own card numbers, traces, amounts and cryptograms, so that
nothing is measured on a single lucky input. Candidates are interleaved in every round and medians compared, because
the machine drifts; times are the processor's, not the clock's. Trust the ratios. The bytes that ours and pyiso8583
write are the same. py8583 packs odd digits its own way and turns numbers into integers: it gets the same fields and
reads what it wrote. Neither peer checks digits.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from statistics import median
from typing import Any

from py8583 import py8583, py8583spec

import iso8583
from countertop.iso8583 import INTERBANK, UNIONPAY_POS, InterbankHeader, Message
from countertop.iso8583.spec import FieldSpec, Kind
from countertop.values import Pan, PinBlock, Track2
from countertop.values.cards import luhn_digit

MESSAGES = 256
TERMINALS = 200
ROUNDS = 15
LOOPS_OF_OURS = 8
"""Times that ours runs over all messages where a peer, about ten times slower, runs once."""

CHIP_DATA = bytes.fromhex(
    "9F2608{cryptogram}9F2701809F101307011703A00000010A0100000500001EF41C469F37049536C9B89F36020C66950500000000009A032208249C"
    "01009F02060000000011115F2A02015682027C009F1A0201569F03060000000000009F330360E9C89F34030000009F3501229F1E0831323334353637"
    "388408A0000003330101029F090200309F410400000001".replace("{cryptogram}", "46FD62985CAAE758")
)


def chip_sale(place: int) -> Message:
    """Return one of the sales: 19 fields, 281 bytes."""
    body = f"62250000{place:07d}"
    pan = body + luhn_digit(body)
    return Message(
        "0200",
        tpdu=bytes.fromhex("6000010000"),
        header="613100310001",
        pan=Pan(pan),
        processing_code="000000",
        amount=f"{(place + 1) * 137:012d}",
        stan=f"{place + 1:06d}",
        expiry="2912",
        entry_mode="051",
        pan_sequence="001",
        condition_code="00",
        pin_length="12",
        track2=Track2(f"{pan}D29122010000000000000"),
        terminal_id=f"{place % TERMINALS:08d}",
        merchant_id=f"{place % TERMINALS:015d}",
        currency="156",
        pin_block=PinBlock((place * 0x9E3779B97F4A7C15 % 2**64).to_bytes(8, "big")),
        security_control="2600000000000000",
        icc_data=CHIP_DATA[:3] + (place * 0x9E3779B97F4A7C15 % 2**64).to_bytes(8, "big") + CHIP_DATA[11:],
        transaction_info="2200000100050",
        reserved_data="01 ",
        mac=b"41D4D834",
    )


def interbank_sale(place: int) -> Message:
    """Return the same sale as it goes to the switch."""
    sale = chip_sale(place)
    return sale.copy(
        tpdu=None,
        header=InterbankHeader("00010000", "48020000"),
        transmission_time=f"0511{place % 24:02d}4203",
        merchant_category="5411",
        acquirer_id="48020000",
        forwarding_id="48020000",
        transaction_info="000006000300000000000012000",
        reserved_data=None,
    )


def pyiso8583_spec() -> dict[str, Any]:
    """Return our table in the form of pyiso8583."""

    def row(data: str, size: int, longest: int) -> dict[str, Any]:
        return {"data_enc": data, "len_enc": "bcd", "len_type": size, "max_len": longest, "desc": ""}

    def field(spec: FieldSpec) -> dict[str, Any]:
        if not spec.is_packed:
            return row("b" if spec.kind is Kind.B else "ascii", spec.prefix_size, spec.length)
        if not spec.prefix:
            return row("b", 0, spec.size(spec.length))
        return {**row("b", spec.prefix_size, spec.length), "len_count": "nibbles", "right_pad": "0"}

    unused = {str(number): row("ascii", 0, 1) for number in range(2, 129)}
    ours = {str(number): field(spec) for number, spec in UNIONPAY_POS.table.items()}
    return {**unused, **ours, "h": row("b", 0, 11), "t": row("b", 0, 2), "p": row("b", 0, 8), "1": row("b", 0, 8)}


def py8583_messages(messages: list[Message]) -> list[Any]:
    """Return the messages as objects of py8583, which has no envelope."""
    spec = py8583spec.IsoSpec1987BCD()
    for number, row in UNIONPAY_POS.table.items():
        content = {Kind.N: "n", Kind.Z: "z", Kind.AN: "an", Kind.ANS: "ans", Kind.B: "b"}[row.kind]
        data = py8583.DT.BIN if row.kind is Kind.B else py8583.DT.BCD if row.is_packed else py8583.DT.ASCII
        kind = {0: py8583.LT.FIXED, 2: py8583.LT.LLVAR, 3: py8583.LT.LLLVAR}[row.prefix]
        spec.ContentTypes[number] = {"ContentType": content, "MaxLen": row.length, "LenType": kind}
        spec.DataTypes[number] = {"Data": data, "Length": py8583.DT.BCD}
    made = []
    for message in messages:
        other = py8583.Iso8583(IsoSpec=spec)
        other.MTI(message.mti)
        for number, value in message.fields().items():
            clear: Any = value.reveal() if hasattr(value, "reveal") else value
            clear = clear.hex().upper() if isinstance(clear, bytes) else clear
            other.Field(number, 1)
            other._Iso8583__FieldData[number] = int(clear) if UNIONPAY_POS.table[number].kind is Kind.N else clear  # noqa: SLF001
        made.append(other)
    return made


def candidates() -> dict[str, tuple[Callable[[Any], object], list[Any], int]]:
    """Return name -> what to call, on what, how many times over."""
    messages = [chip_sale(place) for place in range(MESSAGES)]
    payloads = [UNIONPAY_POS.encode(message) for message in messages]
    spec = pyiso8583_spec()
    documents = [iso8583.decode(payload, spec)[0] for payload in payloads]
    assert [bytes(iso8583.encode(document, spec)[0]) for document in documents] == payloads
    assert [UNIONPAY_POS.decode(payload) for payload in payloads] == messages
    others = py8583_messages(messages)
    theirs = [other.BuildIso() for other in others]
    reader = others[0]
    own_spec = reader._Iso8583__IsoSpec  # noqa: SLF001
    interbank = [interbank_sale(place) for place in range(MESSAGES)]
    interbank_payloads = [INTERBANK.encode(message) for message in interbank]
    return {
        "decode": (UNIONPAY_POS.decode, payloads, LOOPS_OF_OURS),
        "encode": (UNIONPAY_POS.encode, messages, LOOPS_OF_OURS),
        "seal_parts": (UNIONPAY_POS.seal_parts, messages, LOOPS_OF_OURS),
        "public_fields": (Message.public_fields, messages, LOOPS_OF_OURS),
        "interbank decode": (INTERBANK.decode, interbank_payloads, LOOPS_OF_OURS),
        "interbank encode": (INTERBANK.encode, interbank, LOOPS_OF_OURS),
        "pyiso8583 decode": (lambda payload: iso8583.decode(payload, spec), payloads, 1),
        "pyiso8583 encode": (lambda document: iso8583.encode(document, spec), documents, 1),
        "py8583 decode": (lambda data: py8583.Iso8583(data, own_spec), theirs, 1),
        "py8583 encode": (lambda other: other.BuildIso(), others, 1),
    }


def measure(rounds: int) -> dict[str, float]:
    """Return the median microseconds of one call of each candidate, candidates interleaved in every round."""
    each = candidates()
    taken: dict[str, list[float]] = {name: [] for name in each}
    for _ in range(rounds + 1):
        for name, (call, inputs, loops) in each.items():
            start = time.process_time()
            for _ in range(loops):
                for item in inputs:
                    call(item)
            taken[name].append((time.process_time() - start) / loops / len(inputs) * 1e6)
    # The first round compiles and fills memories; a service runs for days.
    return {name: median(times[1:]) for name, times in taken.items()}


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    took = measure(rounds)
    size = len(UNIONPAY_POS.encode(chip_sale(0)))
    print(f"chip sale, {len(chip_sale(0).fields())} fields, {size} bytes; median of {rounds} interleaved rounds")
    print(f"{'':20} {'us':>8} {'per second':>12} {'x pyiso8583':>12} {'x py8583':>10}")
    for name, microseconds in took.items():
        way = name.split()[-1]
        ratios = "".join(
            f"{took[f'{peer} {way}'] / microseconds:{width}.1f}"
            if f"{peer} {way}" in took and " " not in name
            else " " * width
            for peer, width in (("pyiso8583", 13), ("py8583", 11))
        )
        print(f"{name:20} {microseconds:8.2f} {1e6 / microseconds:12,.0f}{ratios}")


if __name__ == "__main__":
    main()
