"""What the terminal is and how it stands with its host: one row each, the newest holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from countertop.journal import Query, Row, Table
from countertop.terminal import records
from countertop.terminal.lifecycle import MachineState
from countertop.terminal.tables.rules import TERMINAL_KEY, Rule, columns, rows_of

__all__ = [
    "INSTALLATION_OF",
    "LAST_STAN_OF",
    "MACHINE_OF",
    "MASTER_KEY_OF",
    "QUERIES",
    "REQUIREMENT_OF",
    "ROWS",
    "TABLES",
    "WORKING_KEYS_OF",
]

INSTALLATION = Table(
    "installation",
    columns(
        "terminal_id merchant_id merchant_name_zh merchant_name_en tpdu header first_batch_number zone licence "
        "serial_number"
    ),
    TERMINAL_KEY,
)
MASTER_KEY = Table("master_key", columns("terminal_id tmk"), TERMINAL_KEY, replace=True)
MACHINE = Table(
    "machine", columns("terminal_id state batch_number clock_offset# cause? changed_at#"), TERMINAL_KEY, replace=True
)
WORKING_KEYS = Table("working_keys", columns("terminal_id tpk tak tdk?"), TERMINAL_KEY, replace=True)
REQUIREMENT = Table("requirement", columns("terminal_id requirement"), TERMINAL_KEY, replace=True)
LAST_STAN = Table("last_stan", columns("terminal_id stan"), TERMINAL_KEY, replace=True)

TABLES: Final = (INSTALLATION, MASTER_KEY, MACHINE, WORKING_KEYS, REQUIREMENT, LAST_STAN)

INSTALLATION_OF = Query("installation_of", "installation", TERMINAL_KEY, limit=1)
MASTER_KEY_OF = Query("master_key_of", "master_key", TERMINAL_KEY, limit=1)
MACHINE_OF = Query("machine_of", "machine", TERMINAL_KEY, limit=1)
WORKING_KEYS_OF = Query("working_keys_of", "working_keys", TERMINAL_KEY, limit=1)
REQUIREMENT_OF = Query("requirement_of", "requirement", TERMINAL_KEY, limit=1)
LAST_STAN_OF = Query("last_stan_of", "last_stan", TERMINAL_KEY, limit=1)

QUERIES: Final = (INSTALLATION_OF, MASTER_KEY_OF, MACHINE_OF, WORKING_KEYS_OF, REQUIREMENT_OF, LAST_STAN_OF)

_master_key_row = rows_of(MASTER_KEY)


def _installed_rows(entry: records.TerminalInstalled) -> tuple[Row, ...]:
    terminal = entry.terminal_id
    merchant = (entry.merchant_id, entry.merchant_name_zh, entry.merchant_name_en)
    device = (entry.licence, entry.serial_number)
    rows: tuple[Row, ...] = (
        ("installation", (terminal, *merchant, entry.tpdu, entry.header, entry.batch_number, entry.zone, *device)),
        ("machine", (terminal, MachineState.SIGNED_OUT.value, entry.batch_number, 0, None, 0)),
        ("last_stan", (terminal, "000000")),
    )
    return rows if entry.tmk is None else (*rows, ("master_key", (terminal, entry.tmk)))


def _master_key_rows(entry: records.MasterKeyLoaded) -> tuple[Row, ...]:
    """Return the key of a ceremony: nothing that came under an older one is good any more."""
    none_waits = ("next_master_key", (entry.terminal_id, "", "", 0))
    return (*_master_key_row(entry), ("working_keys", (entry.terminal_id, "", "", None)), none_waits)


def _signed_in_rows(entry: records.SignedIn) -> tuple[Row, ...]:
    terminal = entry.terminal_id
    return (
        ("machine", (terminal, MachineState.SIGNED_IN.value, entry.batch_number, entry.clock_offset, None, entry.at)),
        ("working_keys", (terminal, entry.tpk, entry.tak, entry.tdk)),
        ("requirement", (terminal, "0")),
    )


def _signed_out_rows(entry: records.SignedOut) -> tuple[Row, ...]:
    place = (entry.batch_number, entry.clock_offset)
    return (
        ("machine", (entry.terminal_id, MachineState.SIGNED_OUT.value, *place, None, entry.at)),
        ("working_keys", (entry.terminal_id, "", "", None)),
    )


def _sign_in_required_rows(entry: records.SignInRequired) -> tuple[Row, ...]:
    place = (entry.batch_number, entry.clock_offset)
    return (("machine", (entry.terminal_id, MachineState.SIGNED_OUT.value, *place, entry.response_code, entry.at)),)


ROWS: Final[Mapping[type, Rule]] = {
    records.TerminalInstalled: _installed_rows,
    records.MasterKeyLoaded: _master_key_rows,
    records.StanTaken: lambda entry: (("last_stan", (entry.terminal_id, entry.stan)),),
    records.SignedIn: _signed_in_rows,
    records.SignedOut: _signed_out_rows,
    records.SignInRequired: _sign_in_required_rows,
    records.RequirementNoted: rows_of(REQUIREMENT),
}
