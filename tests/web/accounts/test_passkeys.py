"""Passkeys: made by who is logged in and gives the password again, good once a challenge, at our own origin alone."""

import json
import re

import pytest

from countertop.web.accounts.passkeys import MOST, Passkeys
from countertop.web.gate import Gate
from tests.web.accounts.authenticator import PRESENT, Authenticator
from tests.web.accounts.conftest import LONG, make_person, site_of

MINUTE = 60_000_000


@pytest.fixture
def served(served):
    """The console under both its names."""
    names = [f"{name}:{served.port}" for name in ("127.0.0.1", "localhost")]
    served.gate = Gate(served.app, lambda *fault: served.faults.append(fault), hosts=names)
    return served


class Person:
    """Somebody at the console under the name localhost, with a device."""

    def __init__(self, served, name, **device):
        self.browser = served.browser()
        self.host = f"localhost:{served.port}"
        self.name = name
        self.device = Authenticator(f"http://{self.host}", **device)

    def get(self, path):
        return self.browser.get(path, host=self.host)

    def tell(self, path, body, page="/own"):
        """Return status and JSON of what the script of a page sends."""
        answer = self.browser.ask("POST", path, told=body, x_csrf_token=self.get(page).csrf, host=self.host)
        return answer.status, json.loads(answer.text)

    def log_in(self):
        form = {"csrf": self.get("/log-in").csrf, "name": self.name, "password": LONG}
        assert self.browser.post("/log-in", form, host=self.host).status == 303
        return self

    def asked_to_make(self):
        status, options = self.tell("/own/passkeys/begin", {"password": LONG})
        assert status == 200, options
        return options

    def make(self, label="telephone", **more):
        credential = self.device.make(self.asked_to_make(), **more)
        return self.tell("/own/passkeys", {"label": label, "credential": credential})

    def log_out(self):
        assert self.browser.post("/log-out", {"csrf": self.get("/own").csrf}, host=self.host).status == 303
        return self

    def asked_for(self):
        status, options = self.tell("/log-in/passkey/begin", {}, page="/log-in")
        assert status == 200, options
        return options

    def show(self, credential, **more):
        return self.tell("/log-in/passkey", {"credential": credential, **more}, page="/log-in")

    def enter(self, **more):
        return self.show(self.device.show(self.asked_for(), **more))

    @property
    def is_in(self):
        return self.get("/own").status == 200


@pytest.fixture
def li(served, register):
    make_person(register, "li", "merchant-owner", "M1")
    return Person(served, "li").log_in()


@pytest.fixture
def known(li):
    """Li, who has a passkey and has logged out."""
    assert li.make() == (201, {"next": "/own?done=passkey-added"})
    return li.log_out()


def trail(register):
    return [(entry.who, entry.what, entry.about) for _, entry in register.store.trail(None, None, 20)]


def test_a_passkey_is_made_and_logs_in(known, register):
    assert not known.is_in
    assert known.show(known.device.show(known.asked_for()), next="/bare?x=1") == (200, {"next": "/bare?x=1"})
    assert known.is_in
    page = known.get("/own").text
    assert "telephone" in page
    assert "localhost" in page
    assert trail(register)[0] == ("li", "logged-in", "merchant")
    assert ("li", "passkey-added", "telephone") in trail(register)
    (kept,) = Passkeys(register.store).of("li")
    assert (kept.sign_count, kept.rp_id) == (1, "localhost")
    assert kept.used_at > 0


@pytest.mark.parametrize("counting", [0, 1], ids=["a device that does not count", "one that does"])
def test_a_repeated_assertion_opens_nothing(known, register, counting):
    options = known.asked_for()
    visit = known.browser.cookies["countertop-merchant-visit"]
    shown = known.device.show(options, counting=counting)
    assert known.show(shown)[0] == 200
    known.log_out()
    known.browser.cookies["countertop-merchant-visit"] = visit  # the same visitor again
    assert known.show(shown)[0] == 401  # without a challenge
    known.asked_for()
    assert known.show(shown)[0] == 401  # with another one
    assert not known.is_in
    assert ("li", "passkey-refused", "telephone") in trail(register)


def test_a_challenge_is_good_for_its_visitor_and_five_minutes(known, served, clock):
    other = Person(served, "li")
    other.device = known.device
    options = known.asked_for()
    other.asked_for()
    assert other.show(known.device.show(options))[0] == 401
    options = known.asked_for()
    clock.now += 5 * MINUTE
    assert known.show(known.device.show(options))[0] == 401
    assert known.enter()[0] == 200


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "http://localhost:1", "https://localhost", "http://127.0.0.1"]
)
def test_what_was_signed_for_another_origin_is_refused(li, origin):
    assert li.make(origin=origin)[0] == 422
    assert li.make()[0] == 201
    li.log_out()
    assert li.enter(origin=origin)[0] == 401
    assert not li.is_in


def test_a_device_must_have_recognised_its_owner(served, register):
    make_person(register, "li", "merchant-owner", "M1")
    careless = Person(served, "li", flags=PRESENT).log_in()
    assert careless.make()[0] == 422
    careless.device.flags |= 0x04
    assert careless.make()[0] == 201
    careless.device.flags = PRESENT
    careless.log_out()
    assert careless.enter()[0] == 401


def test_a_count_that_does_not_grow_is_a_copy(known, register):
    assert known.enter()[0] == 200
    known.log_out()
    assert known.enter(counting=0)[0] == 401
    assert trail(register)[0][1] == "passkey-refused"
    assert known.enter(counting=2)[0] == 200


def test_another_person_s_key_or_name_opens_nothing(known, served, register):
    make_person(register, "wang", "merchant-owner", "M2")
    wang = Person(served, "wang").log_in()
    assert wang.make()[0] == 201
    wang.log_out()
    assert wang.enter(handle=known.device.handle)[0] == 401
    stranger = Person(served, "li")
    stranger.device.rp_id, stranger.device.handle = "localhost", known.device.handle
    assert stranger.enter()[0] == 401  # a key that nobody has registered
    stranger.device.id = known.device.id
    assert stranger.enter()[0] == 401  # another key under the same number
    assert not stranger.is_in


def test_whoever_may_not_log_in_may_not_by_a_passkey_either(known, register):
    register.set_closed("li", "test", closed=True)
    assert known.enter()[0] == 401
    register.set_closed("li", "test", closed=False)
    for _ in range(10):
        register.log_in("merchant", "li", "wrong", "")
    assert known.enter()[0] == 401


def test_a_reset_takes_the_passkeys_away(known, register):
    register.reset("li", "test")
    assert Passkeys(register.store).of("li") == []
    assert known.enter()[0] == 401


def test_it_takes_the_password_to_make_one(li):
    status, told = li.tell("/own/passkeys/begin", {"password": "wrong"})
    assert (status, told["error"]["code"]) == (422, "accounts.password-wrong")
    li.device.rp_id, li.device.handle = "localhost", bytes(32)
    made = li.device.make({"rp": {"id": "localhost"}, "user": {"id": "AAAA"}, "challenge": "AAAA"})
    assert li.tell("/own/passkeys", {"label": "x", "credential": made})[0] == 422


def test_several_are_kept_and_each_is_removed_by_its_owner_alone(li, served, register):
    for number in range(MOST):
        li.device = Authenticator(li.device.origin)
        assert li.make(f"device {number}")[0] == 201
    li.device = Authenticator(li.device.origin)
    options = li.asked_to_make()
    assert len(options["excludeCredentials"]) == MOST
    status, told = li.tell("/own/passkeys", {"label": "one more", "credential": li.device.make(options)})
    assert (status, told["error"]["code"]) == (409, "accounts.passkeys-full")
    first = Passkeys(register.store).of("li")[0]
    make_person(register, "wang", "merchant-owner", "M1")
    wang = Person(served, "wang").log_in()
    for person, left in ((wang, MOST), (li, MOST - 1)):
        form = {"csrf": person.get("/own").csrf, "credential": first.credential_id.hex()}
        assert person.browser.post("/own/passkeys/remove", form, host=person.host).status == 303
        assert len(Passkeys(register.store).of("li")) == left
    assert trail(register)[0] == ("li", "passkey-removed", "device 0")


def test_an_address_that_can_carry_none_says_so_and_leads_to_one_that_can(known, served):
    browser = served.browser()
    assert browser.log_in("li", LONG).status == 303
    page = browser.get("/own", accept_language="en").text
    assert "No passkeys at this address" in page
    assert f'href="http://localhost:{served.port}/own"' in page
    assert "passkey.js" not in page
    token = browser.get("/own").csrf
    assert browser.ask("POST", "/own/passkeys/begin", told={"password": LONG}, x_csrf_token=token).status == 409
    stranger = served.browser()
    token = stranger.get("/log-in").csrf
    assert stranger.ask("POST", "/log-in/passkey/begin", told={}, x_csrf_token=token).status == 409
    assert f'href="http://localhost:{served.port}/log-in"' in stranger.get("/log-in").text
    served.gate = Gate(served.app, print, hosts=[f"127.0.0.1:{served.port}"])
    page = browser.get("/own").text
    assert "localhost:" not in page


def test_the_pages_run_nothing_that_stands_in_them(known):
    page = known.get("/log-in").text
    assert '<script type="module" src="/accounts/passkey.js"></script>' in page
    known.log_in()
    for text in (page, known.get("/own").text):
        assert text.count("<script") == len(re.findall(r'<script type="module" src="/[\w/.]+"></script>', text))


@pytest.mark.parametrize(
    "credential",
    [
        {},
        {"rawId": 5},
        {"rawId": "%%%"},
        {"rawId": "AAAA", "response": None},
        {"rawId": "AAAA", "response": {"userHandle": []}},
        {"id": "x" * 9000, "rawId": "x" * 9000, "type": "public-key", "response": {}},
    ],
)
def test_nonsense_is_refused(known, credential):
    known.asked_for()
    assert known.show(credential)[0] == 401
    own = {
        **known.device.show({"challenge": "AAAA"}),
        **credential,
        "rawId": known.device.show({"challenge": "A" * 4})["rawId"],
    }
    known.asked_for()
    assert known.show(own)[0] == 401
    known.log_in().asked_to_make()
    assert known.tell("/own/passkeys", {"label": "x", "credential": credential})[0] == 422


def test_nothing_begins_without_the_token_of_the_page(known):
    for path, body in (("/log-in/passkey/begin", {}), ("/log-in/passkey", {"credential": {}})):
        assert known.browser.ask("POST", path, told=body, host=known.host).status == 403
    assert known.browser.ask("POST", "/own/passkeys/begin", told={"password": LONG}, host=known.host).status in (
        303,
        401,
    )


def test_guessing_is_slowed_down(known, clock):
    statuses = [known.enter(origin="http://evil.example")[0] for _ in range(31)]
    assert statuses == [401] * 30 + [429]
    clock.now += 5_000_000
    assert known.enter()[0] == 200


def test_a_passkey_of_one_site_opens_no_other(known, register):
    assert register.enter("acquirer", register.account("li"), "") is None
    assert register.enter(site_of("merchant-owner"), register.account("li"), "") is not None
