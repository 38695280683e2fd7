"""The entry: builds the commands, runs one, and turns what went wrong into a sentence and a status."""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_group

from countertop import __version__
from countertop.cli.language import LANGUAGE, tell
from countertop.cli.options import InLanguage
from countertop.cli.statuses import Status
from countertop.cli.writing import write
from countertop.runtime.errors import DeskFault, RuntimeFault

__all__ = ["app", "main"]

COMMANDS = {
    "parties": ("up", "found", "terminal", "acquirer", "switch", "issuer", "wallet"),
    "telephone": ("wallet-code", "wallet-pay", "wallet-confirm", "wallet-decline", "wallet-bill"),
    "counter": ("sign-in", "sign-out", "echo", "download", "slips"),
    "payments": (
        *("sale", "void", "refund", "preauth", "preauth-void", "complete", "complete-void", "balance", "transfer"),
        *("offline-post", "adjust", "tip", "send-stored", "qr-sale", "qr-void", "qr-refund", "qr-query", "qr-cancel"),
    ),
    "machine": ("power", "self-test", "fault"),
    "operators": ("operators",),
    "diagnosing": ("diagnose",),
    "looking": ("status",),
    "tracing": ("trace",),
    "cutting": (
        *("cut-line", "unplug", "no-wifi", "no-signal", "arrears", "out-of-network", "no-tone"),
        *("acquirer-down", "mend"),
    ),
    "surgery": ("doctor",),
    "iso": ("iso",),
    "commanding": ("acquirer-command",),
    "managing": ("manage",),
    "moving": ("move",),
    "settling": ("settle", "settlement-slip", "batch", "batches", "cases", "day-close"),
    "disposing": ("batch-disposition",),
    "closing": ("case", "exception"),
    "retrieving": ("retrieval",),
    "keys": ("keys",),
    "pages": ("pages",),
    "accounts": ("accounts",),
    "till_key": ("till-key",),
    "auditing": ("audit",),
    "simulating": ("simulate",),
    "load": ("load",),
}
"""Which module holds which command."""


class Program(TyperGroup):
    """All commands by name and one line, enough for help; the module of a command is loaded when it is chosen."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self._modules = {name: module for module, names in COMMANDS.items() for name in names}
        self.commands = {name: TyperCommand(name, help=tell(f"help.{name}")) for name in self._modules}

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """Return the command that the arguments choose, loaded, and what is left for it."""
        name, _, left = super().resolve_command(ctx, args)
        return name, None if name is None else self._load(name), left

    def _load(self, name: str) -> Any:
        part = typer.Typer(rich_markup_mode=None)
        import_module(f"countertop.cli.{self._modules[name]}").attach(part)
        return get_group(part).commands[name]


app = typer.Typer(
    cls=Program,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


@app.callback(help=tell("help.countertop"), invoke_without_command=True)
def _countertop(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help=tell("help.version"))] = False,
    language: InLanguage = "zh",
) -> None:
    """Keep commands by name, even when only one is loaded."""
    del language
    if version:
        write(f"countertop {__version__}")
        raise typer.Exit(Status.COMPLETED)
    if context.invoked_subcommand is None:
        write(context.get_help())
        raise typer.Exit(Status.USAGE)


def main() -> None:
    """Run one command; never returns."""
    try:
        app()
    except RuntimeFault as fault:
        sys.stderr.write(f"{fault.said(LANGUAGE)}\n")
        raise SystemExit(Status.NOT_RUNNING if isinstance(fault, DeskFault) else Status.FAILED) from None
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has read enough
        raise SystemExit(Status.COMPLETED) from None


if __name__ == "__main__":
    main()
