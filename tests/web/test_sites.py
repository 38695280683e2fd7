"""Where sites are served, and by which names a browser calls them there."""

import asyncio

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from countertop.runtime.premises import FILE
from countertop.web.accounts.ceremony import place_of
from countertop.web.errors import SiteFault
from countertop.web.serving import _gated
from countertop.web.sites import Address, Premises, read_premises
from tests.end_to_end.processes import Serving, run
from tests.web.accounts.conftest import Browser


def premises_at(port, tmp_path, host="127.0.0.1"):
    address = Address(host, port)
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
    assert premises.origin_of("merchant") == f"http://{known.replace('localhost', '127.0.0.1')}"


@pytest.mark.parametrize(("host", "better"), [("127.0.0.1", "localhost"), ("127.0.0.1:5112", "localhost:5112")])
def test_a_page_without_passkeys_leads_to_the_same_site_under_a_name(host, better):
    scope = {"type": "http", "scheme": "http", "path": "/", "query_string": b"", "headers": [(b"host", host.encode())]}
    place = place_of(Request({**scope, "hosts": frozenset([host, better])}))
    assert (place.rp_id, place.better) == ("", f"http://{better}")


@pytest.mark.parametrize(
    ("port", "known", "unknown"),
    [(5112, "[::1]:5112", "::1:5112"), (80, "[::1]", "[::1]:80"), (80, "localhost", "::1")],
)
def test_an_ipv6_address_is_called_in_brackets(tmp_path, port, known, unknown):
    premises = premises_at(port, tmp_path, "::1")
    assert status(premises, known) == 200
    assert status(premises, unknown) == 421


def read(house, address):
    (house / FILE).write_text(f'parties = []\n[sites]\nmerchant = "{address}"\n', "utf-8")
    return read_premises(house).addresses["merchant"]


@pytest.mark.parametrize("text", ["[::1]:5112", "[0:0:0:0:0:0:0:1]:5112"])
def test_an_ipv6_address_is_read_however_it_is_spelt(tmp_path, text):
    assert read(tmp_path, text) == Address("::1", 5112)
    assert read_premises(tmp_path).origin_of("merchant") == "http://[::1]:5112"


@pytest.mark.parametrize("text", ["::1:5112", "[::1]", "[localhost]:5112", "[fe80::1%eth0]:5112", "[::1:5112", ":5112"])
def test_what_is_no_address_of_a_site_is_refused(tmp_path, text):
    with pytest.raises(SiteFault):
        read(tmp_path, text)


class Neighbour(Browser):
    """A browser that calls a site by its IPv6 address."""

    HOST = "::1"


def test_real_sites_at_ipv6_addresses_are_opened_and_logged_in_at(tmp_path):
    house = tmp_path / "data"
    assert run("found", house, "--demo", "--port-base", "0").status == 0
    file = house / FILE
    file.write_text(file.read_text("utf-8").replace('= "127.0.0.1:', '= "[::1]:'), "utf-8")
    with Serving("pages", "--data", house, "--language", "en") as pages:
        at = dict(line.split(": ", 1) for line in pages.lines if ": http://[::1]:" in line)
        ports = {site: int(url.rstrip("/").rpartition(":")[2]) for site, url in at.items()}
        merchant = Neighbour(ports["Merchant console"])
        here = f"[::1]:{merchant.port}"
        form = {"csrf": merchant.get("/log-in").csrf, "name": "owner", "password": "fresh-mart-2026"}
        answer = merchant.post("/log-in", form, origin=f"http://{here}")
        assert answer.status == 303, answer.text
        assert merchant.get("/own").status == 200
        assert merchant.get("/own", host=f"::1:{merchant.port}").status == 421
        csrf = merchant.get("/own").csrf
        assert merchant.post("/log-out", {"csrf": csrf}, origin="http://[::2]:80").status == 403
        # The face frames the PIN pad, and no policy can name an IPv6 address: it is shown under the machine's name.
        face = Neighbour(ports["Terminal"])
        local = f"localhost:{face.port}"
        assert face.get("/").headers["location"] == f"http://{local}/"
        shown = face.get("/", host=local)
        assert "frame-src http://localhost:" in shown.headers["content-security-policy"]
