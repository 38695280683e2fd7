"""The page of the wallet's API says what the code does."""

import hmac
import json
import re

from countertop.qr.wallet_wire import decode_request
from tests.qr.api_page import PAGE, rewritten


def test_the_tables_of_the_page_are_those_of_the_code():
    page = PAGE.read_text("utf-8")
    assert page == rewritten(page), "run: python -m tests.qr.api_page"


def test_the_example_on_the_page_is_a_request_with_its_signing_text():
    page = PAGE.read_text("utf-8")
    request, signed = re.findall(r"```(?:json|text)\n(.*?)```", page, re.DOTALL)[:2]
    received = decode_request(request.encode())
    assert received.signed.decode() == signed.rstrip("\n")
    assert json.loads(request)["signature"] == received.signature.hex()


def test_the_signature_of_the_example_is_right():
    page = PAGE.read_text("utf-8")
    key = bytes.fromhex(re.search(r"key `([0-9a-f]{64})`", page)[1])
    request = re.search(r"```json\n(.*?)```", page, re.DOTALL)[1]
    received = decode_request(request.encode())
    assert hmac.digest(key, received.signed, "sha256") == received.signature
