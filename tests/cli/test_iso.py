"""`countertop iso` on published messages."""

import json
from pathlib import Path

import pytest

VECTORS = Path(__file__).parents[1] / "vectors" / "unionpay-pos.json"
REVERSAL = (
    "0053600004000060220000000004003020048002C0801300000000000100200030020302100039383130343331323538"
    "38373434343033343531313235313031353600082200070500033031203342463735343838"
)


def vector(word):
    return next(entry for entry in json.loads(VECTORS.read_text("utf-8")) if "hex" in entry and word in entry["name"])


def test_a_frame_is_shown_field_by_field(command):
    done = command("iso", "decode", REVERSAL)
    assert done.exit_code == 0
    rows = {line.split()[0]: line.split()[-1] for line in done.stdout.splitlines()}
    assert (rows["mti"], rows["4"], rows["11"], rows["39"], rows["41"]) == (
        "0400", "000001002000", "300203", "98", "10431258",
    )  # fmt: skip


@pytest.mark.parametrize("cut", [4, 26])
def test_a_payload_and_a_bare_message_are_recognised(command, cut):
    done = command("iso", "decode", REVERSAL[cut:], "--json")
    assert done.exit_code == 0
    shown = json.loads(done.stdout)
    assert shown["11"] == "300203"
    assert ("tpdu" in shown) is (cut == 4)


@pytest.mark.parametrize("form", ["hex", "text file", "binary file", "input"])
def test_messages_come_from_digits_files_and_input(command, tmp_path, form):
    path = tmp_path / "message"
    if form == "binary file":
        path.write_bytes(bytes.fromhex(REVERSAL))
    else:
        path.write_text(f"{REVERSAL[:60]}\n{REVERSAL[60:]}\n", "ascii")
    source = {"hex": REVERSAL, "input": "-"}.get(form, path)
    done = command("iso", "decode", source, "--json", text=REVERSAL if form == "input" else None)
    assert json.loads(done.stdout)["11"] == "300203"


def test_card_data_is_masked_unless_the_card_is_a_test_card_and_it_is_asked_for(command):
    sale = vector("SM4 (F52 zero")["hex"]
    masked = command("iso", "decode", sale, "--json")
    assert "6224242300000069" not in masked.stdout
    assert json.loads(masked.stdout)["2"] == "622424******0069"
    clear = command("iso", "decode", sale, "--json", "--unmasked")
    assert json.loads(clear.stdout)["2"] == "6224242300000069"
    foreign = sale.replace("6224242300000069", "4000000000000002")
    still = command("iso", "decode", foreign, "--json", "--unmasked")
    assert "4000000000000002" not in still.output
    assert json.loads(still.stdout)["2"] == "400000******0002"


def test_what_is_decoded_unmasked_encodes_to_the_same_frame(command, tmp_path):
    for entry in json.loads(VECTORS.read_text("utf-8")):
        if "length_prefix" not in entry or "6224" not in entry["hex"]:
            continue
        shown = command("iso", "decode", entry["hex"], "--unmasked", "--json").stdout
        path = tmp_path / "message.json"
        path.write_text(shown, "utf-8")
        assert command("iso", "encode", path).stdout.strip() == entry["hex"].upper()


def test_interbank_messages_have_their_own_dialect(command):
    entry = next(entry for entry in json.loads(VECTORS.read_text("utf-8")) if "h4_dest" in entry.get("fields", {}))
    done = command("iso", "decode", entry["hex"], "--dialect", "interbank", "--json")
    assert json.loads(done.stdout)["mti"] == entry["fields"]["mti"]
    assert command("iso", "decode", REVERSAL, "--dialect", "swift").exit_code == 2


def test_a_broken_message_says_where_and_shows_no_value(command):
    done = command("iso", "decode", REVERSAL[:-20])
    assert done.exit_code == 1
    assert "at byte" in done.stderr
    assert "10431258" not in done.output


@pytest.mark.parametrize("source", ["00A", "no-such-file", ""])
def test_what_cannot_be_read_is_said(command, source):
    assert command("iso", "decode", source).exit_code == 1


@pytest.mark.parametrize("text", ["nonsense", "[]", '{"mti": 5}', '{"mti": "0800", "2": "6225**"}'])
def test_what_is_no_message_is_not_encoded(command, tmp_path, text):
    path = tmp_path / "message.json"
    path.write_text(text, "utf-8")
    assert command("iso", "encode", path).exit_code == 1


def test_published_vectors_pass_and_an_altered_one_fails(command, tmp_path):
    done = command("iso", "check-vectors", VECTORS)
    assert done.exit_code == 0
    assert done.stdout.splitlines()[-1].endswith(" passed, 0 failed")
    entries = json.loads(VECTORS.read_text("utf-8"))
    count = int(done.stdout.splitlines()[-1].split()[0])
    assert count == len(entries) == len(done.stdout.splitlines()) - 1
    for entry in entries:
        if "hex" in entry:
            entry["hex"] = entry["hex"][:-1] + ("0" if entry["hex"][-1] != "0" else "1")
        else:
            entry["output"] = "00"
    path = tmp_path / "altered.json"
    path.write_text(json.dumps(entries), "utf-8")
    done = command("iso", "check-vectors", path, "--json")
    assert done.exit_code == 1
    assert json.loads(done.stdout)["failed"] == count


def test_a_file_without_vectors_is_refused(command, tmp_path):
    path = tmp_path / "none.json"
    path.write_text("{}", "utf-8")
    (tmp_path / "list.json").write_text("[1]", "utf-8")
    assert command("iso", "check-vectors", tmp_path / "list.json").exit_code == 1
    assert command("iso", "check-vectors", tmp_path / "missing.json").exit_code == 1
