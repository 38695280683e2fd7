"""Where sites are served, and by which names a browser calls them there."""

import asyncio

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from countertop.web.accounts.ceremony import place_of
from countertop.web.serving import _gated
from countertop.web.sites import Address, Premises


def premises_at(port, tmp_path):
    address = Address("127.0.0.1", port)
    return Premises(tmp_path, {}, {"merchant": address}, is_demo=True)


def status(premises, host):
    answered = []

    async def send(message):
        answered.append(message)

    gate = _gated(premises, "merchant", PlainTextResponse("inside"), lambda *told: answered.append(told))
    scope = {"type": "http", "method": "GET", "path": "/", "headers": [(b"host", host.encode())]}
    asyncio.run(gate(scope, None, send))
    return answered[0]["status"]


@pytest.mark.parametrize(
    ("port", "known", "unknown"),
    [(5112, "localhost:5112", "localhost"), (80, "localhost", "localhost:5112"), (443, "127.0.0.1:443", "127.0.0.1")],
)
def test_a_site_is_called_as_browsers_write_its_address(tmp_path, port, known, unknown):
    """A browser leaves the port of HTTP out (RFC 9110, section 4.2.3); the site there must not refuse itself."""
    premises = premises_at(port, tmp_path)
    assert status(premises, known) == 200
    assert status(premises, unknown) == 421
    assert premises.addresses["merchant"].netloc == known.replace("localhost", "127.0.0.1")


@pytest.mark.parametrize(("host", "better"), [("127.0.0.1", "localhost"), ("127.0.0.1:5112", "localhost:5112")])
def test_a_page_without_passkeys_leads_to_the_same_site_under_a_name(host, better):
    scope = {"type": "http", "scheme": "http", "path": "/", "query_string": b"", "headers": [(b"host", host.encode())]}
    place = place_of(Request({**scope, "hosts": frozenset([host, better])}))
    assert (place.rp_id, place.better) == ("", f"http://{better}")
