import copy
import json
import pathlib

import pytest

from countertop.crypto.errors import VectorError
from countertop.crypto.vector_check import check

VECTORS = pathlib.Path(__file__).parents[1] / "vectors" / "unionpay-pos.json"
ENTRIES = [entry for entry in json.loads(VECTORS.read_text(encoding="utf-8")) if "algorithm" in entry]


def test_all_published_entries_are_there():
    assert len(ENTRIES) == 24


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry["name"])
def test_the_vector_holds(entry):
    check(entry)


def outputs(entry):
    output = entry["output"]
    return [("output",)] if isinstance(output, str) else [("output", name) for name in output]


def steps(entry):
    """The intermediate values an entry gives beside its inputs."""
    given = ("pin_field", "pan_field", "clear_block", "block_xor", "first_des", "first_sm4", "after_xor", "second_des")
    return [("inputs", name) for name in (*given, "second_sm4", "segment_clear") if name in entry["inputs"]]


ALTERATIONS = [(entry, path) for entry in ENTRIES for path in outputs(entry) + steps(entry)]


@pytest.mark.parametrize(("entry", "path"), ALTERATIONS, ids=lambda value: str(value)[:60])
def test_an_altered_output_or_step_does_not_hold(entry, path):
    altered = copy.deepcopy(entry)
    place = altered
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = place[path[-1]][:-1] + ("0" if place[path[-1]][-1] != "0" else "1")
    with pytest.raises(VectorError, match="the vector says"):
        check(altered)


@pytest.mark.parametrize(
    "entry",
    [
        {},
        {"name": "x", "inputs": {}},
        {"name": "x", "algorithm": "?", "inputs": {"rsa": "1"}, "output": ""},
        {"name": "x", "algorithm": "DES", "inputs": {"key": "12"}, "output": ""},
        {"name": "x", "algorithm": "DES", "inputs": {"key": "no digits"}, "output": ""},
        {"name": "x", "algorithm": "MAC", "inputs": {"mak": "0123456789ABCDEF"}, "output": ""},
        {"name": "x", "inputs": {"key": "0123456789ABCDEF"}, "output": ""},
        {"name": "x", "algorithm": "keys", "inputs": {"tmk": "00" * 16, "f62": "00" * 5}, "output": {}},
    ],
)
def test_entries_that_cannot_be_computed_are_refused(entry):
    with pytest.raises(VectorError):
        check(entry)
