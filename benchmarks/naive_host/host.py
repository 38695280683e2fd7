"""The naive host: a task for each terminal, a dictionary of futures for what waits for the switch."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Any

import iso8583
from benchmarks import rig
from benchmarks.naive_host import security
from benchmarks.naive_host.dialects import ENVELOPE, HEADER, INTERBANK, TERMINAL, interbank_header, swapped

Fields = dict[str, Any]


class NaiveHost:
    """Serves terminals; `journal` is a SQLite file, every row its own commit."""

    def __init__(self, keys: rig.Rig, journal: Path) -> None:
        self.tmks = {terminal_id: bytes.fromhex(tmk) for terminal_id, tmk in keys.tmks.items()}
        self.zpk, self.zak = bytes.fromhex(keys.zpk), bytes.fromhex(keys.zak)
        self.working_keys: dict[str, tuple[bytes, bytes, bytes]] = {}
        self.waiting: dict[str, asyncio.Future[Fields]] = {}
        self.serial = 0
        self.switch: asyncio.StreamWriter
        self.connection = sqlite3.connect(journal)
        self.connection.execute("PRAGMA journal_mode = WAL")
        self.connection.execute("PRAGMA synchronous = FULL")
        self.connection.execute(
            "CREATE TABLE journal (rrn TEXT PRIMARY KEY, terminal_id TEXT, stan TEXT, amount TEXT, card TEXT, "
            "received_at TEXT, request TEXT, response_code TEXT, approval_code TEXT, answer TEXT, "
            "UNIQUE (terminal_id, stan))"
        )

    async def connect(self, port: int) -> None:
        """Dial the switch and sign on."""
        reader, self.switch = await asyncio.open_connection("127.0.0.1", port)
        self.listening = asyncio.create_task(self.listen(reader))
        await self.ask_switch(
            {"t": "0820", "7": self.moment(), "11": "000001", "33": rig.ACQUIRER_ID, "70": "001"}, "000001"
        )

    async def listen(self, reader: asyncio.StreamReader) -> None:
        """Hand each answer of the switch to whoever waits for it."""
        while True:
            size = int(await reader.readexactly(4))
            payload = await reader.readexactly(size)
            fields, _ = iso8583.decode(payload[HEADER:], INTERBANK)
            waiting = self.waiting.pop(fields["11"], None)
            if waiting is not None:
                waiting.set_result(fields)

    async def ask_switch(self, fields: Fields, stan: str) -> Fields:
        """Send a request and return its answer, its MAC verified."""
        fields["128"] = security.interbank_mac(self.zak, fields)
        body, _ = iso8583.encode(fields, INTERBANK)
        payload = interbank_header(rig.SWITCH_ID, rig.ACQUIRER_ID, len(body)) + body
        answered = self.waiting[stan] = asyncio.get_running_loop().create_future()
        self.switch.write(f"{len(payload):04d}".encode() + payload)
        await self.switch.drain()
        answer: Fields = await answered
        if security.interbank_mac(self.zak, answer) != answer["128"].lower():
            raise ValueError("the switch's MAC is wrong")
        return answer

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one terminal until it hangs up."""
        try:
            while True:
                size = int.from_bytes(await reader.readexactly(2), "big")
                payload = await reader.readexactly(size)
                fields, _ = iso8583.decode(payload[ENVELOPE:], TERMINAL)
                answer = self.sign_in(fields) if fields["t"] == "0800" else await self.sale(fields, payload)
                reply = swapped(payload[:ENVELOPE]) + answer
                writer.write(len(reply).to_bytes(2, "big") + reply)
                await writer.drain()
        except asyncio.IncompleteReadError:
            writer.close()

    def sign_in(self, fields: Fields) -> bytes:
        """Give the terminal working keys."""
        tmk = self.tmks[fields["41"]]
        tpk, tak, tdk = self.working_keys[fields["41"]] = os.urandom(16), os.urandom(8), os.urandom(16)
        keys = security.wrapped(tmk, tpk, 16) + security.wrapped(tmk, tak, 16) + security.wrapped(tmk, tdk, 16)
        now = datetime.now()  # noqa: DTZ005 - the counter's own time
        answer = {name: fields[name] for name in ("11", "41", "42")}
        answer |= {"t": "0810", "12": f"{now:%H%M%S}", "13": f"{now:%m%d}", "32": rig.ACQUIRER_ID, "39": "00"}
        answer |= {"37": self.next_rrn(), "60": f"00000001{rig.NETWORK_CODE}", "62": keys.hex()}
        encoded, _ = iso8583.encode(answer, TERMINAL)
        return bytes(encoded)

    async def sale(self, fields: Fields, payload: bytes) -> bytes:
        """Take a sale to the switch and back."""
        tpk, tak, tdk = self.working_keys[fields["41"]]
        if security.terminal_mac(tak, payload[ENVELOPE:-8]) != payload[-8:]:
            raise ValueError("the terminal's MAC is wrong")
        track = security.clear_track(tdk, fields["35"].upper())
        card = track.partition("D")[0]
        rrn = self.next_rrn()
        stan = f"{self.serial % 999_999 + 1:06d}"
        self.write(
            "INSERT INTO journal (rrn, terminal_id, stan, amount, card, received_at, request) VALUES (?,?,?,?,?,?,?)",
            (rrn, fields["41"], fields["11"], fields["4"], f"{card[:6]}******{card[-4:]}", self.moment(), str(fields)),
        )
        forward = {name: fields[name] for name in ("3", "4", "22", "25", "26", "41", "42", "49", "53")}
        now = datetime.now()  # noqa: DTZ005 - the counter's own time
        forward |= {"t": "0200", "2": card, "7": f"{now:%m%d%H%M%S}", "11": stan, "12": f"{now:%H%M%S}"}
        forward |= {"13": f"{now:%m%d}", "18": rig.MERCHANT_CATEGORY, "32": rig.ACQUIRER_ID, "33": rig.ACQUIRER_ID}
        forward |= {"35": track, "37": rrn, "52": security.translate_pin(tpk, self.zpk, fields["52"], card)}
        forward["60"] = "000000200300000"
        answer = await self.ask_switch(forward, stan)
        self.write(
            "UPDATE journal SET response_code = ?, approval_code = ?, answer = ? WHERE rrn = ?",
            (answer["39"], answer.get("38"), str(answer), rrn),
        )
        return self.reply(fields, answer, card, rrn, tak)

    def reply(self, fields: Fields, answer: Fields, card: str, rrn: str, tak: bytes) -> bytes:
        """Return the answer to the terminal, sealed."""
        reply = {name: fields[name] for name in ("3", "4", "11", "25", "41", "42", "49", "60")}
        reply |= {"t": "0210", "2": card, "12": answer["12"], "13": answer["13"], "15": answer["15"]}
        reply |= {"32": rig.ACQUIRER_ID, "37": rrn, "38": answer["38"], "39": answer["39"], "63": "CUP"}
        reply |= {"44": f"{answer['100']:<11}{rig.ACQUIRER_ID:<11}", "64": "00" * 8}
        encoded, _ = iso8583.encode(reply, TERMINAL)
        unsealed = bytes(encoded[:-8])
        return unsealed + security.terminal_mac(tak, unsealed)

    def write(self, statement: str, values: tuple[Any, ...]) -> None:
        """Make one row durable."""
        self.connection.execute(statement, values)
        self.connection.commit()

    def next_rrn(self) -> str:
        """Return a reference number."""
        self.serial += 1
        return f"{self.serial:012d}"

    def moment(self) -> str:
        """Return field 7."""
        return f"{datetime.now():%m%d%H%M%S}"  # noqa: DTZ005 - the counter's own time
