"""The list of barred prefixes in pages, and the state that a terminal sends of itself."""

from countertop.iso8583.private.extended import BlacklistPage
from countertop.iso8583.private.taken import prefixes_taken
from tests.acquirer.management.test_instructions import command, manage, requirement
from tests.acquirer.neighbours import TERMINAL_ID


def page(till, held):
    return BlacklistPage.read(manage(till, "0800", "390", extended_data=held).extended_data)


def test_the_list_comes_in_pages_until_the_last(house, till):
    house.memory.blacklist.prefixes |= {f"9{number:05d}": "57" for number in range(50)}
    command(house, "blacklist")
    assert requirement(manage(till, "0820", "301")) == "7"
    first = page(till, b"000")
    second = page(till, b"040")
    assert (first.flag, first.last, second.flag, second.last) == ("2", 40, "1", 50)
    assert sorted(first.bins + second.bins) == sorted(house.memory.blacklist.prefixes)
    house.memory.blacklist.prefixes["900099"] = "57"
    earlier = prefixes_taken(first.bins + second.bins)
    assert requirement(manage(till, "0800", "391", extended_data=earlier)) == "7"  # the list has grown meanwhile
    newest = prefixes_taken(house.memory.blacklist.prefixes)
    assert requirement(manage(till, "0800", "391", extended_data=newest)) == "0"


def test_an_end_of_the_classic_dialect_names_no_list(house, till):
    command(house, "blacklist")
    page(till, b"000")
    assert requirement(manage(till, "0800", "391")) == "0"


def test_an_empty_list_is_a_list(house, till):
    assert page(till, b"000") == BlacklistPage("1", 0, [])
    assert manage(till, "0800", "390", extended_data=b"x00").response_code == "30"


def test_a_state_is_kept_and_ends_what_asked_for_it(house, till):
    command(house, "status")
    assert requirement(manage(till, "0820", "362", extended_data=b"011021031040051")) == "0"
    assert house.book.noted("acquirer.terminal-broken")
    house.reopen()
    assert house.book.ask_desk("parameters", terminal_id=TERMINAL_ID)[1]["broken_parts"] == "04"
    assert manage(till, "0820", "362", extended_data=b"99").response_code == "30"
