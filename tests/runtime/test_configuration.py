"""Settings come from file, environment and flags; what does not fit is refused and named."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from countertop.codec import Framing
from countertop.runtime.configuration import Kind, read_configuration
from countertop.runtime.errors import ConfigurationFault, DirectoryFault
from countertop.runtime.settings import fit
from countertop.runtime.wires import TERMINALS
from countertop.values import MILLISECOND, MINUTE, SECOND


@dataclass(slots=True)
class HostSettings:
    name: str = "host"
    answer_timeout: int = 25 * SECOND
    largest_sale: int = 5_000_000_00
    people_in_mac: bool = True
    planted: frozenset[str] = frozenset()

    def __post_init__(self):
        assert self.largest_sale > 0, "largest_sale must be more than nothing"


KINDS = {"host": Kind("host", HostSettings, {"terminals": Framing.BINARY2}, {"switch": Framing.ASCII4})}

FILE = """
party = "host"
mode = "demo"
lmk = "keys/lmk"

[listen]
terminals = "127.0.0.1:5101"

[routes]
switch = ["127.0.0.1:5102", "[::1]:5103"]

[lines]
idle = "2 min"

[settings]
answer_timeout = "250 ms"
"""


@pytest.fixture
def read(tmp_path):
    def read(text=FILE, environment=None, **flags):
        (tmp_path / "countertop.toml").write_text(text, "utf-8")
        given = {key.replace("__", "."): value for key, value in flags.items()}
        return read_configuration(tmp_path, KINDS.__getitem__, environment or {}, given)

    return read


def test_the_file_is_understood(read, tmp_path):
    found = read()
    assert (found.kind.name, found.name, found.mode, found.lmk) == ("host", "host", "demo", tmp_path / "keys/lmk")
    (listener,) = found.listeners
    assert (listener.role, listener.address, listener.framing) == ("terminals", ("127.0.0.1", 5101), Framing.BINARY2)
    assert (listener.limits.idle, listener.limits.header) == (2 * MINUTE, 10 * SECOND)
    assert found.routes["switch"].addresses == [("127.0.0.1", 5102), ("::1", 5103)]
    assert found.routes["switch"].framing is Framing.ASCII4
    assert found.settings == HostSettings(answer_timeout=250 * MILLISECOND)


def test_who_writes_the_store_may_be_said(read):
    assert read().store.writer == "auto"
    assert read(f'{FILE}\n[store]\nwriter = "process"').store.writer == "process"
    assert read(environment={"COUNTERTOP_HOST__STORE__WRITER": "loop"}).store.writer == "loop"
    with pytest.raises(ConfigurationFault, match="loop, thread, process"):
        read(store__writer="nobody")


def test_flags_go_over_the_environment_and_that_over_the_file(read):
    environment = {
        "COUNTERTOP_HOST__SETTINGS__ANSWER_TIMEOUT": "3 s",
        "COUNTERTOP_HOST__SETTINGS__PLANTED": "host.no-tombstone, host.other",
        "COUNTERTOP_HOST__ROUTES__SWITCH": "127.0.0.1:1,127.0.0.1:2",
        "COUNTERTOP_OTHER__SETTINGS__NONSENSE": "1",
        "COUNTERTOP_DATA": "elsewhere",
    }
    found = read(environment=environment)
    assert found.settings.answer_timeout == 3 * SECOND
    assert found.settings.planted == {"host.no-tombstone", "host.other"}
    assert found.routes["switch"].addresses == [("127.0.0.1", 1), ("127.0.0.1", 2)]
    found = read(environment=environment, settings__answer_timeout="4s", settings__people_in_mac="false")
    assert (found.settings.answer_timeout, found.settings.people_in_mac) == (4 * SECOND, False)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("answer_timeout =", "anser_timeout =", "did you mean answer_timeout?"),
        ("answer_timeout =", "xyzzy =", "there is no setting xyzzy"),
        ("[settings]", "[setings]", "did you mean settings?"),
        ("idle =", "idel =", "did you mean idle?"),
        ("terminals =", "terminal =", "did you mean terminals?"),
        ("switch =", "swich =", "did you mean switch?"),
        ('"250 ms"', '"soon"', "answer_timeout cannot be soon"),
        ('"250 ms"', "true", "answer_timeout cannot be True"),
        ('"250 ms"', "1\npeople_in_mac = 3", "people_in_mac cannot be 3"),
        ('"250 ms"', "1\nlargest_sale = 0", "largest_sale must be more than nothing"),
        ("127.0.0.1:5101", "127.0.0.1", "no address"),
        ("127.0.0.1:5101", "127.0.0.1:99999", "no address"),
        ('mode = "demo"', 'mode = "try"', "mode cannot be try"),
        ('mode = "demo"', "", "the setting mode is missing"),
        ('party = "host"', 'party = "bank"', "bank"),
        ('terminals = "127.0.0.1:5101"', "", "the setting terminals is missing"),
        ("[lines]", "[lines", "cannot be understood"),
        ('lmk = "keys/lmk"', "lmk = 5", "lmk cannot be 5"),
        ('lmk = "keys/lmk"', 'lmk = "\\u0000"', "lmk cannot be"),
        ('["127.0.0.1:5102", "[::1]:5103"]', "5", "no address"),
        ('"250 ms"', "9" * 5000, "cannot be understood"),
        ('"2 min"', "[" * 3000, "cannot be understood"),
        ('"127.0.0.1:5101"', f"0x1{'0' * 5000}", "no address"),
        ('"127.0.0.1:5101"', f'"{"9" * 5000}"', "9{200}[.]{3} "),
        ('[lines]\nidle = "2 min"', "", None),
    ],
)
def test_what_does_not_fit_is_refused_and_named(read, old, new, said):
    assert old in FILE
    if said is None:
        assert read(FILE.replace(old, new)).listeners[0].limits.idle == 120 * SECOND
        return
    with pytest.raises(ConfigurationFault, match=said.replace("?", r"\?")):
        read(FILE.replace(old, new))


def test_unknown_flags_and_variables_are_refused_too(read):
    with pytest.raises(ConfigurationFault, match="did you mean answer_timeout"):
        read(settings__answer_timeot="1 s")
    with pytest.raises(ConfigurationFault, match=r"there is no setting answer_timeout"):
        read(answer_timeout="1 s")
    with pytest.raises(ConfigurationFault, match=r"did you mean answer_timeout"):
        read(environment={"COUNTERTOP_HOST__SETTINGS__ANSWER_TIMOUT": "1"})


def test_a_directory_without_a_party_says_how_to_make_one(tmp_path):
    with pytest.raises(DirectoryFault, match="countertop found --demo"):
        read_configuration(Path(tmp_path), KINDS.__getitem__, {}, {})


def test_a_setting_without_default_must_be_there():
    @dataclass(slots=True)
    class ShopSettings:
        terminal_id: str
        zone: int = 0

    with pytest.raises(ConfigurationFault, match="the setting terminal_id is missing"):
        fit(ShopSettings, {"zone": 8}, "here")
    assert fit(ShopSettings, {"terminal_id": "12345678"}, "here") == ShopSettings("12345678")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"127.0.0.1:5101"', '"tls://127.0.0.1:5101"', "asks for TLS"),
        ('"127.0.0.1:5101"', '"ftp://127.0.0.1:5101"', "cannot be written as"),
        ('"127.0.0.1:5101"', '"://127.0.0.1:5101"', "cannot be written as"),
        ('"127.0.0.1:5102", "[', '"http://127.0.0.1:5102", "http://[', "cannot be written as"),
        ('"127.0.0.1:5102"', '"tls://127.0.0.1:5102"', "cannot be written as"),
        ("[lines]", '[tls]\ncertificat = "a"\n[lines]', "did you mean certificate"),
    ],
)
def test_how_a_line_looks_is_written_before_its_address(read, old, new, said):
    with pytest.raises(ConfigurationFault, match=said):
        read(FILE.replace(old, new))


def test_a_role_may_answer_at_several_places(read):
    found = read(FILE.replace('"127.0.0.1:5101"', '["127.0.0.1:5101", "http://127.0.0.1:5443"]'))
    assert [(each.role, each.address, each.framing) for each in found.listeners] == [
        ("terminals", ("127.0.0.1", 5101), Framing.BINARY2),
        ("terminals", ("127.0.0.1", 5443), TERMINALS),
    ]
