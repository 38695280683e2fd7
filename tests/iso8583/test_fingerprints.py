"""When two requests under one key are the same."""

import pytest

from countertop.iso8583 import INTERBANK, Message
from countertop.iso8583.fingerprints import fingerprint

ORIGINAL = "0200" + "000123" + "0131235959" + "00048020000" + "00000010344"
FIELDS = {
    "amount": "000000001250",
    "processing_code": "200000",
    "currency": "156",
    "entry_mode": "021",
    "original": ORIGINAL,
}
OTHERS = [
    {"amount": "000000001251"},
    {"processing_code": "000000"},
    {"original": "0200" + "000124" + ORIGINAL[10:]},
    {"original": ORIGINAL[:-1] + "5"},
    {"currency": "840"},
    {"currency": None},
    {"entry_mode": "051"},
]


def told(token="ab", **changes):
    return fingerprint(Message("0200", **{**FIELDS, **changes}), token)


def test_the_same_content_is_the_same_request():
    assert told(stan="000001", rrn="123456789012") == told()


@pytest.mark.parametrize("change", [*OTHERS, {"token": "cd"}])
def test_other_content_is_another_request(change):
    assert told(**change) != told()


@pytest.mark.parametrize("change", OTHERS)
def test_all_content_is_covered_by_the_mac(change):
    assert covered(**change) != covered()


def covered(**changes):
    return INTERBANK.mac.covered(Message("0200", **{**FIELDS, **changes}), b"", 0, 0)


def test_a_request_without_a_card_or_an_original_has_a_fingerprint_too():
    assert fingerprint(Message("0200"), None) == fingerprint(Message("0200"), None)
