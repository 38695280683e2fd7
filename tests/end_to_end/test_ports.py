"""The bases that houses of tests are given: each once, whoever asks, and none of which a port is taken."""

import socket
import subprocess
import sys

from countertop.runtime.ports import DRAWN_PORTS, HOST, PORT_PLACES
from tests.end_to_end.ports import PORTS, port_base


def test_every_house_has_ports_of_its_own():
    bases = [int(port_base()) for _ in range(3)]
    assert len({base + place for base in bases for place in PORT_PLACES.values()}) == 3 * len(PORT_PLACES)
    assert max(PORT_PLACES.values()) < PORTS
    assert max(bases) + PORTS <= DRAWN_PORTS.start


def test_another_process_gets_another_base():
    asked = "from tests.end_to_end.ports import port_base; print(port_base())"
    mine = port_base()
    other = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True, timeout=40)
    assert int(other.stdout) > int(mine)


def test_a_base_with_a_port_that_somebody_has_is_left_out():
    base = int(port_base()) + PORTS
    with socket.create_server((HOST, base + PORT_PLACES["wallet"])):
        assert int(port_base()) > base
