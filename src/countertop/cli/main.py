"""The entry: builds the commands, runs one, and turns what went wrong into a sentence and a status."""

from __future__ import annotations

import sys
from importlib import import_module, metadata
from typing import Annotated

import typer

from countertop.cli.language import LANGUAGE, tell
from countertop.cli.options import InLanguage
from countertop.cli.statuses import Status
from countertop.cli.writing import write
from countertop.runtime.errors import DeskFault, RuntimeFault

__all__ = ["app", "main"]

app = typer.Typer(
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
        write(f"countertop {metadata.version('countertop')}")
        raise typer.Exit(Status.COMPLETED)
    if context.invoked_subcommand is None:
        write(context.get_help())
        raise typer.Exit(Status.USAGE)


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
    "looking": ("status", "trace"),
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
    "retrieving": ("retrieval",),
    "keys": ("keys",),
    "auditing": ("audit",),
    "simulating": ("simulate",),
    "load": ("load",),
}
"""Which module holds which command; only what is asked for is loaded, all of it for help."""


def _attach_commands(arguments: list[str]) -> None:
    modules = [module for module, names in COMMANDS.items() if not {*names}.isdisjoint(arguments)] or list(COMMANDS)
    for module in modules:
        import_module(f"countertop.cli.{module}").attach(app)


def main() -> None:
    """Run one command; never returns."""
    _attach_commands(sys.argv[1:])
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
