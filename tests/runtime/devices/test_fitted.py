"""The devices of a terminal together: a real one takes the place of its drawn one, at once and after a new start."""

import asyncio

import pytest

from countertop.runtime.devices.fitted import FittedDevices
from countertop.runtime.errors import ChoiceFault
from countertop.stage import Condition, Device, Finding
from tests.printing.network_printer import NetworkPrinter


def with_devices(directory, story):
    """Let a story happen to the devices of a terminal in a directory; return what comes of it."""

    async def living():
        devices = FittedDevices(directory)
        try:
            return await story(devices)
        finally:
            devices.close()

    return asyncio.run(living())


def test_everything_is_drawn_as_it_is_made(tmp_path):
    async def story(devices):
        assert devices.printer is None
        assert devices.try_device(Device.PRINTER) == Finding(Condition.OK)
        devices.set_fault("printer", "paper_out")
        assert devices.try_device(Device.PRINTER) == Finding(Condition.PAPER_OUT)
        assert await devices.print_test() is False
        assert devices.told_to_pages()["wedge"]["listens"] is False

    with_devices(tmp_path, story)


def test_a_real_printer_takes_the_place_of_the_drawn_one_whatever_that_does(tmp_path):
    with NetworkPrinter() as network:

        async def story(devices):
            devices.set_fault("printer", "paper_out")
            devices.choose("printer", {"place": network.place})
            assert await devices.try_device(Device.PRINTER) == Finding(Condition.OK)
            network.has_paper = False
            assert await devices.try_device(Device.PRINTER) == Finding(Condition.PAPER_OUT)
            assert (await devices.look())["printer"]["problem"]["message"] == "device.paper_out"
            devices.choose("printer", {})
            assert devices.try_device(Device.PRINTER) == Finding(Condition.PAPER_OUT)  # of the drawn one

        with_devices(tmp_path, story)


def test_what_is_chosen_holds_after_a_new_start(tmp_path):
    async def choosing(devices):
        news = []
        devices.changed = lambda: news.append(devices.told_to_pages())
        devices.choose("wedge", {"stripe": True})
        assert news[0]["wedge"] == {"listens": True, "begins": "%;+", "pause": 60, "unmarked": False}
        devices.choose("printer", {"place": "tcp:printer.shop"})
        with pytest.raises(ChoiceFault):
            devices.choose("printer", {"place": "lp0"})

    async def again(devices):
        return devices.choices.printer.place, devices.printer is not None, devices.burst(";1=2?").kind

    with_devices(tmp_path, choosing)
    assert with_devices(tmp_path, again) == ("tcp:printer.shop", True, "swipe")


def test_a_chosen_reader_that_is_not_there_fails_the_self_test_and_no_stripe(tmp_path):
    async def story(devices):
        devices.choose("card_reader", {"name": "Reader of nobody"})
        told = await devices.look()
        assert told["card_reader"]["state"] == "missing"
        assert told["card_reader"]["problem"] is not None
        assert devices.try_device(Device.CARD_READER) == Finding(Condition.SILENT)
        assert devices.works(Device.CARD_READER)

    with_devices(tmp_path, story)
