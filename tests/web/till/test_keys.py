"""Keys of tills: shown once, kept as hashes, good until they are taken away; and the pace at the entrance."""

import asyncio
import json
import stat

import pytest

from countertop.web.errors import TillKeyFault
from countertop.web.till.entrance import BURST, WRONG_BURST, Entrance
from countertop.web.till.keys import DEMO, TillKeys, demo_key


@pytest.fixture
def keys(tmp_path):
    return TillKeys(tmp_path)


def test_a_key_lets_its_till_in_and_is_not_kept(keys, tmp_path):
    key = keys.add("till 1")
    assert keys.holder(key) == "till 1"
    assert keys.holder(key + "x") is None
    assert keys.holder("") is None
    (file,) = (tmp_path / "pages").iterdir()
    assert key not in file.read_text("utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_another_program_s_changes_hold_at_once(keys, tmp_path):
    key = keys.add("till 1")
    assert keys.holder(key) == "till 1"
    other = TillKeys(tmp_path)
    second = other.add("till 2")
    assert (keys.holder(second), keys.names()) == ("till 2", ["till 1", "till 2"])
    other.remove("till 1")
    assert keys.holder(key) is None


def test_names_are_unique_and_known(keys):
    keys.add("till 1")
    for step, name in ((keys.add, "till 1"), (keys.add, " "), (keys.add, "x\n"), (keys.remove, "till 2")):
        with pytest.raises(TillKeyFault):
            step(name)


def test_the_demo_s_key_stays_the_same(keys, tmp_path):
    key = demo_key(tmp_path)
    assert demo_key(tmp_path) == key
    assert keys.holder(key) == DEMO


class Visitor:
    """Asks at the entrance of a site that says nothing, with a clock of its own."""

    def __init__(self, keys, *, is_demo):
        self.now = 0.0
        self.entrance = Entrance(self._site, keys, lambda: self.now, is_demo=is_demo)

    async def _site(self, _scope, _receive, send):
        await send({"type": "http.response.start", "status": 204, "headers": []})

    def ask(self, key, path="/terminal", length=0):
        said = []
        headers = [(b"authorization", f"Bearer {key}".encode()), (b"content-length", str(length).encode())]
        scope = {"type": "http", "method": "GET", "path": path, "headers": headers}

        async def send(message):
            said.append(message)

        asyncio.run(self.entrance(scope, None, send))
        body = said[1]["body"] if len(said) > 1 else b"{}"
        return said[0]["status"], json.loads(body).get("code")


def test_the_demo_s_key_opens_nothing_outside_demo_mode(keys, tmp_path):
    key = demo_key(tmp_path)
    assert Visitor(keys, is_demo=True).ask(key) == (204, None)
    assert Visitor(keys, is_demo=False).ask(key) == (401, "key_wanted")


def test_a_till_that_asks_too_much_is_slowed_down_and_no_other(keys):
    visitor, eager, calm = Visitor(keys, is_demo=False), keys.add("eager"), keys.add("calm")
    answers = [visitor.ask(eager)[0] for _ in range(int(BURST) + 1)]
    assert (answers[-2], answers[-1]) == (204, 429)
    assert visitor.ask(calm)[0] == 204
    visitor.now += 1
    assert visitor.ask(eager)[0] == 204


def test_whoever_tries_keys_is_slowed_down_and_who_has_one_is_not(keys):
    visitor, key = Visitor(keys, is_demo=False), keys.add("till")
    answers = [visitor.ask("till_guess") for _ in range(int(WRONG_BURST) + 1)]
    assert (answers[0], answers[-1]) == ((401, "key_wanted"), (429, "too_many"))
    assert visitor.ask(key)[0] == 204
    assert visitor.ask("till_guess", path="/")[0] == 204


def test_what_is_too_long_is_not_read(keys):
    visitor, key = Visitor(keys, is_demo=False), keys.add("till")
    assert visitor.ask(key, length=20_000) == (413, "too_long")
