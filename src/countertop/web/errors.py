"""What can go wrong with the pages.

RuntimeFault (room runtime)
SiteFault    the sites cannot be served
TillKeyFault the key of a till cannot be made or taken away
"""

from countertop.runtime.errors import RuntimeFault

__all__ = ["SiteFault", "TillKeyFault"]


class SiteFault(RuntimeFault):
    """The sites cannot be served: an address is taken, or the file of the house names none."""


class TillKeyFault(RuntimeFault):
    """The key of a till cannot be made or taken away; the message says why."""
