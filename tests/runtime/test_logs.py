"""The log holds what the stage notes, bounded and masked."""

import json
import stat

from countertop.runtime.logs import OLD_FILES, WHILE, Log
from countertop.values import Instant, Pan


def lines(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_a_note_becomes_a_line_with_time_party_level_and_arguments(tmp_path):
    path = tmp_path / "log.jsonl"
    log = Log(path, "acquirer")
    log.note("alarm", "sale.refused", {"party": "someone", "code": "94"}, Instant(1_750_000_000_123_456, 0))
    log.close()
    assert lines(path) == [
        {
            "at": "2025-06-15T15:06:40.123+00:00",
            "party": "acquirer",
            "level": "alarm",
            "message": "sale.refused",
            "arguments": {"party": "someone", "code": "94"},
        }
    ]
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_secret_in_a_note_is_written_masked(tmp_path):
    log = Log(tmp_path / "log.jsonl", "terminal")
    log.note("info", "card.read", {"pan": Pan("6225000000000014"), "more": [Pan("6225000000000014")]}, Instant(0, 0))
    log.close()
    text = (tmp_path / "log.jsonl").read_text("utf-8")
    assert "6225000000000014" not in text
    assert text.count("622500******0014") == 2


def test_a_message_that_comes_too_often_is_counted_and_the_count_is_told(tmp_path):
    path = tmp_path / "log.jsonl"
    log = Log(path, "acquirer", most_lines=3)
    for number in range(10):
        log.note("warning", "line.refused", {"number": number}, Instant(0, 1))
    log.note("info", "other", {}, Instant(0, 2))
    log.note("info", "other", {}, Instant(0, 3 + WHILE))
    log.close()
    told = [(line["message"], line["arguments"]) for line in lines(path)]
    assert told == [
        *(("line.refused", {"number": number}) for number in range(3)),
        ("other", {}),
        ("log.suppressed", {"of": "line.refused", "count": 7}),
        ("other", {}),
    ]
    assert log.counters == {"line.refused": 10, "other": 2}


def test_the_file_is_turned_over_at_its_size_and_old_ones_are_dropped(tmp_path):
    path = tmp_path / "log.jsonl"
    log = Log(path, "acquirer", most_bytes=2000, most_lines=10_000)
    for number in range(300):
        log.note("info", "tick", {"number": number}, Instant(0, 0))
    log.close()
    files = sorted(tmp_path.iterdir())
    assert len(files) == OLD_FILES + 1
    assert all(file.stat().st_size <= 2000 for file in files)
    assert lines(path)[-1]["arguments"]["number"] == 299


def test_neither_a_console_that_went_away_nor_a_full_disk_stops_the_party(tmp_path, monkeypatch):
    def gone(*_):
        raise BrokenPipeError

    log = Log(tmp_path / "log.jsonl", "acquirer", heard=gone)
    log.note("alarm", "first", {}, Instant(0, 0))

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("countertop.runtime.logs.os.write", full)
        log.note("alarm", "second", {}, Instant(0, 0))
    log.close()
    assert [line["message"] for line in lines(tmp_path / "log.jsonl")] == ["first"]
    assert log.counters["log.lost"] == 1
