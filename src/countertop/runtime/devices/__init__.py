"""The devices of a machine: drawn ones, and real ones in the place of those for which somebody chose one (`fitted`)."""

from countertop.runtime.devices.drawn import FAULTS, Devices, DrawnDevices, NoDevices, Printer

__all__ = ["FAULTS", "Devices", "DrawnDevices", "NoDevices", "Printer"]
