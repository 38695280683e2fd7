"""What can be chosen for the devices, and that it is still chosen after a new start."""

import pytest

from countertop.runtime.devices.choices import CardReaderChoice, Choices, PrinterChoice, WedgeChoice
from countertop.runtime.errors import ChoiceFault, DirectoryFault


def test_everything_is_drawn_until_somebody_chooses(tmp_path):
    assert Choices.kept_in(tmp_path) == Choices(PrinterChoice(), CardReaderChoice(), WedgeChoice())


def test_what_is_chosen_is_kept(tmp_path):
    choices = Choices().with_choice("printer", {"place": "tcp:printer.shop:9100", "paper": 80})
    choices = choices.with_choice("card_reader", {"name": "ACS ACR38U 00 00"})
    choices = choices.with_choice("wedge", {"scanner": True, "scanner_prefix": "~", "pause": 120})
    choices.keep_in(tmp_path)
    assert Choices.kept_in(tmp_path) == choices
    assert [each.name for each in tmp_path.iterdir()] == ["devices.json"]


@pytest.mark.parametrize("kept", [b"", b"[]", b"\xff", b'{"printer": {"place": "nowhere"}, "wedge": 5}'])
def test_a_file_that_makes_no_sense_is_no_choice(tmp_path, kept):
    Choices().keep_in(tmp_path)
    (tmp_path / "devices.json").write_bytes(kept)
    assert Choices.kept_in(tmp_path) == Choices()


def test_one_part_that_makes_no_sense_leaves_the_others(tmp_path):
    (tmp_path / "devices.json").write_text('{"printer": {"paper": 66}, "card_reader": {"name": "ACR"}}')
    assert Choices.kept_in(tmp_path) == Choices(card_reader=CardReaderChoice("ACR"))


def test_a_choice_that_cannot_be_kept_is_told(tmp_path):
    with pytest.raises(DirectoryFault):
        Choices().keep_in(tmp_path / "gone")


@pytest.mark.parametrize(
    ("part", "options", "why"),
    [
        ("printer", {"place": "lp0"}, "device.bad_place"),
        ("printer", {"place": "tcp:"}, "device.bad_place"),
        ("printer", {"place": "tcp:host:0"}, "device.bad_place"),
        ("printer", {"paper": 70}, "device.bad_paper"),
        ("printer", {"paper": "58"}, "device.bad_choice"),
        ("printer", {"colour": "red"}, "device.bad_choice"),
        ("card_reader", {"name": "x" * 129}, "device.bad_reader"),
        ("card_reader", {"name": "a\nb"}, "device.bad_reader"),
        ("wedge", {"stripe_prefix": "123456789"}, "device.bad_affix"),
        ("wedge", {"scanner_suffix": "完"}, "device.bad_affix"),
        ("wedge", {"pause": 5}, "device.bad_pause"),
        ("wedge", {"scanner": 1}, "device.bad_choice"),
    ],
)
def test_what_there_cannot_be_is_refused(part, options, why):
    with pytest.raises(ChoiceFault) as fault:
        Choices().with_choice(part, options)
    assert fault.value.message == why


def test_a_part_that_there_is_not_is_no_choice():
    with pytest.raises(KeyError):
        Choices().with_choice("drawer", {})


def test_nothing_of_this_machine_is_printed_over(tmp_path):
    store, jobs = tmp_path / "store.sqlite", tmp_path / "slips.escpos"
    store.touch()
    (tmp_path / "link.escpos").symlink_to(store)
    refused = (
        store,
        tmp_path / "link.escpos",
        tmp_path,
        "store.sqlite",
        tmp_path / "gone" / "x.escpos",
        "/no/such/lp0",
    )
    for path in refused:
        with pytest.raises(ChoiceFault) as fault:
            Choices().with_choice("printer", {"place": f"file:{path}"})
        assert fault.value.message == "device.bad_file"
    for path in ("/dev/null", jobs):
        assert Choices().with_choice("printer", {"place": f"file:{path}"}).printer.place == f"file:{path}"
