"""What an acquirer does about its terminals, through real programs."""

import re
from time import monotonic, sleep

import pytest

from countertop.demo.places import PLACES
from countertop.runtime.desk_client import DeskClient
from tests.end_to_end.processes import run, sale, up, voucher_of


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A house whose acquirer lets no single person move a terminal."""
    data = tmp_path_factory.mktemp("house") / "data"
    with up(data, "--set", "acquirer.settings.relocation_persons=two") as serving:
        yield data
    assert serving.process.returncode == 0, serving.text


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


def manage(house, *words, by="Li Na"):
    return run("manage", *words, "--by", by, "--language", "en", data=house)


def desk(house, party, verb, **arguments):
    with DeskClient(house / party, patience=10) as client:
        return client.request(verb, arguments)


def until(told, patience=20):
    """Look until something is told, which the house brings about by itself."""
    ends = monotonic() + patience
    while not (found := told()):
        assert monotonic() < ends, "nothing came of it"
        sleep(0.05)
    return found


def test_a_cashier_added_at_the_terminal_sells_and_the_supervisor_voids(house):
    added = run("operators", "add", "05", "--demo", "--new-password", "47118822", data=house)
    assert added.status == 0, added
    assert desk(house, "terminal", "log_out")[0] == 0
    sold = sale(house, "6.00", "--operator", "05", "--password", "47118822")
    assert sold.status == 0, sold
    voided = run("void", voucher_of(sold), "--demo", "--language", "en", data=house)
    assert voided.status == 0, voided
    assert desk(house, "terminal", "log_out")[0] == 0


def test_who_decided_what_is_written_down(house):
    assert manage(house, "forbid", "80000101", "sale").status == 0
    assert sale(house, "3.00").status == 10
    assert manage(house, "permit", "80000101", "sale").status == 0
    assert manage(house, "limit", "999290054110001", "--largest", "5000").status == 0
    assert manage(house, "block", "62250099").status == 0
    assert "62250099  04" in run("manage", "blacklist", data=house).out
    assert manage(house, "unblock", "62250099").status == 0
    rulings = run("manage", "rulings", "--json", data=house).json["rulings"]
    assert {each["by"] for each in rulings} == {"Li Na"}
    assert [each["about"].split()[-1] for each in rulings] == ["off", "on", "0", "on", "off"]
    assert manage(house, "forbid", "80000101", "everything").status == 2


def test_parameters_of_a_group_are_set_by_commands(house):
    assert manage(house, "group", "80000101", "markets").status == 0
    done = manage(house, "set", "group:markets", "resend_count=2", "merchant_name=样例鲜生")
    assert done.status == 0, done
    assert re.search(r"resend_count +2\n", run("manage", "parameters", "80000101", data=house).out)
    assert manage(house, "set", "group:markets", "nonsense=1").status == 2


def test_moved_while_signed_in_it_is_refused_until_the_move_is_approved(house):
    moved = run("move", "across-town", "--language", "en", data=house)
    assert moved.status == 0, moved
    refused = sale(house, "5.00")
    assert refused.status == 10, refused
    assert "not where it is registered" in refused.out + refused.err
    assert "far from its place" in run("manage", "place", "80000101", "--language", "en", data=house).out
    found = run("diagnose", "wrong-place", "--language", "en", data=house)
    assert (found.status, "not where it is registered (H902)" in found.out) == (0, True), found
    across = PLACES["across-town"].text()
    move = ("relocate", "80000101", "--address", "9 Demo Road", "--position", across, "--reason", "new shop")
    assert manage(house, *move).status == 12  # it is signed in
    assert run("settle", "--demo", "--language", "en", data=house).status == 0
    again = run("settlement-slip", "--language", "en", data=house)
    assert (again.status, "DUPLICATE" in again.out.upper()) == (0, True), again
    assert run("sign-out", "--demo", "--language", "en", data=house).status == 0
    refused = run("sign-in", "--demo", "--language", "en", data=house)
    assert (refused.status, "not where it is registered" in refused.out + refused.err) == (10, True), refused
    proposed = manage(house, *move, by="Wang Fang")
    assert (proposed.status, "another person must approve" in proposed.out) == (0, True), proposed
    assert run("sign-in", "--demo", data=house).status == 10
    assert manage(house, "approve-relocation", "80000101", by="wang fang").status == 12
    approved = manage(house, "approve-relocation", "80000101", by="Zhao Liu")
    assert (approved.status, "may sign in at 9 Demo Road" in approved.out) == (0, True), approved
    sold = sale(house, "5.00")
    assert sold.status == 0, sold
    place = run("manage", "place", "80000101", "--json", data=house).json
    assert (place["standing"], place["relocations"][0]["relocated_by"]) == ("inside", "Zhao Liu")
    assert run("move", "the-moon", "--language", "en", data=house).status == 2
    items = ("--serial", "00000101", "--credit-code", "91310000DEMO0000XX", "--account", "9999000000000001")
    bound = manage(house, "bind", "80000101", *items, "--address", "9 Demo Road", "--position", across, "--warn", "50")
    assert bound.status == 0, bound


def test_a_master_key_is_changed_from_the_host(house):
    assert run("settle", "--demo", "--language", "en", data=house).status == 0
    assert command(house, "master-key").status == 0
    assert run("echo", "--language", "en", data=house).status == 0  # its answer's header tells the terminal
    until(lambda: desk(house, "acquirer", "commands", terminal_id="80000101")[1]["commands"][0]["outcome"] == "done")
    assert sale(house, "5.00").status == 0
    log = (house / "acquirer" / "log.jsonl").read_text("utf-8")
    assert "acquirer.master-key-changed" in log
