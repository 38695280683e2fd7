"""The till's side of a settlement: totals, details with their proofs, the end."""

from countertop.iso8583.private import (
    SettlementTotals,
    SideTotals,
    UploadDetail,
    UploadProof,
    write_upload_details,
    write_upload_proofs,
)
from countertop.values import Pan
from tests.acquirer.neighbours import PAN


def totals(debit=0, debits=0, credit=0, voids=0, **foreign):
    return SettlementTotals(SideTotals(debit, debits, credit, voids), SideTotals(**foreign)).text()


def tell_totals(till, text, **changes):
    """Send a 0500; return its answer."""
    till.tell(till.manage("0500", "201", private_data=text, currency="156", reserved_data="01 ", **changes))
    return till.hear()


def detail(request, answer, amount=None, pan=PAN, kind="22", original="000000", card_type="00"):
    """Return one line of an upload and its proof."""
    line = UploadDetail(card_type, request.stan, Pan(pan), int(request.amount) if amount is None else amount)
    return line, UploadProof(kind, answer.rrn, answer.approval_code or " " * 6, original)


def details(till, *lines, proven=True, **changes):
    """Build a 0320 with these lines of an upload."""
    proofs = write_upload_proofs([proof for _, proof in lines])
    more = {"terminal_information": f"UP{len(proofs):03d}{proofs}"} if proven else {}
    text = write_upload_details([line for line, _ in lines])
    return till.manage("0320", "201", private_data=text, **more, **changes)


def tell_details(till, *lines, **changes):
    till.tell(details(till, *lines, **changes))
    return till.hear()


def tell_copy(till, request, answer):
    """Send the copy of a refund or an advice; return its answer."""
    rrn, code = answer.rrn, request.approval_code or answer.approval_code
    changes = {"mti": "0320", "entry_mode": f"{request.entry_mode[:2]}2", "rrn": rrn, "approval_code": code}
    secrets = dict.fromkeys(("pin_block", "pin_length", "track2", "security_control", "mac", "terminal_information"))
    till.tell(request.copy(**{**secrets, **changes, "reserved_data": "CUP"}))
    return till.hear()


def tell_end(till, count=0, code="202", **changes):
    till.tell(till.manage("0320", code, private_data=f"{count:04d}", **changes))
    return till.hear()


def results(answer):
    told = SettlementTotals.read(answer.private_data)
    return told.domestic.result, told.foreign.result


def dispositions(house):
    return {row["stan"]: row["disposition"] for row in rows(house, "disposition")}


def rows(house, table):
    names = [column.name for column in house.book.schema.table(table).columns]
    return [dict(zip(names, row, strict=True)) for row in house.book.store.rows(table)]


def lose(house, stan):
    """Take a transaction out of the host's tables, and start the host again without it."""
    tables = house.book.store._tables
    for table in ("attempt", "decision", "claim"):
        for key in [key for key in tables[table].rows if key.endswith(f"|{stan}")]:
            tables[table].remove(key)
    house.reopen()
