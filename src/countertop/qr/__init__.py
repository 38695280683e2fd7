"""QR payments as text: what a scanner reads, the codes of customers and shops, and the messages of a wallet's API."""

from countertop.qr.customer_codes import Application, CustomerCode, read_customer_code
from countertop.qr.errors import ApiError, CodeError, QrError, ScanError
from countertop.qr.merchant_codes import MerchantCode, read_merchant_code, write_merchant_code
from countertop.qr.payment_codes import PAYMENT_CODE_STYLES, PaymentCode, PaymentCodeStyle, style_of
from countertop.qr.scans import Scan, ScanKind, identify, read_scan

__all__ = [
    "PAYMENT_CODE_STYLES",
    "ApiError",
    "Application",
    "CodeError",
    "CustomerCode",
    "MerchantCode",
    "PaymentCode",
    "PaymentCodeStyle",
    "QrError",
    "Scan",
    "ScanError",
    "ScanKind",
    "identify",
    "read_customer_code",
    "read_merchant_code",
    "read_scan",
    "style_of",
    "write_merchant_code",
]
