"""What the processes of the host benchmark share: terminals and keys of a founded house, taken out of its key blocks.

The real host uses its house as it was founded. The naive host, the dummy switch and the clients are not worth an HSM:
they get the same keys in the clear. They were drawn for this run and go with it.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from countertop.crypto.key_blocks import KeyWrapper
from countertop.demo.founding import FLEET
from countertop.demo.people import ACQUIRER, BANKS, DEMO_OPERATOR, MERCHANT, SWITCH
from countertop.runtime.parties import STORE, read_lmk, read_party, schema_of
from countertop.storage.sqlite import SqliteStore
from countertop.values.cards import luhn_digit

ACQUIRER_ID = ACQUIRER.institution_id
SWITCH_ID = SWITCH.institution_id
MERCHANT_ID = MERCHANT.merchant_id
MERCHANT_CATEGORY = MERCHANT.category
OPERATOR = DEMO_OPERATOR.operator
EXPIRY = "3512"
SERVICE_CODE = "120"
PIN = "123456"
TPDU = bytes.fromhex("6000030000")
HEADER = "603100310001"
NETWORK_CODE = "004"
"""Working keys with a track key, our default: tracks travel encrypted."""


@dataclass(frozen=True, slots=True)
class Rig:
    """Keys as hexadecimal: the master key of each terminal by its id, the keys of the link to the switch."""

    tmks: dict[str, str]
    zpk: str
    zak: str

    @classmethod
    def of_house(cls, house: Path) -> Rig:
        """Return what the processes must know of a house that was founded with a fleet."""
        tmks = _keys(house / FLEET, "master_key", "terminal_id", "tmk")
        zpk = _keys(house / ACQUIRER.party, "zone_keys", "route", "zpk")
        zak = _keys(house / ACQUIRER.party, "zone_keys", "route", "zak")
        return cls(tmks, zpk["switch"], zak["switch"])

    @classmethod
    def load(cls, path: Path) -> Rig:
        """Return the one that `save` wrote."""
        return cls(**json.loads(path.read_text()))

    def save(self, path: Path) -> None:
        """Write it where the other processes find it."""
        path.write_text(json.dumps(asdict(self)))


def pan(place: int) -> str:
    """Return the number of the card that is swiped at the terminal of this place."""
    body = f"{BANKS[0].bin}{place:09d}"
    return body + luhn_digit(body)


def _keys(party: Path, table: str, name: str, key: str) -> dict[str, str]:
    """Return the clear keys in a column of a party's table, by another column."""
    configuration = read_party(party, {}, {})
    wrapper = KeyWrapper(read_lmk(configuration))
    store = SqliteStore.open_read_only(party / STORE, schema_of(configuration.kind.name))
    columns = [column.name for column in store.schema.table(table).columns]
    rows = [dict(zip(columns, row, strict=True)) for row in store.rows(table)]
    store.close()
    return {row[name]: wrapper.unwrap(row[key])[1].hex() for row in rows}
