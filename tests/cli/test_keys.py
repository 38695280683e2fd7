"""`countertop keys` without a person at it: what it tells of keys, and what it refuses."""

import json

import pytest

from countertop.hsm import CHEAPEST_PASSWORDS
from countertop.runtime.founding import found_house
from countertop.runtime.held_keys import held_keys

TERMINAL = "80000101"


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    data = tmp_path_factory.mktemp("keys") / "data"
    found_house(data, 0, password_cost=CHEAPEST_PASSWORDS)
    return data


@pytest.fixture
def keys(command, house):
    def run(*arguments):
        return command("keys", *arguments, "--data", house)

    return run


def test_the_keys_of_all_parties_are_told_by_purpose_and_check_value(keys):
    told = keys("list")
    assert told.exit_code == 0, told.output
    rows = told.output.splitlines()
    ours, theirs = (row for row in rows if "终端主密钥" in row)
    assert ours.split()[-1] == theirs.split()[-1]
    assert sum("区域 PIN 密钥" in row for row in rows) == 8  # both ends of four links
    found = json.loads(keys("list", "--json").output)["keys"]
    assert {key["usage"] for key in found} >= {"TMK", "ZPK", "ZAK", "WSK"}
    assert {(key["algorithm"], key["bits"]) for key in found} == {("3DES", 128), ("HMAC", 256)}
    alone = json.loads(keys("list", "--party", "terminal", "--json").output)["keys"]
    assert [(key["party"], key["holder"], key["name"]) for key in alone] == [("terminal", TERMINAL, "tmk")]


def test_a_key_that_the_hsm_does_not_open_is_told(keys, house):
    lmk = house.with_name("data-keys") / "wallet" / "lmk"
    right = lmk.read_bytes()
    lmk.chmod(0o600)
    lmk.write_bytes(right[::-1])
    try:
        told = keys("list", "--party", "wallet")
        assert (told.exit_code, "密钥块损坏" in told.output) == (1, True)
        assert json.loads(keys("list", "--party", "wallet", "--json").output)["keys"][0]["refused"] == "key-block"
    finally:
        lmk.write_bytes(right)


def test_each_component_is_another(keys):
    one, other = (json.loads(keys("component", "--json").output) for _ in range(2))
    assert len(one["component"]) == 32
    assert one["component"] != other["component"]
    assert one["kcv"] != other["kcv"]
    written = keys("component").output
    assert len([word for word in written.split() if len(word) == 4]) == 8


@pytest.mark.parametrize(
    ("usage", "more"), [("ZPK", ()), ("TMK", ("--sm4", "--components", "3")), ("WSK", ("--size", "32"))]
)
def test_a_key_is_formed_for_one_hsm(keys, usage, more):
    formed = keys("form", usage, "--demo", *more, "--json")
    assert formed.exit_code == 0, formed.output
    told = json.loads(formed.output)
    assert (told["usage"], len(told["kcv"]), told["key_block"][0]) == (usage, 8, "D")


def test_the_demo_holds_the_ceremony_of_both_sides_unseen(keys, house):
    loaded = keys("load", TERMINAL, "--demo", "--json")
    assert loaded.exit_code == 0, loaded.output
    told = json.loads(loaded.output)
    assert told["parties"] == ["acquirer", "terminal"]
    for party in told["parties"]:
        assert told["kcv"] in {key.description.kcv for key in held_keys(house / party)}
        assert told["kcv"] in (house / party / "log.jsonl").read_text("utf-8")


@pytest.mark.parametrize(
    ("command_line", "status", "said"),
    [
        (("form", "TMK"), 2, "键盘"),
        (("form", "ZAK", "--demo", "--size", "24"), 1, "24 bytes"),
        (("form", "XYZ", "--demo"), 2, "XYZ"),
        (("component", "--size", "5"), 2, "5"),
        (("load", "99999999", "--demo"), 1, "knows no terminal 99999999"),
        (("load", TERMINAL, "--demo", "--party", "switch"), 1, "no terminals' master keys"),
        (("list", "--party", "nobody"), 1, "nobody"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(keys, command_line, status, said):
    refused = keys(*command_line)
    assert refused.exit_code == status, refused.output
    assert said in refused.output + getattr(refused, "said", "")
