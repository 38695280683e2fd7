"""The program knows all its commands by name, and loads the one that is chosen: nobody waits for the others."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path
from tomllib import loads

import pytest
import typer

from countertop import __version__
from countertop.cli.language import tell
from countertop.cli.main import COMMANDS, app

ROOT = Path(__file__).parents[2]

HEAVY = ("pydantic", "sqlalchemy", "alembic", "cryptography", "rich", "reportlab", "PIL", "asyncio")
"""What only the commands that serve, found, compute or draw have a use for."""


def loaded_by(*arguments):
    """Return the modules that a command has loaded when it ends."""
    script = "import sys, atexit; atexit.register(lambda: print(*sys.modules, sep='\\n'))\n"
    script += "from countertop.cli.main import main; main()"
    command = [sys.executable, "-c", script, *arguments]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    return set(ran.stdout.splitlines())


@pytest.mark.parametrize("module", COMMANDS)
def test_a_module_holds_the_commands_that_the_table_says_with_the_lines_that_help_shows(module):
    part = typer.Typer()
    import_module(f"countertop.cli.{module}").attach(part)
    commands = typer.main.get_group(part).commands
    assert {*commands} == {*COMMANDS[module]}
    lines = typer.main.get_group(app).commands
    for name, command in commands.items():
        assert command.help == tell(f"help.{name}") == lines[name].help


@pytest.mark.parametrize(
    ("arguments", "needless"),
    [
        (("--help",), (*HEAVY, "countertop.cli.counter", "countertop.iso8583")),
        (("status",), (*HEAVY, "countertop.cli.counter", "countertop.iso8583", "countertop.stage")),
        (("sale", "1.00"), (*HEAVY, "countertop.cli.parties", "countertop.iso8583", "countertop.stage")),
        (("trace", "000001"), (*HEAVY, "countertop.cli.counter", "countertop.stage")),
    ],
)
def test_a_command_loads_what_it_needs(arguments, needless, tmp_path):
    data = () if arguments == ("--help",) else ("--data", str(tmp_path))
    loaded = loaded_by(*arguments, *data)
    assert "countertop.cli.main" in loaded
    assert not loaded.intersection(needless)


def test_a_command_that_there_is_not_is_told_with_those_that_sound_like_it(command):
    ran = command("stat")
    assert ran.exit_code == 2
    assert "status" in ran.output


def test_the_version_is_the_package_s(command):
    written = loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert command("--version").output.split() == ["countertop", written] == ["countertop", __version__]
