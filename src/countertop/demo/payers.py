"""The demo's wallet and who pays by it: people with a telephone instead of a card. All fictional."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from countertop.wallet import AcquirerRegistered, CustomerOpened, WalletOpened

__all__ = ["PAYERS", "WALLET", "Payer", "Provider", "wallet_records"]


@dataclass(frozen=True, slots=True)
class Provider:
    """A wallet; `style` is whose payment codes its own look like."""

    party: str
    wallet_id: str
    name_zh: str
    name_en: str
    style: str


@dataclass(frozen=True, slots=True)
class Payer:
    """A customer of the wallet: amounts in minor units; above `free_limit` they are asked to confirm."""

    customer_id: str
    holder: str
    balance: int
    free_limit: int
    pays_through: str = "balance"
    status: str = "normal"


WALLET = Provider("wallet", "cn.example.wallet", "样例钱包", "Demo Wallet", "wechat")
PAYERS = (
    Payer("lilei", "李雷", 2_000_00, 200_00),
    Payer("hanmei", "韩梅", 5_000_00, 200_00, pays_through="bank"),
    Payer("zhaoliu", "赵六", 5_00, 200_00),
    Payer("blocked", "钱七", 1_000_00, 200_00, status="blocked"),
)


def wallet_records(acquirer_id: str, acquirer_name: str, signing_key: str, founded_at: int) -> tuple[Any, ...]:
    """Return what the wallet's store begins with; `signing_key` is the acquirer's, as a block of the wallet's HSM."""
    return (
        WalletOpened(WALLET.wallet_id, WALLET.name_zh, WALLET.name_en, WALLET.style),
        AcquirerRegistered(acquirer_id, acquirer_name, signing_key),
        *(
            CustomerOpened(
                payer.customer_id,
                number,
                payer.holder,
                payer.balance,
                payer.free_limit,
                payer.pays_through,
                founded_at,
                payer.status,
            )
            for number, payer in enumerate(PAYERS, 1)
        ),
    )
