"""When two requests under one key are the same, and when the MAC could not have told."""

import pytest

from countertop.iso8583 import Message
from countertop.iso8583.fingerprints import Likeness, compare, fingerprint

ORIGINAL = "0200" + "000123" + "0131235959" + "00048020000" + "00000010344"
FIELDS = {
    "amount": "000000001250",
    "processing_code": "200000",
    "currency": "156",
    "entry_mode": "021",
    "original": ORIGINAL,
}


def likeness(token="ab", **changes):
    return compare(
        fingerprint(Message("0200", **FIELDS), "ab"), fingerprint(Message("0200", **{**FIELDS, **changes}), token)
    )


def test_the_same_content_is_the_same_request():
    assert likeness(stan="000001", rrn="123456789012") is Likeness.SAME


@pytest.mark.parametrize(
    "change",
    [
        {"amount": "000000001251"},
        {"processing_code": "000000"},
        {"original": "0200" + "000124" + ORIGINAL[10:]},
        {"token": "cd"},
    ],
)
def test_other_content_that_the_mac_covers_is_another_request(change):
    assert likeness(**change) is Likeness.OTHER


@pytest.mark.parametrize(
    "change", [{"currency": "840"}, {"entry_mode": "051"}, {"original": ORIGINAL[:-1] + "5"}, {"currency": None}]
)
def test_other_content_that_the_mac_does_not_cover_is_an_alteration(change):
    assert likeness(**change) is Likeness.ALTERED


def test_a_request_without_a_card_or_an_original_has_a_fingerprint_too():
    assert compare(fingerprint(Message("0200"), None), fingerprint(Message("0200"), None)) is Likeness.SAME
