"""A payment HSM in software: stateless but for its local master key, for demo, development and the simulator.

Like the real ones it keeps no keys: they come with each command as key blocks under the local master key. Unlike the
real ones it runs in ordinary memory, so it refuses to start for production.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from countertop.crypto.errors import CryptoError
from countertop.hsm import card_data, commands, components, exchange, macs, passwords, pins, signing, signing_commands
from countertop.hsm.errors import HsmError, ProductionError, UnknownCommandError
from countertop.hsm.replies import HsmRefusal
from countertop.hsm.vault import PasswordCost, Vault

__all__ = ["SoftwareHsm"]

_COMMANDS: Final[dict[type[commands.Command], Callable[[Vault, Any], Any]]] = {
    commands.VerifyMac: macs.verify_mac,
    commands.MakeMac: macs.make_mac,
    commands.EncryptPin: pins.encrypt_pin,
    commands.TranslatePin: pins.translate_pin,
    commands.VerifyPin: pins.verify_pin,
    commands.MakePinReference: pins.make_pin_reference,
    commands.MakePinReferenceFromBlock: pins.make_pin_reference_from_block,
    commands.EncryptTrack: card_data.seal_track,
    commands.DecryptTrack: card_data.open_track,
    commands.ProtectPan: card_data.protect_pan,
    commands.TokenizePan: card_data.tokenize_pan,
    commands.RevealPan: card_data.reveal_pan,
    commands.GenerateWorkingKeys: exchange.generate_working_keys,
    commands.ImportWorkingKeys: exchange.import_working_keys,
    commands.GenerateMasterKey: exchange.generate_master_key,
    commands.ImportMasterKey: exchange.import_master_key,
    commands.GenerateZoneKeys: exchange.generate_zone_keys,
    commands.ImportZoneKeys: exchange.import_zone_keys,
    commands.DescribeKey: exchange.describe_key,
    commands.GenerateComponent: components.generate_component,
    commands.FormKey: components.form_key,
    commands.HashPassword: passwords.hash_password,
    commands.VerifyPassword: passwords.verify_password,
    signing_commands.MakeSignature: signing.make_signature,
    signing_commands.VerifySignature: signing.verify_signature,
    signing_commands.TokenizeText: signing.tokenize_text,
    signing_commands.ProtectData: signing.protect_data,
    signing_commands.RevealData: signing.reveal_data,
}


class SoftwareHsm:
    """Performs commands under the local master key `lmk`, 32 bytes; `entropy` returns so many random bytes.

    Raises ProductionError when it is to run for production, KeyLengthError for another length of the master key.
    """

    __slots__ = ("_vault",)

    def __init__(
        self,
        lmk: bytes,
        entropy: Callable[[int], bytes],
        password_cost: PasswordCost | None = None,
        *,
        production: bool = False,
    ) -> None:
        if production:
            raise ProductionError(
                "the software HSM does not run in production mode: connect a payment HSM, or create the data directory "
                "in demo mode"
            )
        self._vault = Vault(lmk, entropy, password_cost or PasswordCost())

    def perform(self, batch: Sequence[commands.Command]) -> list[Any]:
        """Return the reply to each command, in order. A refused command does not stop those after it."""
        vault = self._vault
        replies = []
        for command in batch:
            try:
                replies.append(_COMMANDS[command.__class__](vault, command))
            except (CryptoError, HsmError) as refused:
                replies.append(HsmRefusal(refused.reason, str(refused)))
            except KeyError:
                if command.__class__ in _COMMANDS:
                    raise
                unknown = UnknownCommandError(f"the HSM has no command {type(command).__name__}")
                replies.append(HsmRefusal(unknown.reason, str(unknown)))
        return replies
