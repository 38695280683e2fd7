"""A wallet: the provider behind QR payments, with customers, orders and books of its own."""

from countertop.wallet.actor import Wallet
from countertop.wallet.errors import NotFounded, WalletError
from countertop.wallet.records import AcquirerRegistered, CustomerOpened, WalletOpened
from countertop.wallet.settings import PLANTABLE, WalletSettings
from countertop.wallet.tables import SCHEMA

__all__ = [
    "PLANTABLE",
    "SCHEMA",
    "AcquirerRegistered",
    "CustomerOpened",
    "NotFounded",
    "Wallet",
    "WalletError",
    "WalletOpened",
    "WalletSettings",
]
