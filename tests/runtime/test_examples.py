"""The sample configuration says every setting, and every default as it is."""

import tomllib
from dataclasses import fields
from pathlib import Path

from countertop.acquirer import AcquirerSettings
from countertop.runtime.configuration import StoreSettings
from countertop.runtime.lines import LineLimits
from countertop.runtime.parties import read_party

SAMPLE = Path(__file__).parents[2] / "examples" / "acquirer.toml"


def test_the_sample_is_complete_and_its_defaults_are_ours(tmp_path):
    (tmp_path / "countertop.toml").write_bytes(SAMPLE.read_bytes())
    found = read_party(tmp_path, {}, {})
    assert found.settings == AcquirerSettings()
    assert found.listeners[0].limits == LineLimits()
    tables = tomllib.loads(SAMPLE.read_text("utf-8"))
    assert set(tables["lines"]) == {field.name for field in fields(LineLimits)}
    assert found.store == StoreSettings()
    assert set(tables["store"]) == {field.name for field in fields(StoreSettings)}
    assert {"name", *tables["settings"]} == {field.name for field in fields(AcquirerSettings)}
