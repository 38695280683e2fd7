"""The devices of a machine: drawn ones, and real ones in the place of those for which somebody chose one."""

from countertop.runtime.devices.drawn import FAULTS, Devices, DrawnDevices, NoDevices
from countertop.runtime.devices.fitted import FittedDevices

__all__ = ["FAULTS", "Devices", "DrawnDevices", "FittedDevices", "NoDevices"]
