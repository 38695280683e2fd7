"""What can go wrong with the pages.

RuntimeFault (room runtime)
SiteFault    the sites cannot be served
"""

from countertop.runtime.errors import RuntimeFault

__all__ = ["SiteFault"]


class SiteFault(RuntimeFault):
    """The sites cannot be served: an address is taken, or the file of the house names none."""
