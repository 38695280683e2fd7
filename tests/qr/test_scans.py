"""What a scanner may send: bounded, printable, never a shortcut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from countertop.qr import ScanError, ScanKind, identify, read_scan
from countertop.qr.scans import LONGEST_BARCODE, LONGEST_QR
from tests.qr.published import VECTORS


def test_control_bytes_are_dropped_and_counted():
    scan = read_scan(b"\x02103456789012345678\r\n\x1b[A")
    assert (scan.text, scan.dropped) == ("103456789012345678[A", 4)


@pytest.mark.parametrize("data", [b"", b"\r\n", b"\xff\xfe", b"x" * 513, b"\x00" * 3])
def test_what_is_no_text_is_refused(data):
    with pytest.raises(ScanError) as refused:
        read_scan(data)
    assert refused.value.field == "scan"


def test_limits_are_reached():
    assert read_scan(b"x" * LONGEST_QR).text == "x" * 512
    with pytest.raises(ScanError):
        read_scan(b"x" * 49, LONGEST_BARCODE)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("103456789012345678", ScanKind.PAYMENT_CODE),
        ("6901234567892", ScanKind.UNKNOWN),
        ("https://example.com/pay", ScanKind.UNKNOWN),
        *((vector["payload"], ScanKind.MERCHANT_CODE) for vector in VECTORS["merchant_presented"]),
        *((vector["payload"], ScanKind.CUSTOMER_CODE) for vector in VECTORS["customer_presented"]),
    ],
)
def test_a_scan_is_told_by_its_beginning(text, kind):
    assert identify(text) is kind


@given(st.binary(max_size=600))
def test_whatever_comes_is_printable_or_refused(data):
    try:
        scan = read_scan(data)
    except ScanError:
        return
    assert scan.text.isprintable()
    assert identify(scan.text) in ScanKind
