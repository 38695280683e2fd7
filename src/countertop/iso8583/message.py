"""A message: one attribute for each field, under the name the field has everywhere in this project.

Values have the form of the specification: text for digits, tracks and characters, bytes for binary fields; card data
comes in its secret types. An absent field is None.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from countertop.iso8583.header import InterbankHeader
from countertop.iso8583.names import FIELD_NAMES, MAC_FIELDS
from countertop.iso8583.treatment import TREATMENT, TREATMENT_SCOPE
from countertop.values import Pan, PinBlock, Secret, Track2, Track3

__all__ = ["Echo", "Message", "Track1", "Value", "echoing"]


class Track1(Secret[str]):
    """Track 1 (ISO/IEC 7813); private use, kept nowhere."""

    __slots__ = ()


Value = str | bytes | Secret[str] | Secret[bytes]
"""What a field may hold."""

_NUMBERS = tuple(FIELD_NAMES.items())

_NEXT = {str(digit): str(digit + 1) for digit in range(10)}


class Message:
    """One message of either dialect: `mti` (four digits), the envelope's parts, and the fields.

    `header` holds twelve digits in the POS dialect (read them with `PosHeader`) and an `InterbankHeader` in the
    other. `mac_input` is set by decoding only: the bytes that the MAC covers, as they came; None when there is no MAC.
    """

    __slots__ = ("mti", "tpdu", "header", *FIELD_NAMES.values(), "mac", "mac_input")

    def __init__(  # noqa: PLR0915 - one statement a field: the list is the vocabulary, and mypy reads it
        self,
        mti: str,
        *,
        tpdu: bytes | None = None,
        header: str | InterbankHeader | None = None,
        pan: Pan | None = None,
        processing_code: str | None = None,
        amount: str | None = None,
        transmission_time: str | None = None,
        stan: str | None = None,
        local_time: str | None = None,
        local_date: str | None = None,
        expiry: str | None = None,
        settlement_date: str | None = None,
        merchant_category: str | None = None,
        entry_mode: str | None = None,
        pan_sequence: str | None = None,
        condition_code: str | None = None,
        pin_length: str | None = None,
        fee: str | None = None,
        acquirer_id: str | None = None,
        forwarding_id: str | None = None,
        track2: Track2 | None = None,
        track3: Track3 | None = None,
        rrn: str | None = None,
        approval_code: str | None = None,
        response_code: str | None = None,
        terminal_id: str | None = None,
        merchant_id: str | None = None,
        merchant_name: str | None = None,
        additional_response: str | None = None,
        track1: Track1 | None = None,
        terminal_information: str | None = None,
        acquirer_data: bytes | None = None,
        private_data: str | None = None,
        currency: str | None = None,
        pin_block: PinBlock | None = None,
        security_control: str | None = None,
        balance: str | None = None,
        icc_data: bytes | None = None,
        response_text: str | None = None,
        extension_data: str | None = None,
        purse_data: str | None = None,
        qr_data: str | None = None,
        transaction_info: str | None = None,
        original_info: str | None = None,
        extended_data: bytes | None = None,
        reserved_data: str | PinBlock | None = None,
        network_code: str | None = None,
        original: str | None = None,
        message_security_code: bytes | None = None,
        receiving_id: str | None = None,
        account_from: Pan | None = None,
        account_to: Pan | None = None,
        national_data: str | None = None,
        mac: bytes | None = None,
    ) -> None:
        self.mti = mti
        self.tpdu = tpdu
        self.header = header
        self.pan = pan
        self.processing_code = processing_code
        self.amount = amount
        self.transmission_time = transmission_time
        self.stan = stan
        self.local_time = local_time
        self.local_date = local_date
        self.expiry = expiry
        self.settlement_date = settlement_date
        self.merchant_category = merchant_category
        self.entry_mode = entry_mode
        self.pan_sequence = pan_sequence
        self.condition_code = condition_code
        self.pin_length = pin_length
        self.fee = fee
        self.acquirer_id = acquirer_id
        self.forwarding_id = forwarding_id
        self.track2 = track2
        self.track3 = track3
        self.rrn = rrn
        self.approval_code = approval_code
        self.response_code = response_code
        self.terminal_id = terminal_id
        self.merchant_id = merchant_id
        self.merchant_name = merchant_name
        self.additional_response = additional_response
        self.track1 = track1
        self.terminal_information = terminal_information
        self.acquirer_data = acquirer_data
        self.private_data = private_data
        self.currency = currency
        self.pin_block = pin_block
        self.security_control = security_control
        self.balance = balance
        self.icc_data = icc_data
        self.response_text = response_text
        self.extension_data = extension_data
        self.purse_data = purse_data
        self.qr_data = qr_data
        self.transaction_info = transaction_info
        self.original_info = original_info
        self.extended_data = extended_data
        self.reserved_data = reserved_data
        self.network_code = network_code
        self.original = original
        self.message_security_code = message_security_code
        self.receiving_id = receiving_id
        self.account_from = account_from
        self.account_to = account_to
        self.national_data = national_data
        self.mac = mac
        self.mac_input: bytes | None = None

    @property
    def routing(self) -> InterbankHeader:
        """The interbank header; an assertion fails when this is no interbank message."""
        header = self.header
        assert isinstance(header, InterbankHeader), "a POS message has no interbank header"
        return header

    @property
    def answer_mti(self) -> str:
        """The MTI of this message's answer: 0200 -> 0210, 0400 -> 0410."""
        mti = self.mti
        return mti[:2] + _NEXT[mti[2]] + mti[3]

    def get(self, number: int) -> Value | None:
        """Return a field by its number, None when it is absent; raises KeyError for a number we have no name for."""
        value: Value | None = getattr(self, "mac" if number in MAC_FIELDS else FIELD_NAMES[number])
        return value

    def fields(self) -> dict[int, Value]:
        """Return the fields that are present, by number, ascending; the MAC under 128 in an interbank message."""
        present: dict[int, Value] = {}
        for number, name in _NUMBERS:
            value = getattr(self, name)
            if value is not None:
                present[number] = value
        if self.mac is not None:
            interbank = isinstance(self.header, InterbankHeader) or any(number > 64 for number in present)
            present[128 if interbank else 64] = self.mac
        return present

    def public_fields(self) -> dict[str, str]:
        """Return `mti` and the fields that are present, by name, as text that may be stored and shown.

        Card and account numbers are masked; tracks, PIN blocks, keys, chip data, payers' codes and whatever else may
        hold them are four stars.
        """
        return _public_fields(self)

    def copy(self, **changes: Any) -> Message:
        """Return a message with the same fields but for the changes (None removes one); `mac_input` is not kept.

        Raises AttributeError for a name that is no field.
        """
        twin = _copy(self)
        for name, value in changes.items():
            setattr(twin, name, value)
        return twin

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Message):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in _COPIED)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Message({self.mti}, fields {', '.join(map(str, self.fields()))})"


_COPIED = ("mti", "tpdu", "header", *FIELD_NAMES.values(), "mac")

Echo = Callable[[Message, str], Message]
"""A message and an MTI -> a new message with that MTI and some fields of the other; the rest is set afterwards."""


def echoing(*names: str) -> Echo:
    """Return a function that makes messages which repeat these fields of another, as an answer does of its request.

    An assertion fails for a name that is no field. To make a message by a call with twenty keywords costs five times
    as much, because Python makes a dict of so many.
    """
    assert set(names) <= set(_COPIED), "what is echoed is a field, the TPDU or the header"
    sources = {name: f"of.{name}" if name in names else "None" for name in _COPIED}
    return _compiled("of, mti", {**sources, "mti": "mti"})


def _compiled(parameters: str, sources: dict[str, str]) -> Callable[..., Message]:
    # Straight-line code: a loop over the names takes six times as long.
    lines = [f"def made({parameters}):", "    message = new(Message)", "    message.mac_input = None"]
    lines += (f"    message.{name} = {source}" for name, source in sources.items())
    scope: dict[str, Any] = {"new": object.__new__, "Message": Message}
    exec("\n".join((*lines, "    return message")), scope)  # noqa: S102 - made of our own table
    function: Callable[..., Message] = scope["made"]
    return function


_copy = _compiled("of", {name: f"of.{name}" for name in _COPIED})


def _compiled_public_fields() -> Callable[[Message], dict[str, str]]:
    lines = ["def public_fields(message):", "    shown = {'mti': message.mti}"]
    for name, expression in TREATMENT.items():
        lines += (f"    value = message.{name}", f"    if value is not None: shown['{name}'] = {expression}")
    scope: dict[str, Any] = dict(TREATMENT_SCOPE)
    exec("\n".join((*lines, "    return shown")), scope)  # noqa: S102 - made of our own tables
    function: Callable[[Message], dict[str, str]] = scope["public_fields"]
    return function


_public_fields = _compiled_public_fields()
