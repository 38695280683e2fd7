"""A person at the drawn terminal of a running house: presses keys at its desk, sees its screen, takes its paper."""

import json
import socket
from time import monotonic

from countertop.runtime.desk_address import find_socket
from countertop.runtime.premises import wallet_of
from countertop.words import Language, say

PATIENCE = 20


class Machine:
    """Watches, and touches through the same connection."""

    def __init__(self, house, *, person=True, watches=True):
        self.house = house
        self.line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.line.settimeout(PATIENCE)
        self.line.connect(str(find_socket(house / "terminal")))
        self.heard = self.line.makefile("rb")
        self.screen = {}
        self.papers = []
        self.replies = {}
        self.said = []
        self._numbers = 0
        if watches:
            self._say({"id": "eyes", "verb": "watch", "person": person})
            self.until(lambda: self.screen)

    def close(self):
        self.heard.close()
        self.line.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _say(self, spoken):
        self.line.sendall(json.dumps(spoken).encode() + b"\n")

    def _hear(self):
        line = self.heard.readline()
        self.said.append(line.decode())
        spoken = json.loads(line)
        if "screen" in spoken:
            self.screen = spoken["screen"]
        elif "paper" in spoken:
            self.papers.append(spoken)
        elif "reply" in spoken:
            self.replies[spoken["id"]] = (spoken["reply"], spoken["body"])

    def until(self, condition):
        """Look on until something is so."""
        began = monotonic()
        while not condition():
            assert monotonic() - began < PATIENCE, self.screen
            self._hear()

    def do(self, verb, **arguments):
        """Touch the machine; return status and body of its reply."""
        self._numbers += 1
        number = self._numbers
        self._say({"id": number, "verb": verb, "arguments": arguments})
        self.until(lambda: number in self.replies)
        return self.replies[number]

    def press(self, *keys):
        for key in keys:
            assert self.do("press", key=key)[0] == 0

    def key_in(self, digits, *, ending="confirm"):
        self.press(*digits, ending)

    def key_pin(self, digits):
        for key in (*digits, "confirm"):
            assert self.do("pin_press", key=key)[0] == 0

    def hold_power(self):
        assert self.do("long_press", key="power")[0] == 0

    def swipe(self, name="debit-east"):
        card = wallet_of(self.house)[name]
        assert self.do("swipe", track2=card.track2.reveal())[0] == 0
        return card

    @property
    def title(self):
        return self.screen["title"] and self.screen["title"]["message"]

    @property
    def lines(self):
        return [line["message"] for line in self.screen["lines"]]

    @property
    def bar(self):
        return [line["message"] for line in self.screen["bar"]]

    def text(self):
        """Everything on the screen, as an English face writes it."""
        lines = [self.screen["title"], *self.screen["bar"], *self.screen["lines"]]
        return "\n".join(say(Language.ENGLISH, line["message"], **line["arguments"]) for line in lines if line)

    def sees(self, message):
        """Wait until a message is the title or a line of the screen."""
        self.until(lambda: message == self.title or message in self.lines)

    def is_in(self, state):
        """Wait until the front is in a state."""
        self.until(lambda: self.screen["state"] == state)

    def ends_with(self, message):
        """Wait for a request's end, which says this; and put it away."""
        self.until(lambda: self.screen["state"] == "result" and message in self.lines)
        self.press("cancel")
        self.is_in("idle")

    def switch_on(self):
        """Hold the power key, read the self-test, log in as 01; the idle screen comes."""
        self.hold_power()
        self.is_in("result")
        self.press("confirm")
        self.log_in()

    def switch_off(self):
        """Hold the power key in the idle screen, and confirm."""
        self.hold_power()
        self.press("confirm")
        self.is_in("off")

    def log_in(self, operator="01", password="0000"):
        self.sees("ask.operator_number")
        self.key_in(operator)
        self.sees("ask.operator_password")
        self.key_in(password)
        self.ends_with("screen.logged_in")
