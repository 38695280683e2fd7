"""An acquirer's and a terminal's HSM with the keys they share, drawn from a fixed seed."""

import random

from countertop.hsm import CHEAPEST_PASSWORDS, GenerateWorkingKeys, ImportWorkingKeys, SoftwareHsm
from countertop.hsm.ceremony import share_key
from countertop.values import Pan

__all__ = ["PAN", "TwoHsms", "ask", "new_hsm"]

PAN = Pan("6225000000000014")


def new_hsm(seed):
    entropy = random.Random(seed).randbytes
    return SoftwareHsm(entropy(32), entropy, CHEAPEST_PASSWORDS)


def ask(hsm, command):
    (reply,) = hsm.perform((command,))
    return reply


class TwoHsms:
    """A ceremony has been held and working keys with a TDK have been fetched; a zone's keys are at the acquirer."""

    def __init__(self, seed=1, kind="004"):
        sm4 = kind == "005"
        self.acquirer, self.terminal = new_hsm(seed), new_hsm(seed + 1)
        self.acquirer_tmk, self.terminal_tmk = (
            key.block for key in share_key("TMK", [self.acquirer, self.terminal], sm4=sm4)
        )
        self.drawn = ask(self.acquirer, GenerateWorkingKeys(self.acquirer_tmk, kind))
        self.loaded = ask(self.terminal, ImportWorkingKeys(self.terminal_tmk, self.drawn.field_62, kind))
        (zpk,), (zak,), (zmk,) = (share_key(usage, [self.acquirer]) for usage in ("ZPK", "ZAK", "ZMK"))
        self.zpk, self.zak, self.zmk = zpk.block, zak.block, zmk.block
        (wsk,) = share_key("WSK", [self.acquirer], 32)
        self.wsk = wsk.block
