"""The room reads from its ground upwards: no module needs, even for a type, one that needs it."""

import ast
from graphlib import TopologicalSorter
from pathlib import Path

import countertop.iso8583

ROOT = Path(countertop.iso8583.__file__).parent


def test_no_two_modules_need_each_other():
    needs = {}
    for path in ROOT.rglob("*.py"):
        parts = path.relative_to(ROOT.parents[1]).with_suffix("").parts
        imports = (node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.ImportFrom))
        if parts[-1] != "__init__":
            needs[".".join(parts)] = {node.module for node in imports if node.module.startswith("countertop.iso8583.")}
    list(TopologicalSorter(needs).static_order())
    assert len(needs) > 20
