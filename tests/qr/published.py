"""The codes that others have published."""

import json
from pathlib import Path

VECTORS = json.loads((Path(__file__).parents[1] / "vectors" / "qr-codes.json").read_text("utf-8"))


def named(kind):
    return {"argvalues": VECTORS[kind], "ids": [vector.get("name") or vector.get("code") for vector in VECTORS[kind]]}


def bitwise_crc(data):
    """CRC-16, polynomial 1021, start FFFF, bit by bit."""
    crc = 0xFFFF
    for byte in data:
        crc ^= byte << 8
        for _ in range(8):
            crc = (crc << 1 ^ (0x1021 if crc & 0x8000 else 0)) & 0xFFFF
    return f"{crc:04X}"
