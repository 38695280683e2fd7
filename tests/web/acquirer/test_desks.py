"""What a party replies, as the console takes it: a status is believed without words too."""

import asyncio
import json

import pytest

from countertop.runtime.desk_address import place_socket
from countertop.web.acquirer.desks import Desks, NotDone
from countertop.words import Language


def asked(house, reply):
    """Return what came of asking a host that replies so."""
    host = house / "host"
    host.mkdir(parents=True)
    (house / "countertop.toml").write_text('parties = ["host"]\n', encoding="utf-8")
    (host / "countertop.toml").write_text('party = "acquirer"\n', encoding="utf-8")

    has_left = asyncio.Event()

    async def reply_once(reader, writer):
        request = json.loads(await reader.readline())
        writer.write(json.dumps({"id": request["id"], **reply}).encode() + b"\n")
        await reader.read()
        writer.close()
        await writer.wait_closed()
        has_left.set()

    async def ask():
        async with await asyncio.start_unix_server(reply_once, sock=place_socket(host)):
            desks = Desks(house)
            try:
                return await desks.ask("acquirer", "pulse")
            finally:
                await desks._desks["host"].close()
                await has_left.wait()

    return asyncio.run(ask())


def test_what_was_done_is_told(tmp_path):
    assert asked(tmp_path, {"reply": 0, "body": {"link": "up"}}) == {"link": "up"}


@pytest.mark.parametrize("body", [{}, {"state": "odd"}])
def test_a_refusal_without_a_reason_is_none_the_less_a_refusal(tmp_path, body):
    with pytest.raises(NotDone) as refused:
        asked(tmp_path, {"reply": 15, "body": body})
    assert refused.value.status == 15
    assert not refused.value.is_unknown
    assert "status 15" in refused.value.said(Language.ENGLISH)
