"""A statement as PDF: who, which days, the figures, and every transaction in a table that goes on over the pages."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any, Final
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from countertop.web.merchant.saying import Saying
from countertop.web.pages import money
from countertop.words import say

__all__ = ["statement_pdf"]

FONT: Final = "STSong-Light"
"""A font that readers of PDF have for Chinese (Adobe-GB1); its letters serve English too."""

_INK: Final = HexColor("#16202a")
_SOFT: Final = HexColor("#4d5a66")
_LINE: Final = HexColor("#dadfdd")

_COLUMNS: Final = ("time", "kind", "state", "card", "voucher", "terminal", "amount")
_WIDTHS: Final = tuple(width * mm for width in (36, 28, 22, 38, 18, 20, 24))


def statement_pdf(about: Mapping[str, Any], stated: Mapping[str, Any], saying: Saying, by: str) -> bytes:
    """Return the document; takes tens of milliseconds for a thousand lines."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    title = ParagraphStyle("title", fontName=FONT, fontSize=16, leading=22, textColor=_INK)
    small = ParagraphStyle("small", fontName=FONT, fontSize=9, leading=13, textColor=_SOFT)

    def word(message: str, **arguments: Any) -> str:
        return say(saying.language, message, **arguments)

    names = " · ".join(filter(None, (about["name"], about["name_en"], about["merchant_id"])))
    days = f"{saying.day(stated['first'])} - {saying.day(stated['last'])}"
    told = [
        Paragraph(escape(word("shop.page.statement")), title),
        Paragraph(escape(names), small),
        Paragraph(escape(days), small),
        Spacer(0, 4 * mm),
        _figures(stated["figures"], word),
        Spacer(0, 6 * mm),
        _lines(stated["lines"], saying, word),
    ]
    if stated["is_cut"]:
        told.append(Paragraph(escape(word("shop.statement-cut", count=len(stated["lines"]))), small))
    written = BytesIO()
    margin = 12 * mm
    document = SimpleDocTemplate(
        written, pagesize=A4, leftMargin=margin, rightMargin=margin, topMargin=margin, bottomMargin=16 * mm,
        title=f"{about['merchant_id']} {days}", author=by,
    )  # fmt: skip

    def foot(canvas: Any, page: Any) -> None:
        canvas.setFont(FONT, 8)
        canvas.setFillColor(_SOFT)
        canvas.drawString(margin, 9 * mm, names)
        canvas.drawRightString(A4[0] - margin, 9 * mm, str(page.page))

    document.build(told, onFirstPage=foot, onLaterPages=foot)
    return written.getvalue()


def _figures(figures: Mapping[str, Any], word: Any) -> Table:
    names = ("net", "sales", "voids", "refunds")
    heads = [word(f"shop.{name}") for name in names]
    counts = ["", *(word("shop.count", count=figures[f"{name}_count"]) for name in names[1:])]
    table = Table([heads, [money(figures[name]) for name in names], counts], colWidths=[46 * mm] * len(names))
    table.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), FONT, 9),
                ("FONT", (0, 1), (-1, 1), FONT, 14),
                ("TEXTCOLOR", (0, 0), (-1, -1), _SOFT),
                ("TEXTCOLOR", (0, 1), (-1, 1), _INK),
                ("BOTTOMPADDING", (0, 1), (-1, 1), 6),
            ]
        )
    )
    return table


def _lines(lines: list[Mapping[str, Any]], saying: Saying, word: Any) -> LongTable:
    heads = [word(f"shop.column.{column}") for column in _COLUMNS]
    rows = [
        (
            saying.moment(line["received_at"]),
            saying.kind(line["kind"]),
            saying.state(line["state"]),
            line["card"] or "",
            line["stan"],
            line["terminal_id"],
            money(saying.signed(line)),
        )
        for line in lines
    ]
    table = LongTable([heads, *rows], colWidths=_WIDTHS, repeatRows=1)
    table.setStyle(
        TableStyle(
            [
                ("FONT", (0, 0), (-1, -1), FONT, 8.5),
                ("TEXTCOLOR", (0, 0), (-1, 0), _SOFT),
                ("TEXTCOLOR", (0, 1), (-1, -1), _INK),
                ("ALIGN", (-1, 0), (-1, -1), "RIGHT"),
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, _LINE),
                ("LEFTPADDING", (0, 0), (-1, -1), 2),
                ("RIGHTPADDING", (0, 0), (-1, -1), 2),
            ]
        )
    )
    return table
