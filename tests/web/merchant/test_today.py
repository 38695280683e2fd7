"""The figures of a day."""

from zoneinfo import ZoneInfo

from countertop.web.merchant.today import figures_of

ZONE = ZoneInfo("Asia/Shanghai")
NINE = 1_800_061_200_000_000  # 09:00 in Shanghai


def line(key, kind="sale", side="debit", state="approved", amount=100, at=NINE, original=None):
    return {"key": key, "kind": kind, "side": side, "state": state, "amount": amount, "received_at": at,
            "original": original, "terminal_id": "1"}  # fmt: skip


def test_sales_voids_and_refunds_are_counted_apart_and_netted_by_hour():
    lines = [
        line("a"),
        line("b", amount=300),
        line("c", kind="void", side="credit", original="a"),
        line("d", kind="refund", side="credit", amount=50, original="b", at=NINE + 3_600_000_000),
    ]
    figures = figures_of(lines, ZONE)
    assert (figures.sales, figures.sales_count) == (400, 2)
    assert (figures.voids, figures.refunds, figures.net) == (100, 50, 250)
    assert (figures.by_hour[9], figures.by_hour[10]) == (300, -50)


def test_what_does_not_stand_counts_nowhere_but_is_told():
    lines = [line(state, state=state) for state in ("declined", "unknown", "received", "reversed")]
    figures = figures_of(lines, ZONE)
    assert (figures.net, figures.declined_count, figures.unknown_count, figures.reversed_count) == (0, 1, 2, 1)


def test_an_adjustment_changes_its_original_and_counts_as_nothing_by_itself():
    lines = [line("a", kind="offline_post"), line("b", kind="tip_adjustment", side="none", amount=120, original="a")]
    figures = figures_of(lines, ZONE)
    assert (figures.sales, figures.sales_count) == (120, 1)


def test_an_hour_is_that_of_the_shop_s_clock():
    assert figures_of([line("a", at=NINE)], ZoneInfo("Europe/Paris")).by_hour[2] == 100
