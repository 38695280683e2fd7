"""The house keeps its own rules: short files, no drawers, no strangers' names, glossary words."""

import ast
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
WRITTEN = [path for path in SOURCES if "migrations" not in path.parts]  # the others are generated
LONGEST_FILE = 400
LONGEST_FUNCTION = 60
DRAWERS = re.compile(r"(^|/)(utils?|helpers?|common|misc|core|managers?|base)(\.py|/)")
# Pure data tables may be longer or carry such a name; the list may only shrink.
TABLES: set[str] = set()
# The constructor of a message lists the fields of two dialects; the list may only shrink.
LISTS = {"src/countertop/iso8583/message.py": {"__init__"}}


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_a_file_holds_one_idea():
    long = {name(path) for path in WRITTEN if len(path.read_text("utf-8").splitlines()) > LONGEST_FILE}
    assert long <= TABLES


def test_a_function_fits_on_a_screen():
    for path in WRITTEN:
        functions = (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef))
        long = {node.name for node in functions if node.end_lineno - node.lineno >= LONGEST_FUNCTION}
        assert long <= LISTS.get(name(path), set()), name(path)


def test_no_file_is_a_drawer():
    assert {name(path) for path in SOURCES if DRAWERS.search(name(path))} <= TABLES


def test_no_class_is_called_after_nothing():
    nothing = re.compile(r"^class \w*(Manager|Service|Helper|Handler|Processor)\b", re.MULTILINE)
    assert [name(path) for path in SOURCES if nothing.search(path.read_text("utf-8"))] == []


def test_every_room_says_what_it_is():
    for room in sorted((ROOT / "src/countertop").iterdir()):
        if room.is_dir() and room.name != "__pycache__":
            assert (room / "__init__.py").read_text("utf-8").startswith('"""'), room


def test_the_repository_stands_alone():
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    strangers = re.compile(r"\.\./" + "shared|/" + "work/|/" + r"opt/\w+/simple")
    for file in filter(None, tracked.split("\0")):
        path = ROOT / file
        if path.is_file() and path.suffix in {".py", ".md", ".toml", ".json", ".txt", ".in", "", ".yml"}:
            assert not strangers.search(path.read_text("utf-8", errors="replace")), file
