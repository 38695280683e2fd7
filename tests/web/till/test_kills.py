"""Pages and terminal killed in the middle: an id keeps its one result, and nothing is charged twice."""

import os
import signal
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.end_to_end.machine import Machine
from tests.end_to_end.processes import Serving, run, up
from tests.web.till.conftest import NOBODY, new_id, till_of

BY_HAND = ("--set", "terminal.settings.auto_sign_in=false")


@contextmanager
def lives(data, *more, pages):
    """A house that may be killed."""
    serving = up(data, *BY_HAND, *more, pages=pages)
    try:
        serving.ready()
        yield serving
    finally:
        if serving.process.poll() is None:
            serving.kill()


def pages_of(serving):
    """Return the process that serves the pages of a house."""
    children = Path(f"/proc/{serving.process.pid}/task").glob("*/children")
    for child in " ".join(each.read_text() for each in children).split():
        if b"pages" in Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0"):
            return int(child)
    raise AssertionError(serving.text)


@pytest.fixture
def data(tmp_path):
    return tmp_path / "data"


def test_an_id_keeps_its_one_result_whatever_is_killed(data):
    paid, open_one = new_id(), new_id()
    with lives(data, pages=True) as serving:
        till = till_of(serving)
        shut = till.sale(paid)
        assert (shut.status, shut.told["code"]) == (423, "terminal_not_ready")
        assert shut.told["message"]["en"]
        assert till.ask("GET", f"/payments/{paid}").status == 404
        assert run("sign-in", "--demo", data=data).status == 0

        with Machine(data) as machine:
            assert till.sale(paid).status == 201
            machine.sees("ask.card")
            os.kill(pages_of(serving), signal.SIGKILL)
            card = machine.swipe()
            machine.sees("ask.confirm_card")
            machine.press("confirm")
            machine.sees("ask.pin")
            machine.key_pin(card.pin.reveal())
            machine.sees("ask.print_next")
            machine.press("confirm")
            machine.ends_with("advice.return_card")
        with Serving("pages", "--data", data, "--language", "en"):
            told = till.look(paid)
            assert (told["status"], told["amount"]) == ("approved", 1250)
            again = till.sale(paid)
            assert (again.status, again.told) == (200, told)
            assert till.sale(open_one, 880, by="shop_code", **NOBODY).status == 201
            till.until(open_one, "waiting_for_customer")
            serving.kill()
            gone = till.ask("GET", f"/payments/{open_one}")
            assert (gone.status, gone.told["code"]) == (503, "terminal_gone")

    with lives(data, pages=True) as serving:
        till = till_of(serving)
        assert till.look(paid) == told
        assert till.sale(paid).status == 200
        again = till.sale(open_one, 880, by="shop_code", **NOBODY)
        assert (again.status, again.told["id"]) == (200, open_one)
        assert again.told["status"] in ("reversing", "reversed")
        assert run("sign-in", "--demo", data=data).status == 0
        assert till.until(open_one)["status"] == "reversed"
        assert [each["id"] for each in till.ask("GET", "/payments").told["payments"]] == [open_one, paid]
