"""A house on the disk: founded whole or not at all, keys beside it, every party of it opens."""

import json
import os
import stat
import tomllib

import pytest
from cryptography import x509

from countertop.runtime import founding
from countertop.runtime.errors import DirectoryFault, KeyMissing, RuntimeFault
from countertop.runtime.founding import found_house
from countertop.runtime.parties import open_party, read_lmk, read_party
from countertop.runtime.ports import choose_ports, is_free
from countertop.runtime.premises import is_empty, keys_directory, parties_in, verify_writable, wallet_of

NAMES = ["switch", "issuer-east", "issuer-west", "issuer-north", "wallet", "acquirer", "terminal"]


@pytest.fixture(scope="module")
def founded(tmp_path_factory):
    house = tmp_path_factory.mktemp("founded") / "data"
    return house, found_house(house, 7100)


def test_every_party_has_its_directory_and_can_be_opened(founded):
    house, parties = founded
    assert [party.name for party in parties] == NAMES
    assert parties_in(house) == parties
    for directory in parties:
        party, log = open_party(directory, {}, {})
        store = party.open_store()
        assert next(store.records()).kind.startswith(party.configuration.kind.name)
        assert party.make_actor().name == directory.name
        store.close()
        log.close()


def test_ports_are_those_of_the_base_and_ends_meet(founded):
    _, parties = founded
    configurations = {party.name: read_party(party, {}, {}) for party in parties}
    listeners = {
        name: [(entry.role, entry.address) for entry in found.listeners] for name, found in configurations.items()
    }
    assert listeners["acquirer"] == [("terminals", ("127.0.0.1", 7101)), ("notices", ("127.0.0.1", 7104))]
    assert listeners["switch"] == [("members", ("127.0.0.1", 7102))]
    assert configurations["terminal"].routes["mobile"].addresses == [("127.0.0.1", 7101)]
    assert listeners["wallet"] == [("acquirers", ("127.0.0.1", 7103))]
    assert configurations["wallet"].routes["acquirer"].addresses == [("127.0.0.1", 7104)]
    assert configurations["acquirer"].routes["wallet"].addresses == [("127.0.0.1", 7103)]
    for name in (*NAMES[1:4], "acquirer"):
        assert configurations[name].routes["switch"].addresses == [("127.0.0.1", 7102)]


def test_nobody_else_can_read_anything_and_keys_lie_apart(founded):
    house, parties = founded
    for root, directories, files in os.walk(house.parent):
        for name in (*directories, *files):
            path = os.path.join(root, name)  # noqa: PTH118
            assert stat.S_IMODE(os.lstat(path).st_mode) & 0o077 == 0, path
    keys = keys_directory(house)
    assert keys.name == "data-keys"
    masters = {read_lmk(read_party(party, {}, {})) for party in parties}
    assert len(masters) == len(parties)
    for path in house.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not [master for master in masters if master in content], path


def test_house_and_keys_can_be_moved_together(founded, tmp_path):
    house, _ = founded
    moved = tmp_path / house.name
    house.rename(moved)
    keys_directory(house).rename(keys_directory(moved))
    try:
        for party in parties_in(moved):
            assert len(read_lmk(read_party(party, {}, {}))) == 32
    finally:
        moved.rename(house)
        keys_directory(moved).rename(keys_directory(house))


def test_an_interrupted_founding_leaves_no_house_and_the_next_one_succeeds(tmp_path, monkeypatch):
    house = tmp_path / "data"
    with monkeypatch.context() as patch:
        made = []

        def fail(directory, *rest, **named):
            made.append(directory)
            if len(made) == 4:
                raise KeyboardInterrupt
            founding_party(directory, *rest, **named)

        founding_party = founding._found_party
        patch.setattr(founding, "_found_party", fail)
        with pytest.raises(KeyboardInterrupt):
            found_house(house, 0)
    assert is_empty(house)
    parties = found_house(house, 0)
    assert [party.name for party in parties] == NAMES
    for party in parties:
        read_lmk(read_party(party, {}, {}))


def test_what_is_there_is_never_overwritten(founded):
    house, _ = founded
    with pytest.raises(DirectoryFault, match="not empty"):
        found_house(house, 0)


def test_a_house_that_is_none_says_how_to_make_one(tmp_path):
    with pytest.raises(DirectoryFault, match="found --demo"):
        parties_in(tmp_path)
    (tmp_path / "countertop.toml").write_text("parties = 5", "utf-8")
    with pytest.raises(DirectoryFault, match="cannot read"):
        parties_in(tmp_path)


def test_a_key_of_another_length_or_open_to_others_is_refused(founded):
    _, parties = founded
    configuration = read_party(parties[0], {}, {})
    lmk, right = configuration.lmk, configuration.lmk.read_bytes()
    try:
        lmk.chmod(0o600)
        lmk.write_bytes(right[:-1])
        with pytest.raises(KeyMissing, match="32 bytes"):
            read_lmk(configuration)
        lmk.write_bytes(right)
        lmk.chmod(0o640)
        with pytest.raises(KeyMissing, match="chmod 600"):
            read_lmk(configuration)
    finally:
        lmk.write_bytes(right)
        lmk.chmod(0o400)


def test_a_party_founded_for_production_is_not_served_with_a_software_hsm(founded):
    _, parties = founded
    path = parties[0] / "countertop.toml"
    text = path.read_text("utf-8")
    try:
        path.write_text(text.replace('"demo"', '"production"'), "utf-8")
        with pytest.raises(RuntimeFault, match="payment HSM"):
            open_party(parties[0], {}, {})
    finally:
        path.write_text(text, "utf-8")


def test_configurations_are_plain_toml_with_every_key_known(founded):
    _, parties = founded
    for party in parties:
        assert tomllib.loads((party / "countertop.toml").read_text("utf-8"))["mode"] == "demo"


def test_a_house_without_a_wallet_of_its_own_has_the_demo_s_and_no_copy(founded):
    house, parties = founded
    assert "debit-east" in wallet_of(house)
    assert wallet_of(parties[0]) == wallet_of(house)
    assert list(house.rglob("*wallet*")) == [house / "wallet"]  # the party of that name


def test_of_a_wallet_only_the_path_is_kept_and_a_missing_one_is_said(tmp_path):
    card = {"bank": "west", "kind": "debit", "pan": "6224249999999998", "expiry": "3512", "service_code": "120"}
    cards = [{**card, "name": "mine", "pin": "1234", "balance": 1, "status": "normal"}]
    wallet = tmp_path / "wallet.json"
    wallet.write_text(json.dumps({"format": "countertop wallet 1", "cards": cards}), "utf-8")
    house = tmp_path / "data"
    parties = found_house(house, 0, wallet=wallet)
    assert list(wallet_of(house)) == list(wallet_of(parties[-1])) == ["mine"]
    assert not [path for path in house.rglob("*") if path.is_file() and b"6224249999999998" in path.read_bytes()]
    wallet.write_text("[6224249999999998]", "utf-8")
    with pytest.raises(DirectoryFault, match="not a wallet") as fault:
        wallet_of(house)
    assert "6224249999999998" not in str(fault.value)
    wallet.unlink()
    with pytest.raises(DirectoryFault, match="--wallet"):
        wallet_of(house)


def test_drawn_ports_are_free_and_different():
    ports = choose_ports(0, ("acquirer", "switch"))
    assert len(set(ports.values())) == 2
    assert all(is_free("127.0.0.1", port) for port in ports.values())
    assert choose_ports(5100, ("acquirer", "switch")) == {"acquirer": 5101, "switch": 5102}


def test_what_cannot_be_written_is_noticed_by_writing():
    place = "/proc" if os.getuid() == 0 else "/"
    with pytest.raises(DirectoryFault, match="--data"):
        verify_writable(__import__("pathlib").Path(place))


def test_a_house_with_certificates_keeps_their_keys_beside_it_and_every_party_opens(tmp_path):
    house = tmp_path / "data"
    parties = {party.name: party for party in found_house(house, 7200, tls=True)}
    keys = keys_directory(house)
    for path in keys.rglob("*.pem"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    found = {name: read_party(directory, {}, {}) for name, directory in parties.items()}
    for configuration in found.values():
        assert all(place.tls is not None for place in (*configuration.listeners, *configuration.routes.values()))
    certificate = x509.load_pem_x509_certificate((keys / "terminal" / "tls-certificate.pem").read_bytes())
    (name,) = certificate.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    assert name.value == found["terminal"].settings.terminal_id
    assert not list(house.rglob("*.pem"))
