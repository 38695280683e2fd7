"""The acquirer's console behind its gate, over a house of real parties that is served once for all these tests."""

import http.client
import json
import re

import pytest

from countertop.web.accounts.demo import DEMO_ACCOUNTS, add_demo_accounts
from countertop.web.accounts.house import open_register
from countertop.web.acquirer.app import make_acquirer_site
from countertop.web.sites import read_premises
from tests.end_to_end.processes import run, sale, up
from tests.web.accounts.conftest import Served

OPERATOR, SECOND_OPERATOR = "host-operator", "host-operator-two"
KEY_OFFICER, SECOND_KEY_OFFICER = "host-key-officer", "host-key-officer-two"
ADMINISTRATOR, SECOND_ADMINISTRATOR = "host-administrator", "host-second"
AUDITOR = "host-auditor"
PASSWORDS = {account.name: account.password for account in DEMO_ACCOUNTS}
TERMINAL = "80000101"


@pytest.fixture(scope="session")
def house(tmp_path_factory):
    """A demo house that runs, with one sale approved and one declined."""
    data = tmp_path_factory.mktemp("console") / "data"
    with up(data):
        assert run("sign-in", "--demo", data=data).status == 0
        assert sale(data).status == 0
        declined = run("sale", "30.00", "--demo", "--card", "empty-east", data=data)
        assert declined.status == 10, declined
        yield data


@pytest.fixture(scope="session")
def register(house):
    register = open_register(house, is_demo=True)
    add_demo_accounts(register)
    yield register
    assert register.store.broken_at() is None
    register.store.close()


@pytest.fixture(scope="session")
def served(house, register):
    with Served(make_acquirer_site(read_premises(house), register)) as served:
        yield served


class Visitor:
    """Somebody at the console: `get` and `post` as a browser, `call` as a program."""

    def __init__(self, browser, name):
        self.browser = browser
        self.name = name
        browser.get("/log-in?language=en")
        answer = browser.log_in(name, PASSWORDS[name])
        assert answer.status == 303, answer.text

    def get(self, path, **headers):
        return self.browser.get(path, **headers)

    def post(self, path, form=None, **headers):
        return self.browser.post(path, {"csrf": self.csrf, **(form or {})}, **headers)

    @property
    def csrf(self):
        return self.browser.get("/approvals").csrf

    def call(self, path, body=None):
        """Return status and JSON of a call."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.browser.cookies.items())
        sent = {"cookie": cookies, "accept": "application/json", "accept-language": "en"}
        if body is not None:
            sent |= {"content-type": "application/json", "x-csrf-token": self.csrf}
        connection = http.client.HTTPConnection("127.0.0.1", self.browser.port, timeout=20)
        text = None if body is None else json.dumps(body)
        connection.request("GET" if body is None else "POST", path, text, sent)
        response = connection.getresponse()
        told = response.read().decode()
        connection.close()
        return response.status, json.loads(told)

    def do(self, deed, **fields):
        """Fill in a deed, and be sure of it; return both answers."""
        sure = self.post(f"/deeds/{deed}", fields)
        if sure.status != 200:
            return sure, None
        token = re.search(rf'action="/deeds/{deed}/([\w-]+)"', sure.text)[1]
        return sure, self.post(f"/deeds/{deed}/{token}")


@pytest.fixture(scope="session")
def visitors(served):
    """Everybody, logged in once."""
    known = {}

    def visitor(name):
        if name not in known:
            known[name] = Visitor(served.browser(), name)
        return known[name]

    return visitor


@pytest.fixture(scope="session")
def declined(visitors):
    """The reference of the sale that was declined for lack of money."""
    hits = re.findall(r'href="/transactions/(\w{12})".*?(?=</tr>)', visitors(OPERATOR).get("/live").text, re.DOTALL)
    assert len(hits) == 2
    return hits[0]
