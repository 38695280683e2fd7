"""What a cashier does at the terminal beside payments: sign in and out, echo, slips; and how any command asks it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from countertop.cli.desks import find_terminal
from countertop.cli.language import tell
from countertop.cli.options import DEFAULT_DATA, AsJson, Data, InLanguage
from countertop.cli.statuses import Status
from countertop.cli.window import Window, swipe
from countertop.cli.writing import print_json, write, write_error
from countertop.demo import Card
from countertop.demo.people import DEMO_OPERATOR, DEMO_SUPERVISOR
from countertop.runtime.desk_client import DeskClient
from countertop.runtime.premises import read_wallet_file, wallet_of

__all__ = [
    "CardName",
    "CardPin",
    "Demo",
    "Operator",
    "Password",
    "SupervisorPassword",
    "Wallet",
    "ask_terminal",
    "attach",
    "card_answers",
    "cards_in",
    "staff",
]

Demo = Annotated[bool, typer.Option("--demo", help=tell("help.demo"))]
Operator = Annotated[str | None, typer.Option("--operator", help=tell("help.operator"), metavar="NN")]
Password = Annotated[
    str | None, typer.Option("--password", envvar="COUNTERTOP_PASSWORD", help=tell("help.password"), show_envvar=False)
]
CardName = Annotated[str | None, typer.Option("--card", help=tell("help.card"), metavar="NAME")]
PngFile = Annotated[Path | None, typer.Option("--png", help=tell("help.slip-png"), metavar="FILE")]
PdfFile = Annotated[Path | None, typer.Option("--pdf", help=tell("help.slip-pdf"), metavar="FILE")]
Printer = Annotated[str | None, typer.Option("--printer", help=tell("help.slip-printer"), metavar="PLACE")]
EscposFile = Annotated[Path | None, typer.Option("--escpos", help=tell("help.slip-escpos"), metavar="FILE")]
Wallet = Annotated[Path | None, typer.Option("--wallet", help=tell("help.wallet-file"), metavar="FILE")]
CardPin = Annotated[
    str | None, typer.Option("--pin", envvar="COUNTERTOP_PIN", help=tell("help.pin"), show_envvar=False)
]
SupervisorPassword = Annotated[
    str | None,
    typer.Option(
        "--supervisor-password",
        envvar="COUNTERTOP_SUPERVISOR_PASSWORD",
        help=tell("help.supervisor-password"),
        show_envvar=False,
    ),
]


def attach(app: typer.Typer) -> None:
    """Add the commands."""
    for name, command in _COMMANDS.items():
        app.command(name, help=tell(f"help.{name}"))(command)


def sign_in(
    data: Data = DEFAULT_DATA,
    demo: Demo = False,
    operator: Operator = None,
    password: Password = None,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Fetch working keys and batch from the host."""
    del language
    ask_terminal(data, "sign_in", {}, staff(operator, password, demo=demo), demo=demo, as_json=as_json)


def sign_out(
    data: Data = DEFAULT_DATA,
    demo: Demo = False,
    operator: Operator = None,
    password: Password = None,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """End the terminal's session with the host."""
    del language
    ask_terminal(data, "sign_out", {}, staff(operator, password, demo=demo), demo=demo, as_json=as_json)


def echo(data: Data = DEFAULT_DATA, as_json: AsJson = False, language: InLanguage = "zh") -> None:
    """Test the line to the host."""
    del language
    ask_terminal(data, "echo", {}, {}, demo=True, as_json=as_json)


def download(
    data: Data = DEFAULT_DATA,
    demo: Demo = False,
    operator: Operator = None,
    password: Password = None,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Fetch the host's parameters now; a supervisor's or the manager's work."""
    del language
    answers = staff(operator, password, demo=False)
    if demo:
        above = {"ask.operator_number": DEMO_SUPERVISOR.operator, "ask.operator_password": DEMO_SUPERVISOR.password}
        answers = {**above, **answers}
    ask_terminal(data, "download", {}, answers, demo=demo, as_json=as_json)


def slips(
    voucher_number: Annotated[str | None, typer.Argument(help=tell("help.voucher"), metavar="VOUCHER")] = None,
    png: PngFile = None,
    pdf: PdfFile = None,
    escpos: EscposFile = None,
    printer: Printer = None,
    data: Data = DEFAULT_DATA,
    as_json: AsJson = False,
    language: InLanguage = "zh",
) -> None:
    """Print both copies of a slip again, or bring them to files and a real printer."""
    del language
    wanted = {} if voucher_number is None else {"voucher_number": voucher_number}
    files = {"png": png, "pdf": pdf, "escpos": escpos}
    if printer is not None or any(files.values()):
        _save_slips(data, wanted, files, printer)
    ask_terminal(data, "slips", wanted, {"ask.print_next": True}, demo=True, as_json=as_json)


def _save_slips(data: Path, wanted: Mapping[str, Any], files: Mapping[str, Path | None], printer: str | None) -> None:
    """Have the slips printed into files and at a printer, and end."""
    from countertop.cli.slip_files import Tray, print_at, save  # noqa: PLC0415 - other commands print nothing
    from countertop.printing import PrintingError  # noqa: PLC0415 - as above

    tray = Tray()
    with DeskClient(find_terminal(data)) as desk:
        status, body = desk.request("slips", wanted, face=tray)
    if status or not tray.documents:
        write_error(tell(body["message"], **body["arguments"]))
        raise typer.Exit(status or Status.REFUSED)
    try:
        saved = save(tray.documents, files, body.get("voucher_number", ""))
    except OSError as fault:
        write_error(tell("slips.not-written", path=fault.filename, reason=fault.strerror))
        raise typer.Exit(Status.FAILED) from None
    write(*(tell("slips.written", path=path) for path in saved))
    if printer is not None:
        try:
            print_at(printer, tray.documents)
        except PrintingError as fault:
            write_error(tell("slips.not-printed", reason=fault))
            raise typer.Exit(Status.FAILED) from None
        write(tell("slips.printed", place=printer))
    raise typer.Exit


_COMMANDS: dict[str, Callable[..., None]] = {
    "sign-in": sign_in,
    "sign-out": sign_out,
    "echo": echo,
    "download": download,
    "slips": slips,
}


def ask_terminal(
    data: Path,
    verb: str,
    arguments: Mapping[str, Any],
    answers: dict[str, Any],
    *,
    demo: bool,
    as_json: bool,
    cards: Mapping[str, Card] | None = None,
) -> None:
    """Ask the terminal for something, be its face meanwhile, and end with its status."""
    # What goes to a file or another program is no screen: nobody could compare a card number on it.
    person = sys.stdin.isatty() and sys.stdout.isatty() and not demo and not as_json
    if not person:
        # Who names a card has compared its number, and a program throws no paper away.
        answers = {"ask.confirm_card": True, "ask.print_next": True, "ask.signature": "paper", **answers}
    window = Window(cards or {}, quiet=as_json)
    with DeskClient(find_terminal(data)) as desk:
        status, body = desk.request(verb, arguments, answers=answers, face=window, person=person)
    desk_s_own = body.get("message", "").startswith(("run.", "desk."))
    if desk_s_own or (status and not window.shown and "message" in body):
        # The desk has no screen, and what is asked beside a conversation is not for the terminal's.
        window.show(body["message"], body["arguments"])
        if body.get("advice"):
            window.show(body["advice"], {})
    if as_json:
        print_json({"status": status, **body, "screen": window.shown, "slips": window.printed})
    raise typer.Exit(Status.USAGE if window.missing else status)


def staff(operator: str | None, password: str | None, *, demo: bool) -> dict[str, Any]:
    """Return the answers about who works; with `demo` the demonstration's cashier where nobody is named."""
    given = {"ask.operator_number": operator, "ask.operator_password": password}
    assumed = {"ask.operator_number": DEMO_OPERATOR.operator, "ask.operator_password": DEMO_OPERATOR.password}
    chosen = {question: answer for question, answer in given.items() if answer is not None}
    return {**assumed, **chosen} if demo else chosen


def cards_in(data: Path, wallet: Path | None) -> dict[str, Card]:
    """Return the cards of the customer's wallet by name."""
    return wallet_of(data) if wallet is None else read_wallet_file(wallet)


def card_answers(cards: Mapping[str, Card], name: str | None, pin: str | None, *, demo: bool) -> dict[str, Any]:
    """Return the answers about the card; with `demo` the first card where none is named, and its PIN."""
    answers: dict[str, Any] = {} if pin is None else {"ask.pin": pin}
    if name is None and not demo:
        return answers
    if name is not None and name not in cards:
        hint = tell("cli.no-card", name=name, known=", ".join(cards))
        raise typer.BadParameter(hint, param_hint="--card")
    card = cards[name] if name is not None else next(iter(cards.values()))
    if demo and pin is None:
        answers["ask.pin"] = card.pin.reveal()
    return {**answers, "ask.card": swipe(card)}
