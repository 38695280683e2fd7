"""BER-TLV, as field 55 and parameter tables hold it, opened and not opened."""

from countertop.codec import TlvError, tlv
from countertop.iso8583.masking import masked_chip_data
from tests.fuzz.coverage_guided.seeds import BAD, CHIP_DATA

SEEDS = (*CHIP_DATA, *BAD["tlv"])


def one(data):
    masked_chip_data(data)
    for is_nested in (False, True):
        try:
            items = tlv.parse(data, nested=is_nested)
        except TlvError as fault:
            assert 0 <= fault.offset <= len(data)  # noqa: PT017 - both outcomes are right
            continue
        assert sum(item.size for item in items) == len(data)
        assert [item.value for item in tlv.parse(tlv.build((item.tag, item.value) for item in items))] == [
            item.value for item in items
        ]
    try:
        tlv.read(data)
    except TlvError:
        return
