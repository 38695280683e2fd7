"""A short day in the demo house, so that no page is empty: sales, a void, a refund, a hold, a batch settled, a decline."""

import json
from pathlib import Path
from typing import Any

from tests.end_to_end.processes import run

__all__ = ["live_a_day"]

DECLINED = 10


def live_a_day(data: Path) -> None:
    """Do business in a house that serves; raises AssertionError when something goes otherwise than planned."""

    def do(*words: str, status: int = 0) -> Any:
        ran = run(*words, "--demo", "--json", data=data)
        assert ran.status == status, ran
        return json.loads(ran.out)

    do("sign-in")
    first = do("sale", "36.80")
    do("sale", "128.50", "--card", "debit-west")
    do("settle")
    do("refund", "6.80", "--rrn", first["rrn"], "--date", first["date"])
    do("sale", "52.00", "--card", "empty-east", status=DECLINED)
    do("void", do("sale", "19.90")["voucher_number"])
    do("preauth", "500.00", "--card", "credit-east")
    do("sale", "8.40")
