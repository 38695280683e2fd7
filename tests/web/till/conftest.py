"""A till before a real house with its pages: `countertop up` on free ports, spoken to over HTTP."""

import json
from http.client import HTTPConnection
from time import monotonic, sleep
from uuid import uuid4

import pytest

from tests.end_to_end.processes import PATIENCE, HouseWithPages

FINAL = {"approved", "declined", "not_charged", "reversed", "settled_by_people"}
NOBODY = {"demo": {}}


class Answer:
    """What came back: `told` is the JSON of it."""

    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def told(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"{self.status} {self.body[:500]!r}"


class Till:
    """Software of a cash register, with its key."""

    def __init__(self, url, key):
        self.url = url.rstrip("/")
        self.place = self.url.partition("://")[2]
        self.key = key

    def ask(self, method, path, body=None, *, key=None, headers=()):
        """Send one request; `key` "" sends none."""
        connection = HTTPConnection(self.place, timeout=PATIENCE)
        key = self.key if key is None else key
        sent = {"authorization": f"Bearer {key}"} if key else {}
        content = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        if content is not None:
            sent["content-type"] = "application/json"
        connection.request(method, path, content, {**sent, **dict(headers)})
        came = connection.getresponse()
        answer = Answer(came.status, dict(came.getheaders()), came.read())
        connection.close()
        return answer

    def sale(self, identity=None, amount=1250, **more):
        return self.ask("PUT", f"/payments/{identity or new_id()}", {"kind": "sale", "amount": amount, **more})

    def look(self, identity):
        return self.ask("GET", f"/payments/{identity}").told

    def until(self, identity, *statuses):
        """Look until a payment has one of these statuses, or any final one."""
        end = monotonic() + PATIENCE
        while (told := self.look(identity))["status"] not in (statuses or FINAL):
            assert monotonic() < end, told
            sleep(0.05)
        return told

    def paid(self, amount=1250, **more):
        """Have a sale approved in which the demonstration's people answer; return it."""
        identity = new_id()
        answer = self.sale(identity, amount, **NOBODY, **more)
        assert answer.status == 201, answer
        return self.until(identity)


def new_id():
    return str(uuid4())


def till_of(serving):
    """Return the till of a house that serves, with the key that it has shown."""
    url = next(line.split(": ", 1)[1] for line in serving.lines if line.startswith("Till API: "))
    key = next(line.rpartition(" ")[2] for line in serving.lines if line.startswith("Demo key of the till API"))
    return Till(url, key)


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    data = tmp_path_factory.mktemp("till") / "data"
    with HouseWithPages(data) as serving:
        yield serving
    assert serving.process.returncode == 0, serving.text


@pytest.fixture(scope="module")
def till(house):
    return till_of(house)
