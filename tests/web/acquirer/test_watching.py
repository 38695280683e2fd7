"""The pages that live: what changes comes by itself within a second or two, one watch for all, and ends with the session."""

import asyncio
import http.client
import json
import time
from types import MappingProxyType

import pytest

from countertop.web.acquirer.alarms import alarms_of
from countertop.web.acquirer.desks import NotDone
from countertop.web.acquirer.watch import Snapshot, Watch
from countertop.words import Language
from tests.end_to_end.processes import sale
from tests.web.acquirer.conftest import ADMINISTRATOR, OPERATOR, PASSWORDS

PULSE = {
    "link": "up",
    "counts": {"approved": 3, "declined": 1, "declined-91": 1},
    "newest_serial": 5,
    "in_flight": 0,
    "owed": 0,
    "oldest_owed_age": None,
    "oldest_in_flight_age": None,
    "day_is_closing": False,
    "locked": 0,
}


class Events:
    """A browser that listens."""

    def __init__(self, browser, of):
        self.connection = http.client.HTTPConnection("127.0.0.1", browser.port, timeout=15)
        cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
        self.connection.request("GET", f"/events?of={of}", headers={"cookie": cookies, "accept": "text/event-stream"})
        self.response = self.connection.getresponse()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.response.close()
        self.connection.close()

    def told(self):
        while (line := self.response.readline()) != b"":
            if line.startswith(b"data: "):
                yield json.loads(line[6:])


def test_a_sale_shows_by_itself_to_everybody_who_looks(served, visitors, house):
    with Events(visitors(OPERATOR).browser, "live") as one, Events(visitors(OPERATOR).browser, "live") as other:
        streams = [one.told(), other.told()]
        assert all("61.07" not in next(stream)["parts"]["newest"] for stream in streams)
        assert sale(house, "61.07").status == 0
        done = time.monotonic()
        for stream in streams:
            assert any("61.07" in told["parts"]["newest"] for told in stream)
        assert time.monotonic() - done < 5


def test_who_may_not_see_traffic_gets_none(visitors):
    with Events(visitors(ADMINISTRATOR).browser, "live") as events:
        assert events.response.status == 403
    with Events(visitors(ADMINISTRATOR).browser, "glance") as events:
        told = next(events.told())
    assert "/transactions/" not in told["parts"]["glance"]
    assert set(told["parts"]) == {"figures", "glance"}
    assert len(told["chart"]) == 4


def test_it_ends_with_the_session(served):
    browser = served.browser()
    browser.log_in(OPERATOR, PASSWORDS[OPERATOR])
    with Events(browser, "glance") as events:
        stream = events.told()
        next(stream)
        browser.post("/log-out", {"csrf": browser.get("/approvals").csrf})
        assert any(told == {"over": True} for told in stream)


class Host:
    """Desks that say what the test wants, and count what they are asked."""

    parties = MappingProxyType({"acquirer": "acquirer", "switch": "switch", "terminal": "terminal"})

    def __init__(self):
        self.pulse = PULSE
        self.asked = []

    async def ask(self, _, verb, __=None):
        self.asked.append(verb)
        await asyncio.sleep(0)
        if self.pulse is None:
            raise NotDone("desk.not-running", {"party": "acquirer", "directory": "x"}, status=13)
        return {"pulse": self.pulse, "transactions": {"transactions": []}, "unknown": {"unknown": []}}[verb]

    async def ask_all(self, *_):
        return {"acquirer": {"ready": True}, "switch": {"ready": True}}


def test_two_who_come_at_once_look_on_once():
    async def look():
        host = Host()
        watch = Watch(host, lambda: 1_000_000_000_000)
        await asyncio.gather(watch.begin(), watch.begin())
        looking = [task for task in asyncio.all_tasks() if task.get_coro().__name__ == "_look_on"]
        await watch.close()
        return len(looking), host.asked.count("pulse")

    assert asyncio.run(look()) == (1, 1)


def test_the_host_is_asked_for_more_only_when_something_has_moved():
    async def look():
        host = Host()
        watch = Watch(host, lambda: 1_000_000_000_000)
        await watch._look(0)
        await watch._look(1)
        assert host.asked == ["pulse", "transactions", "unknown", "pulse"]
        host.pulse = {**PULSE, "counts": {"approved": 5, "declined": 1, "declined-91": 2, "unknown": 1}}
        await watch._look(2)
        assert host.asked[-2:] == ["transactions", "unknown"]
        rates = watch.snapshot.rates
        assert [(rate.approved, rate.declined, rate.unknown) for rate in rates] == [(0, 0, 0), (2, 1, 1)]
        assert watch.snapshot.per_second == 2.0
        host.pulse = PULSE  # a host that began anew counts from nought
        await watch._look(3)
        assert len(watch.snapshot.rates) == 2

    asyncio.run(look())


def test_a_host_that_is_gone_is_seen_to_be_gone():
    async def look():
        host = Host()
        watch = Watch(host, lambda: 0)
        await watch._look(0)
        host.pulse = None
        await watch._look(1)
        assert watch.snapshot.pulse is None

    asyncio.run(look())


@pytest.mark.parametrize(
    ("changed", "text"),
    [
        ({"link": "down"}, "no link to the switch"),
        ({"owed": 2, "oldest_owed_age": 120_000_000}, "2 reversals not acknowledged, the oldest for 2 min"),
        ({"oldest_in_flight_age": 45_000_000}, "a request has waited for 45 s"),
        ({"day_is_closing": True}, "the switch closes its day"),
        ({"locked": 1}, "terminals locked: 1"),
    ],
)
def test_what_is_wrong_is_an_alarm(changed, text):
    health = {"acquirer": {"ready": True}, "switch": {"ready": True}}
    quiet = alarms_of(Snapshot({**PULSE}, health=health), Host.parties)
    assert quiet == []
    (alarm,) = alarms_of(Snapshot({**PULSE, **changed}, health=health), Host.parties)
    assert alarm.said(Language.ENGLISH) == text


def test_a_party_that_does_not_run_and_a_member_that_is_away_are_alarms():
    statuses = {"switch": {"members": [{"institution_id": "99010001", "signed_on": False}]}}
    snapshot = Snapshot(PULSE, health={"switch": {"ready": True}}, statuses=statuses)
    said = [alarm.said(Language.ENGLISH) for alarm in alarms_of(snapshot, Host.parties)]
    assert said == ["acquirer does not run", "member 99010001 is not signed on"]


def test_whoever_looks_on_hears_of_a_fault_and_may_ask_again(monkeypatch):
    """An overview that stood still would show a host that is well, whatever became of it."""
    monkeypatch.setattr("countertop.web.acquirer.watch.EVERY", 0)

    class Stumbling:
        asked = 0

        async def ask(self, party, verb, arguments=None):
            del party, arguments
            self.asked += 1
            if self.asked == 4:
                raise KeyError(verb)
            return PULSE if verb == "pulse" else {"transactions": [], "unknown": []}

        async def ask_all(self, kind, verb, arguments=None):
            del kind, verb, arguments
            return {}

    async def look():
        watch = Watch(Stumbling(), lambda: 0)
        with pytest.raises(KeyError):
            async for _ in watch.seen():
                pass
        again = watch.seen()
        assert (await anext(again)).pulse == PULSE
        await again.aclose()
        await watch.close()

    asyncio.run(look())
