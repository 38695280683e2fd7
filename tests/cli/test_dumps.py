"""`countertop iso doctor` and `iso diff`: what is said, with which status, and nothing in clear."""

import json

import pytest

from countertop.iso8583 import UNIONPAY_POS
from tests.cli.test_iso import REVERSAL, vector
from tests.iso8583.published import message_of

SALE = vector("constructed: sale request")["hex"].upper()
CHIP = vector("SM4 (F52 zero")["hex"]


def frame(message):
    body = UNIONPAY_POS.encode(message)
    return f"{len(body):04X}{body.hex().upper()}"


@pytest.mark.parametrize("form", ["argument", "file", "input"])
def test_a_healthy_dump_is_explained(command, tmp_path, form):
    path = tmp_path / "dump.txt"
    path.write_text(f"18:14:29.934 SEND {SALE}\n", "ascii")
    source = {"argument": SALE, "file": path, "input": "-"}[form]
    done = command("iso", "doctor", source, text=path.read_text("ascii"))
    assert done.exit_code == 0
    first, said, *rest = done.stdout.splitlines()
    assert (first, said) == ("unionpay-pos，前有 2 字节二进制长度，共 118 字节：消费", "没有发现错误")
    rows = {line.split()[1]: line.split() for line in rest if line.strip()}
    assert rows["11"][0] == "32"
    assert rows["11"][-1] == "000101"
    assert "6200000000000013" not in done.output


def test_mistakes_are_said_and_counted_in_the_status(command):
    done = command("iso", "doctor", SALE[:4] + SALE)
    assert done.exit_code == 1
    assert "长度出现两次" in done.stdout
    done = command("iso", "doctor", SALE[:-40], "--json")
    assert done.exit_code == 1
    told = json.loads(done.stdout)
    assert (told["healthy"], told["whole"], told["dialect"], told["framing"]) == (
        False,
        False,
        "unionpay-pos",
        "binary2",
    )
    assert [(each["id"], each["field"], each["offset"]) for each in told["findings"]] == [
        ("frame-cut", "length", 98), ("value-cut", "53", 93),
    ]  # fmt: skip
    assert all(each["said"] for each in told["findings"])
    assert {each["field"]: each["value"] for each in told["fields"]}["11"] == "000101"


def test_what_is_no_message_is_said(command):
    done = command("iso", "doctor", "AA" * 30, "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["findings"][0]["id"] == "nothing-fits"
    assert command("iso", "doctor", "-", text="").exit_code == 1
    assert command("iso", "doctor", "no-such-file").exit_code == 1


def test_the_direction_can_be_told(command):
    answer = vector("constructed: sale response")["hex"]
    assert command("iso", "doctor", answer, "--as", "answer").exit_code == 0
    assert command("iso", "doctor", answer, "--as", "request").exit_code == 1
    assert command("iso", "doctor", answer, "--as", "letter").exit_code == 2


def test_card_data_is_shown_in_clear_only_for_test_cards_in_certain_places(command):
    assert "6224242300000069" not in command("iso", "doctor", CHIP).output
    assert "6224242300000069" in command("iso", "doctor", CHIP, "--unmasked").stdout
    foreign = CHIP.replace("6224242300000069", "4000000000000002")
    assert "4000000000000002" not in command("iso", "doctor", foreign, "--unmasked").output
    broken = command("iso", "doctor", CHIP[:300], "--unmasked")
    assert "6224242300000069" not in broken.output


def test_equal_messages_are_equal_in_whatever_dress(command, tmp_path):
    path = tmp_path / "dump.txt"
    path.write_text(" ".join(SALE[at : at + 2] for at in range(0, len(SALE), 2)), "ascii")
    done = command("iso", "diff", SALE, path)
    assert (done.exit_code, done.stdout.strip()) == (0, "两条报文相同")
    told = json.loads(command("iso", "diff", SALE, path, "--json").stdout)
    assert told == {"equal": True, "broken": [], "dialects": ["unionpay-pos"] * 2, "differences": []}


def test_differences_are_told_field_by_field(command):
    sale = message_of("sale request 0200, magnetic")
    other = frame(sale.copy(amount="000000010100", currency=None))
    done = command("iso", "diff", frame(sale), other)
    assert done.exit_code == 1
    rows = {line.split()[0]: line.split() for line in done.stdout.splitlines()}
    assert rows["4"][-3:] == ["30/30", "000000010000", "000000010100"]
    assert rows["49"][-2:] == ["156", "(无)"]
    told = json.loads(command("iso", "diff", frame(sale), other, "--json").stdout)
    assert not told["equal"]
    assert [each["field"] for each in told["differences"]] == ["bitmap", "4", "49"]
    assert told["differences"][1]["at"] == [30, 30]


def test_cards_that_differ_behind_their_mask_are_told_apart_unseen(command):
    other = CHIP.replace("6224242300000069", "6224242399990069")
    done = command("iso", "diff", CHIP, other)
    assert done.exit_code == 1
    assert "屏蔽后相同" in done.stdout
    assert "6224242300000069" not in done.output
    assert "6224242399990069" not in done.output


def test_a_broken_side_is_named_and_counts(command):
    done = command("iso", "diff", REVERSAL, REVERSAL[:-20])
    assert done.exit_code == 1
    assert "iso doctor" in done.stderr
    assert REVERSAL[:-20] not in done.output
    assert command("iso", "diff", REVERSAL, "AA" * 30).exit_code == 1


def test_nesting_beyond_reason_is_no_message(command, tmp_path):
    path = tmp_path / "deep.json"
    path.write_text("[" * 100_000, "ascii")
    assert command("iso", "encode", path).exit_code == 1
    assert command("iso", "check-vectors", path).exit_code == 1
