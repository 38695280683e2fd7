"""Payment codes through everything that can happen to one; afterwards nobody can find them in what was kept or said.

A code is printed once, on its customer's screen (`wallet-code`), and read once, from the line.
"""

import json

import pytest

from countertop.runtime.premises import keys_directory
from tests.end_to_end.processes import Serving, found, run
from tests.end_to_end.qr_shop import QrShop
from tests.security.searching import Needles, found_in_files

ENGLISH = ("--language", "en")


class Day:
    """What was kept and said while codes were shown, paid, refused, confirmed, replayed, and lost in a crash."""

    def __init__(self, place):
        self.data = place / "data"
        found(self.data)
        self.directory = self.data / "wallet"
        self.shop = QrShop(self.directory)
        self.codes, self.said, self.heard = {}, [], []
        serving = self._serving()
        self.unused = self.code("unused")
        paid = self.shop.pay(1_00, self.code("paid"))
        self.shop.pay(1_00, self.codes["paid"])
        self.shop.pay(999_00, self.code("short of money", "zhaoliu"))
        self.shop.pay(1_00, self.code("blocked", "blocked"))
        self.shop.pay(1_00, self.code("bank", "hanmei"))
        self.shop.pay(300_00, self.code("confirmed"))
        self.run("wallet-confirm", "lilei")
        request = self.shop.pay_request(300_00, self.code("pending"))
        whole = self.shop.sign(request)
        code = self.codes["pending"].encode()
        for payload in (
            whole.replace(b'"amount":30000', b'"amount":3'), whole.replace(b'"verb":"pay"', b'"verb":"x%s"' % code),
            whole.replace(b'"order_number":"', b'"order_number":"%s%s' % (code, code)), b'{"%s":1}' % code, whole, whole,
        ):  # fmt: skip
            self.heard.append(self.shop.post(payload)[1])
        self.shop.refund(paid.order_number, 50)
        for command in (("wallet-bill",), ("status", "--json"), ("trace", request.order_number.zfill(12))):
            self.run(*command)
        serving.kill()
        self.said.append(serving.text)
        serving = self._serving()
        self.run("wallet-decline", "lilei")
        self.shop.query(request.order_number)
        self.while_running = self.found()
        assert serving.stop() == 0
        self.said.append(serving.text)
        assert run("audit", *ENGLISH, data=self.directory).status == 0

    def _serving(self):
        serving = Serving("wallet", "--data", self.directory, *ENGLISH)
        serving.ready()
        return serving

    def code(self, name, customer="lilei"):
        shown = run("wallet-code", customer, "--json", data=self.data)
        self.codes[name] = json.loads(shown.out)["code"]
        return self.codes[name]

    def run(self, *command):
        done = run(*command, *ENGLISH, data=self.data)
        self.said += [done.out, done.err]

    def needles(self):
        return Needles(text=self.codes)

    def found(self):
        return found_in_files(self.needles(), self.data, keys_directory(self.data))


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    return Day(tmp_path_factory.mktemp("codes"))


def test_no_file_holds_a_code_while_the_wallet_runs_or_afterwards(day):
    assert len(set(day.codes.values())) == 7
    assert day.while_running == []
    assert day.found() == []


def test_nothing_that_was_said_holds_a_code(day):
    said = "\n".join(day.said).encode() + b"\n".join(day.heard)
    assert list(day.needles().named(said)) == []


def test_the_search_would_find_one(day, tmp_path):
    (tmp_path / "note.txt").write_text(f"paid with {day.unused}", "utf-8")
    assert set(found_in_files(day.needles(), tmp_path)) == {("note.txt", "unused")}


def test_what_is_kept_of_a_code_is_its_first_two_and_last_four_digits(day):
    kept = b"".join(path.read_bytes() for path in day.directory.iterdir() if path.is_file())
    code = day.codes["paid"]
    assert f"{code[:2]}************{code[-4:]}".encode() in kept
