"""The doctor finds what keeps a house from running, and says what to do."""

import socket

import pytest

from countertop.runtime import doctor
from countertop.runtime.doctor import Health, examine
from countertop.runtime.founding import found_house
from countertop.runtime.parties import read_party
from countertop.words import CATALOGUE, Language, say


def findings(house):
    found = list(examine(house, {}))
    for finding in found:
        for language in Language:
            assert say(language, finding.message, **finding.arguments)
    return {(finding.health, finding.message) for finding in found}


def bad(house):
    return {message for health, message in findings(house) if health is Health.BAD}


@pytest.fixture
def house(tmp_path):
    found_house(tmp_path / "data", 0)
    return tmp_path / "data"


def test_a_house_that_only_waits_to_be_started_is_no_fault(house):
    found = findings(house)
    assert bad(house) == set()
    assert (Health.ODD, "doctor.not-running") in found
    assert (Health.GOOD, "doctor.keys") in found


def test_an_empty_place_is_no_fault(tmp_path):
    found = findings(tmp_path / "new")
    assert (Health.GOOD, "doctor.new-directory") in found
    assert {message for _, message in found} >= {"doctor.python", "doctor.clock", "doctor.space"}


def test_a_busy_port_is_found(house):
    address = read_party(house / "switch", {}, {}).listeners[0].address
    with socket.create_server(address):
        assert bad(house) == {"run.address-taken"}


def test_open_and_missing_keys_are_found(house):
    keys = house.with_name("data-keys")
    keys.chmod(0o755)
    assert bad(house) == {"doctor.open-keys"}
    keys.chmod(0o700)
    (keys / "terminal" / "lmk").unlink()
    assert bad(house) == {"run.key-missing"}


def test_a_broken_configuration_is_found(house):
    path = house / "acquirer" / "countertop.toml"
    path.write_text(path.read_text("utf-8").replace("terminals =", "terminal ="), "utf-8")
    assert bad(house) == {"run.unknown-key-near"}


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("OLDEST_PYTHON", (99, 0), "doctor.old-python"),
        ("LATEST_YEAR", 2000, "doctor.wrong-clock"),
        ("LEAST_SPACE", 1 << 60, "doctor.no-space"),
    ],
)
def test_a_machine_that_will_not_do_is_found(house, monkeypatch, name, value, message):
    monkeypatch.setattr(doctor, name, value)
    assert bad(house) == {message}
    assert message in CATALOGUE
