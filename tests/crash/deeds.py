"""What is done to the world itself, by nobody in it."""

from countertop.values import SECOND
from tests.crash.story import HOST


def remember_host(world):
    """Make a copy of the host's disk."""
    world.backup = world.nodes[HOST].store().durable_image()


def restore_host(world):
    """Put the copy back: what the host did since then it has never done."""
    host = world.nodes[HOST]
    host.crash("restored from a copy", 2 * SECOND)
    host.image, host._left = world.backup, None
