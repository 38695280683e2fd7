"""The tables of docs/wallet.md, written from the code: `python -m tests.qr.api_page` puts them into the page."""

from dataclasses import MISSING, fields
from pathlib import Path

from countertop.qr.wallet_fields import FIELDS
from countertop.qr.wallet_messages import ANSWERS, FAULTS, REQUESTS, BillLine, NoticeRequest, Refusal
from countertop.runtime.wires import WALLET

PAGE = Path(__file__).parents[2] / "docs" / "wallet.md"
BEGIN, END = "<!-- the rest is written by tests/qr/api_page.py -->", ""
EVERYWHERE = ("acquirer_id", "nonce", "timestamp", "verb")


def first_sentences(kind):
    return " ".join(line.strip() for line in kind.__doc__.strip().splitlines() if line.strip())


def field_list(kind):
    names = []
    for each in fields(kind):
        if each.name in EVERYWHERE:
            continue
        needed = each.default is MISSING and each.default_factory is MISSING
        names.append(f"`{each.name}`" if needed or each.name == "lines" else f"*`{each.name}`*")
    return ", ".join(names)


def tables():
    lines = [BEGIN, "", "## Verbs", "", f"Posted to `{WALLET.path}`. Fields in italics may be missing.", ""]
    lines += ["| verb | what it does | fields | answer |", "|---|---|---|---|"]
    for verb, kind in REQUESTS.items():
        if kind is not NoticeRequest:
            answer = ANSWERS[verb].__name__
            lines.append(f"| `{verb}` | {first_sentences(kind)} | {field_list(kind)} | {answer} |")
    lines += ["", "The other way round, posted by the wallet to the acquirer's address at the same path:", ""]
    lines += ["| verb | what it does | fields | answer |", "|---|---|---|---|"]
    lines.append(
        f"| `notice` | {first_sentences(NoticeRequest)} | {field_list(NoticeRequest)} | {ANSWERS['notice'].__name__} |"
    )
    lines += ["", "## Answers", "", "| answer | what it says | fields |", "|---|---|---|"]
    for kind in dict.fromkeys((*ANSWERS.values(), Refusal, BillLine)):
        lines.append(f"| {kind.__name__} | {first_sentences(kind)} | {field_list(kind)} |")
    lines += ["", "## Fields", "", "| field | meaning | form |", "|---|---|---|"]
    for name, rule in FIELDS.items():
        form = rule.form.replace("|", "\\|")
        lines.append(f"| `{name}` | {rule.meaning} | {form} |")
    lines += ["", "## Faults", "", "| fault | meaning |", "|---|---|"]
    lines += [f"| `{fault}` | {meaning} |" for fault, meaning in FAULTS.items()]
    return "\n".join(lines) + "\n"


def rewritten(page):
    """Return the page with the tables of today."""
    return page[: page.index(BEGIN)] + tables()


if __name__ == "__main__":
    PAGE.write_text(rewritten(PAGE.read_text("utf-8")), "utf-8")
