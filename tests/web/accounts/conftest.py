"""A console with two pages of its own behind the real gate, served on loopback, with a clock that tests set."""

import asyncio
import http.client
import json
import re
from hashlib import sha256
from http.cookies import SimpleCookie
from threading import Thread
from typing import Annotated
from urllib.parse import urlencode

import pytest
import uvicorn
from argon2 import PasswordHasher
from fastapi import Depends, Request

from countertop.web.accounts import passwords
from countertop.web.accounts.console import Section, console_page, signed_in, visit_of
from countertop.web.accounts.guarded import make_console
from countertop.web.accounts.register import Register
from countertop.web.accounts.roles import KEEPS_PEOPLE, ROLES, Permission, Person
from countertop.web.accounts.store import Store
from countertop.web.gate import Gate

LONG = "correct-horse-battery"
BEGIN = 1_800_000_000_000_000


class Clock:
    def __init__(self):
        self.now = BEGIN

    def __call__(self):
        return self.now


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()
        self.text = self.body.decode("utf-8", "replace")

    @property
    def csrf(self):
        return re.search(r'name="csrf" (?:value|content)="([0-9a-f]{64})"', self.text)[1]


class Browser:
    """A browser as far as a server can tell: it keeps cookies, and follows nothing by itself."""

    HOST = "127.0.0.1"

    def __init__(self, port):
        self.port = port
        self.cookies = {}

    def connect(self):
        return http.client.HTTPConnection(self.HOST, self.port, timeout=20)

    def ask(self, method, path, form=None, told=None, **headers):
        connection = self.connect()
        kept = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {"accept": "text/html", **({"cookie": kept} if kept else {})}
        body = None
        if form is not None:
            body, sent["content-type"] = urlencode(form), "application/x-www-form-urlencoded"
        if told is not None:
            body, sent["content-type"] = json.dumps(told), "application/json"
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, sent)
        response = connection.getresponse()
        for line in response.headers.get_all("set-cookie") or ():
            for name, cookie in SimpleCookie(line).items():
                self.cookies[name] = cookie.value
                if cookie["max-age"] == "0":
                    del self.cookies[name]
        answer = Answer(response)
        connection.close()
        return answer

    def get(self, path, **headers):
        return self.ask("GET", path, **headers)

    def post(self, path, form, **headers):
        return self.ask("POST", path, form, **headers)

    def log_in(self, name, password, **more):
        return self.post("/log-in", {"csrf": self.get("/log-in").csrf, "name": name, "password": password, **more})


class Served:
    """An application behind its gate, in a thread of this program."""

    def __init__(self, app):
        self.faults = []
        self.server = uvicorn.Server(
            uvicorn.Config(
                self._pass,
                port=0,
                log_config=None,
                lifespan="off",
                ws="none",
                proxy_headers=False,
                interface="asgi3",
                timeout_graceful_shutdown=1,
            )
        )
        self.app = app
        self.thread = Thread(target=lambda: asyncio.run(self.server.serve()), daemon=True)

    async def _pass(self, scope, receive, send):
        await self.gate(scope, receive, send)

    def __enter__(self):
        self.thread.start()
        while not self.server.started:
            assert self.thread.is_alive()
        self.port = self.server.servers[0].sockets[0].getsockname()[1]
        self.gate = Gate(self.app, lambda *fault: self.faults.append(fault), hosts=[f"127.0.0.1:{self.port}"])
        return self

    def __exit__(self, *_):
        self.server.should_exit = True
        self.thread.join(10)
        assert not self.faults, self.faults

    def browser(self):
        return Browser(self.port)


FULL_COST = passwords._HASHER


@pytest.fixture(autouse=True)
def cheap_passwords(monkeypatch):
    """Hundreds of log-ins need not take as long as a few must."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def register(tmp_path, clock):
    drawn = iter(range(1, 10_000))
    store = Store(tmp_path / "pages")
    yield Register(store, clock, lambda size: sha256(str(next(drawn)).encode()).digest()[:size])
    assert store.broken_at() is None
    store.close()


def routes_of(app):
    """Return path and methods of every address, those of included routers too."""
    found = []
    for route in app.routes:
        parts = route.effective_route_contexts() if hasattr(route, "effective_route_contexts") else [route]
        found += [(part.path, part.methods) for part in parts if getattr(part, "methods", None)]
    return found


def make_person(register, name, role, merchant_id=None, password=LONG):
    """Make an account whose password is chosen already."""
    first = register.add(name, role, merchant_id, "test")
    secret = register.log_in(site_of(role), name, first, "")
    person = register.known(site_of(role), secret, is_active=True).person
    assert register.change_password(site_of(role), person, first, password, "")[1] is None
    return password


def site_of(role):
    return role.partition("-")[0]


def make_small_console(register, site="merchant"):
    console = make_console("small", site, register, (Section("/", "pages.merchant", Permission.SHOP_TRANSACTIONS),))

    @console.get("/")
    async def start(request: Request, person: Annotated[Person, Depends(signed_in(Permission.SHOP_TRANSACTIONS))]):
        return console_page(request, "accounts/password.html", fault=None, must_change=False)

    @console.post("/change")
    async def change(request: Request, person: Annotated[Person, Depends(signed_in(Permission.SHOP_EXPORTS))]):
        await visit_of(request).note("changed", "something")
        return {"by": person.name}

    @console.get("/bare")
    async def bare():
        return {"a page that forgot": "to say what it needs"}

    return console


@pytest.fixture
def served(register):
    with Served(make_small_console(register)) as served:
        yield served


PEOPLE = {
    "owner": ("merchant-owner", "M1"),
    "clerk": ("merchant-clerk", "M1"),
    "auditor": ("merchant-auditor", "M1"),
    "neighbour": ("merchant-owner", "M2"),
    "operator": ("acquirer-operator", None),
    "key-officer": ("acquirer-key-officer", None),
    "host-auditor": ("acquirer-auditor", None),
    "root": ("acquirer-administrator", None),
    "second-root": ("acquirer-administrator", None),
}
KEEPERS = {name for name, (role, _) in PEOPLE.items() if KEEPS_PEOPLE[site_of(role)] in ROLES[role].may}
CHANGES = {
    "role": {"role": "merchant-auditor"},
    "closed": {"closed": True},
    "reset": {},
    "sessions": {},
    "confirmed": {},
}


class Sites:
    """Both consoles over one register."""

    def __init__(self, register):
        self.register = register
        self.served = {site: Served(make_small_console(register, site)) for site in ("merchant", "acquirer")}

    def visitor(self, name, password=LONG):
        role, _ = PEOPLE[name]
        browser = self.served[site_of(role)].browser()
        browser.get("/log-in?language=en")
        assert browser.log_in(name, password).status == 303
        return browser


@pytest.fixture
def sites(register):
    for name, (role, merchant_id) in PEOPLE.items():
        make_person(register, name, role, merchant_id)
    sites = Sites(register)
    with sites.served["merchant"], sites.served["acquirer"]:
        yield sites


def call(browser, path, body=None):
    """Return status and JSON of a call."""
    if body is None:
        answer = browser.get(path, accept="application/json")
    else:
        answer = browser.ask("POST", path, told=body, x_csrf_token=browser.get("/own").csrf)
    return answer.status, json.loads(answer.text)
