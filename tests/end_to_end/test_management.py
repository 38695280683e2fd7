"""What an acquirer does about its terminals, through real programs."""

from countertop.runtime.desk_client import DeskClient
from tests.end_to_end.processes import run, sale


def command(house, *words):
    return run("acquirer-command", "80000101", *words, "--by", "Li Na", "--language", "en", data=house)


def test_a_terminal_is_locked_and_unlocked_from_the_acquirers_desk(house):
    assert command(house, "lock").status == 0
    refused = sale(house, "5.00")  # the terminal hears of it with this answer; the host holds it already
    assert refused.status in (10, 12), refused
    locked = sale(house, "5.00")
    assert locked.status == 12, locked
    assert "locked" in locked.out + locked.err
    assert command(house, "unlock").status == 0
    assert run("echo", "--language", "en", data=house).status == 0
    done = sale(house, "5.00")
    assert done.status == 0, done
    told = command(house)
    assert told.status == 0
    assert "open" not in told.out
    assert command(house, "explode").status == 2


def test_the_host_makes_a_slip_again_as_the_terminal_does(house):
    assert sale(house, "7.50").status == 0
    with DeskClient(house / "terminal", patience=10) as desk:
        reprinted = desk.request("slips", {})[1]["slips"]["merchant"]
    with DeskClient(house / "acquirer", patience=10) as desk:
        rrn = desk.request("transactions", {"limit": 1})[1]["transactions"][0]["rrn"]
    opened = run("retrieval", "open", rrn, "disputed", "--by", "East Bank", data=house)
    assert opened.status == 0, opened
    answered = run("retrieval", "answer", "1", "--by", "Li Na", data=house)
    assert answered.status == 0, answered
    assert answered.out.rstrip("\n").split("\n") == reprinted
    assert run("retrieval", "close", "1", "--by", "Li Na", data=house).status == 0
    assert rrn in run("retrieval", "list", "--language", "en", data=house).out
