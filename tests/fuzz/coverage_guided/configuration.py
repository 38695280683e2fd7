"""A party's configuration file, with a flag: understood, or refused by one of the runtime's errors."""

from pathlib import Path
from tempfile import TemporaryDirectory

from countertop.runtime.configuration import Configuration
from countertop.runtime.errors import ConfigurationFault, DirectoryFault
from countertop.runtime.parties import read_party
from tests.fuzz.coverage_guided.seeds import DEEP

_DIRECTORY = TemporaryDirectory(prefix="countertop-fuzz-")
_HERE = Path(_DIRECTORY.name)
_HEAD = 'mode = "demo"\nlmk = "keys/lmk"\n[lines]\nidle = "2 min"\n'
SEEDS = tuple(
    text.encode()
    for text in (
        'party = "acquirer"\n' + _HEAD + '[listen]\nterminals = "127.0.0.1:5101"\n[routes]\nswitch = ["[::1]:5103"]\n',
        'party = "switch"\nname = "hub"\n' + _HEAD + '[listen]\nmembers = "127.0.0.1:1"\n[settings]\nplanted = ["a"]\n',
        'party = "terminal"\n' + _HEAD + '[routes]\nacquirer = "127.0.0.1:1, localhost:2"\n#--set settings.zone=0\n',
        'party = "issuer"\n' + _HEAD + '[routes]\nswitch = ["127.0.0.1:1"]\n#--set lines.idle=500 ms\n',
        "party = " + DEEP.decode(),
        'party = 5\nmode = [1]\nlmk = {a = 1979-05-27}\n"" = """\\u00e9"""',
    )
)


def one(data):
    """Behind `#--set` stands a flag, as far as the end of the bytes."""
    file, _, flag = data.partition(b"#--set ")
    key, _, value = flag.decode("utf-8", "replace").partition("=")
    (_HERE / "countertop.toml").write_bytes(file)
    try:
        found = read_party(_HERE, {}, {key: value} if key else {})
    except (ConfigurationFault, DirectoryFault) as fault:
        assert str(fault)  # noqa: PT017 - both outcomes are right
        return
    assert isinstance(found, Configuration)
    assert found.mode in ("demo", "production")
