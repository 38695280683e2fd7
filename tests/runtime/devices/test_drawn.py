"""The drawn machine: what its fault panel breaks is broken until a new start, where it was carried it stays."""

import pytest

from countertop.demo.places import PLACES, SHOP
from countertop.runtime.devices import DrawnDevices
from countertop.runtime.errors import DirectoryFault
from countertop.stage import Condition, Device, Finding


def position(devices):
    return devices.try_device(Device.LOCATOR).position


def test_a_machine_stands_in_the_shop_until_it_is_carried_elsewhere_and_stays_there(tmp_path):
    devices = DrawnDevices(tmp_path)
    assert position(devices) == PLACES[SHOP]
    devices.set_fault("locator", "across-town")
    assert position(devices) == position(DrawnDevices(tmp_path)) == PLACES["across-town"]
    devices.set_fault("locator", SHOP)
    assert position(DrawnDevices(tmp_path)) == PLACES[SHOP]


def test_a_new_start_mends_what_is_broken(tmp_path):
    devices = DrawnDevices(tmp_path)
    devices.set_fault("locator", "corner")
    devices.set_fault("locator", "silent")
    devices.set_fault("battery", "4")
    assert devices.try_device(Device.LOCATOR) == Finding(Condition.SILENT)
    again = DrawnDevices(tmp_path)
    assert again.try_device(Device.LOCATOR) == Finding(Condition.OK, position=PLACES["corner"])
    assert again.works(Device.BATTERY)


@pytest.mark.parametrize("kept", [b"", b"the-moon", b"\xff\xfe"])
def test_a_place_that_there_is_not_is_the_shop(tmp_path, kept):
    DrawnDevices(tmp_path).set_fault("locator", "corner")
    (file,) = tmp_path.iterdir()
    file.write_bytes(kept)
    assert position(DrawnDevices(tmp_path)) == PLACES[SHOP]


def test_a_machine_whose_place_cannot_be_kept_is_not_carried(tmp_path):
    devices = DrawnDevices(tmp_path / "gone")
    with pytest.raises(DirectoryFault) as fault:
        devices.set_fault("locator", "corner")
    assert "gone" in str(fault.value)
    assert position(devices) == PLACES[SHOP]
