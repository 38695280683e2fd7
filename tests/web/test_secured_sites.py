"""Sites under TLS at a name of their own: cookies go by no other way, pages know their origin, passkeys are made there."""

import http.client
import json
import re
import socket
import ssl

import pytest
from websockets.sync.client import connect

from countertop.demo.people import MERCHANT
from countertop.runtime.certificates import Authority
from countertop.runtime.premises import FILE
from countertop.web.site_tls import context_of
from countertop.web.sites import read_premises
from tests.end_to_end.processes import Serving, run
from tests.web.accounts.authenticator import Authenticator
from tests.web.accounts.conftest import LONG, Browser
from tests.web.accounts.test_passkeys import Person

NAME = "pos.shop.example"
AUTHORITY = Authority("a shop's own")
TRUST = ssl.create_default_context(cadata=AUTHORITY.certificate.decode())


class Sealed(http.client.HTTPConnection):
    """A connection to this machine, which is called by the name of the shop."""

    def connect(self):
        super().connect()
        self.sock = TRUST.wrap_socket(self.sock, server_hostname=NAME)


class Customer(Browser):
    def connect(self):
        return Sealed("127.0.0.1", self.port, timeout=20)

    def ask(self, method, path, form=None, told=None, **headers):
        answer = super().ask(method, path, form, told, **{"host": f"{NAME}:{self.port}", **headers})
        assert all("Secure" in line for line in answer.headers.get_all("set-cookie") or () if "session" in line)
        return answer


class Owner(Person):
    """A shop's owner with a device that knows where it is."""

    def __init__(self, port, name):
        self.browser, self.host, self.name = Customer(port), f"{NAME}:{port}", name
        self.device = Authenticator(f"https://{self.host}")


def found(house, *more):
    """Found a house whose file says what its sites are called and what they show."""
    assert run("found", house, "--demo", "--port-base", "0").status == 0
    file = house / FILE
    file.write_text(file.read_text("utf-8") + "\n".join((f'names = ["{NAME}"]', *more, "")), "utf-8")
    return house


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    """The pages of a house under TLS, and the port of each."""
    house = tmp_path_factory.mktemp("house") / "data"
    found(house, 'certificate = "sites.pem"', 'key = "sites-key.pem"')
    issued = AUTHORITY.issue("the sites", answers=True, calls=False, places=[NAME])
    (house / "sites.pem").write_bytes(issued.certificate)
    (house / "sites-key.pem").write_bytes(issued.key)
    with Serving("pages", "--data", house, "--language", "en") as pages:
        pages.house = house
        pages.ports = dict(re.findall(rf"^(.+): https://{re.escape(NAME)}:([0-9]+)/$", pages.text, re.MULTILINE))
        yield pages


def test_an_owner_logs_in_and_makes_a_passkey_at_the_name_of_the_shop(shop):
    added = run(
        "accounts", "add", "li", "merchant-owner", "--merchant", MERCHANT.merchant_id, "--json", data=shop.house
    )
    first = json.loads(added.out)["password"]
    owner = Owner(int(shop.ports["Merchant console"]), "li")
    assert owner.browser.log_in("li", first).status == 303
    form = {"csrf": owner.get("/password").csrf, "old": first, "new": LONG, "repeated": LONG}
    changed = owner.browser.post("/password", form, origin=f"https://{owner.host}")
    assert (changed.status, "; Secure" in changed.headers["set-cookie"]) == (303, True)
    assert owner.make() == (201, {"next": "/own?done=passkey-added"})
    assert owner.log_out().enter()[0] == 200
    assert owner.is_in
    # A page of the same name that nobody sealed is another origin.
    assert owner.browser.post("/log-out", {"csrf": owner.get("/own").csrf}, origin=f"http://{owner.host}").status == 403
    till = int(shop.ports["Till API"])
    assert f"https://{NAME}:{till}" in Customer(till).get("/").text


def test_the_face_and_its_frame_are_sealed_too(shop):
    terminal = Customer(int(shop.ports["Terminal"]))
    page = terminal.get("/")
    (frame,) = re.findall(rf'src="(https://{re.escape(NAME)}:[0-9]+)/', page.text)
    assert f"frame-src https://127.0.0.1:{frame.rpartition(':')[2]}" in page.headers["content-security-policy"]
    assert frame in page.headers["content-security-policy"]
    calling = socket.create_connection(("127.0.0.1", terminal.port))
    here = f"{NAME}:{terminal.port}"
    with connect(f"wss://{here}/live", sock=calling, ssl=TRUST, server_hostname=NAME, origin=f"https://{here}") as line:
        assert json.loads(line.recv(timeout=20))["began"] is True


def test_no_page_is_told_without_a_seal(shop):
    port = int(shop.ports["Acquirer console"])
    plain = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    plain.request("GET", "/log-in")
    with pytest.raises((http.client.HTTPException, OSError)):
        plain.getresponse()
    certified = read_premises(shop.house).certified
    assert certified is not None
    assert context_of(certified).minimum_version is ssl.TLSVersion.TLSv1_2


@pytest.mark.parametrize(
    ("named", "told"),
    [
        (('certificate = "sites.pem"',), "certificate and key or neither"),
        (('certificate = "sites.pem"', 'key = "sites.pem"'), "cannot serve the pages"),
    ],
)
def test_what_is_no_certificate_with_its_key_is_said(tmp_path, named, told):
    house = found(tmp_path / "data", *named)
    ran = run("pages", "--language", "en", data=house)
    assert ran.status != 0
    assert told in ran.err
