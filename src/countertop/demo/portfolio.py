"""A demo bank's founding records: the bank, an account for each card of the wallet, and the cards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from countertop.demo.people import SWITCH, Bank
from countertop.demo.wallet import Card
from countertop.hsm import MakePinReference, ProtectPan, SoftwareHsm
from countertop.issuer import records

__all__ = ["bank_records"]


def bank_records(
    bank: Bank, wallet: Mapping[str, Card], hsm: SoftwareHsm, zone_keys: tuple[str, str, str], founded_at: int
) -> tuple[Any, ...]:
    """Return what a bank's store begins with; `zone_keys` are ZPK, ZAK and ZMK, `founded_at` UTC microseconds."""
    zpk, zak, zmk = zone_keys
    cards = [card for card in wallet.values() if card.bank == bank.key]
    return (
        records.BankOpened(bank.institution_id, bank.name_zh, bank.name_en, SWITCH.institution_id, zpk, zak, zmk=zmk),
        *(record for number, card in enumerate(cards, 1) for record in _card_records(card, number, hsm, founded_at)),
    )


def _card_records(card: Card, number: int, hsm: SoftwareHsm, founded_at: int) -> tuple[Any, ...]:
    protected, reference = hsm.perform([ProtectPan(card.pan), MakePinReference(card.pin, card.pan)])
    account_id = f"{card.bank}-{number:06d}"
    # The wallet says what can be spent: a debit account holds it, a credit account may owe it.
    held, owed = (0, card.balance) if card.kind == "credit" else (card.balance, 0)
    return (
        records.AccountOpened(account_id, number, card.kind, card.name, held, owed, founded_at),
        records.CardIssued(
            protected.token,
            protected.cipher,
            card.pan.masked(),
            account_id,
            card.expiry,
            card.service_code,
            reference,
            card.status,
        ),
    )
