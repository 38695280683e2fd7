"""What may be wrong, as a decision table: a complaint, the tests in order, the cause that each verdict names.

A cause has a code for the help desk and two texts: `cause.` what it is, `cure.` what to do next. Verdicts come from
tests that are really run (`flows.diagnose`), never from what somebody has set.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

__all__ = ["CAUSES", "COMPLAINTS", "ECHO", "Row"]


class Row(NamedTuple):
    """A test by its name, and what its verdicts mean; a verdict that is not listed leads to the next row."""

    test: str
    causes: Mapping[str, str]


ECHO: Final = "echo"
"""The test that waits for the host, and tells it which machine asks, and where; all others are over at once."""

_NETWORK: Final = {
    "no-carrier": "cable",
    "no-network": "wifi",
    "no-signal": "signal",
    "service-refused": "arrears",
    "no-tone": "telephone",
    "busy": "telephone",
    "unreachable": "private_network",
    "refused": "acquirer_down",
    "time-out": "private_network",
    "certificate": "certificate",
    "partly": "second_way",
}
_CENTRE: Final = {"90": "cut_off", "91": "centre_down", "92": "centre_down", "96": "centre_down"}
_PLACE: Final = {"L1": "moved", "L2": "unlocated", "L3": "other_machine"}
_HOST: Final = {"silent": "acquirer_down", "unreachable": "acquirer_down", "declined": "acquirer_refuses", **_PLACE}
_RESERVE: Final = Row("reserve", {"full": "disk"})
_KEYS: Final = Row("keys", {"no-master-key": "master_key", "no-working-keys": "working_keys"})

COMPLAINTS: Final[Mapping[str, tuple[Row, ...]]] = {
    "no_power": (Row("battery", {"empty": "battery", "low": "battery"}),),
    "cannot_read_card": (Row("card_reader", {"silent": "card_reader", "absent": "card_reader", "ok": "card"}),),
    "cannot_read_fingerprint": (
        Row("fingerprint_reader", {"absent": "no_fingerprint_reader", "silent": "fingerprint_reader", "ok": "finger"}),
    ),
    "cannot_reach_bank": (
        Row("routes", _NETWORK),
        Row(ECHO, _HOST | _CENTRE),
        Row("clock", {"wrong": "date"}),
        Row("last_answer", _CENTRE),
    ),
    "wrong_date": (Row("routes", _NETWORK), Row(ECHO, {"silent": "acquirer_down"}), Row("clock", {"wrong": "date"})),
    "paper": (Row("printer", {"paper_out": "paper", "silent": "printer", "absent": "printer"}),),
    "keys_lost": (_KEYS,),
    "mac_error": (_KEYS, Row("last_answer", {"A0": "mac"})),
    "batch_full": (Row("batch", {"full": "batch"}),),
    "disk_reserve": (_RESERVE,),
    "wrong_place": (Row("locator", {"silent": "locator"}), Row("routes", _NETWORK), Row(ECHO, _HOST)),
}

CAUSES: Final[Mapping[str, str]] = {
    "nothing": "H000",
    "battery": "H101",
    "card_reader": "H201",
    "card": "H202",
    "fingerprint_reader": "H301",
    "no_fingerprint_reader": "H302",
    "finger": "H303",
    "cable": "H401",
    "wifi": "H402",
    "signal": "H403",
    "arrears": "H404",
    "telephone": "H405",
    "private_network": "H406",
    "acquirer_down": "H407",
    "acquirer_refuses": "H408",
    "centre_down": "H409",
    "cut_off": "H410",
    "certificate": "H411",
    "second_way": "H412",
    "date": "H501",
    "paper": "H601",
    "printer": "H602",
    "master_key": "H701",
    "working_keys": "H702",
    "mac": "H703",
    "batch": "H801",
    "disk": "H802",
    "locator": "H901",
    "moved": "H902",
    "unlocated": "H903",
    "other_machine": "H904",
}
"""Cause -> code for the help desk."""
