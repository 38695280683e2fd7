"""The naive host seals as the dialect says: else nothing would pass between it and the switch that stands beside us."""

import pytest

import iso8583
from benchmarks.naive_host import dialects as naive
from benchmarks.naive_host import security
from countertop.crypto.macs import RetailMacKey
from countertop.iso8583 import INTERBANK, Message
from countertop.values import Pan

KEY = bytes.fromhex("0123456789ABCDEF1032547698BADCFE")
MESSAGES = (
    Message("0820", transmission_time="0715100000", stan="000001", forwarding_id="99992900", network_code="001"),
    Message(
        "0200",
        pan=Pan("6225000000000014"),
        processing_code="000000",
        amount="000000001250",
        transmission_time="0715100000",
        stan="000002",
        merchant_category="5411",
        entry_mode="021",
        condition_code="00",
        acquirer_id="99992900",
        forwarding_id="99992900",
        rrn="606900000004",
        terminal_id="80000101",
        merchant_id="999290054110001",
        currency="156",
    ),
)


@pytest.mark.filterwarnings("ignore::cryptography.utils.CryptographyDeprecationWarning")  # the peer's library
@pytest.mark.parametrize("message", MESSAGES, ids=["sign-on", "sale"])
def test_its_interbank_mac_is_ours(message):
    message.mac = b"00000000"
    payload = INTERBANK.encode(message)
    fields, _ = iso8583.decode(payload[naive.HEADER :], naive.INTERBANK)
    ours = RetailMacKey(KEY).x9_19_text(INTERBANK.mac.covered(message, b"", 0, 0))
    assert bytes.fromhex(security.interbank_mac(KEY, fields)) == ours
