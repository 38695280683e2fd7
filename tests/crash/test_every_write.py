"""Every flow, every party stopped before and after every durable write: the books agree in the end, nothing is owed."""

import pytest

from tests.crash.code_flows import MISMATCH
from tests.crash.counter import run
from tests.crash.flows import EVERY_DAY, FLOWS, LATE, undisturbed

# What people are told when nobody stops, where it is not that all went well.
UNKNOWN, DECLINED, REFUSED, UNREACHABLE = 11, 10, 12, 13
REVERSED = ("sale", "void", "preauthorisation", "preauthorisation_void", "completion", "completion_void")
TOLD_AFTERWARDS = ("completion_advice", "offline_post", "adjustment", "tip_adjustment")
TOO_LATE = ("reversed too late", "reversed too late by a silent wallet")
TOLD = {
    **{f"{kind}, the terminal doubts": [UNKNOWN] for kind in (*REVERSED, "refund", "transfer")},
    **{f"{kind}, the {party} doubts": [DECLINED] for kind in REVERSED for party in ("host", "switch")},
    **{f"{kind}, the terminal doubts": [0, REFUSED] for kind in TOLD_AFTERWARDS},
    "balance, the terminal doubts": [UNREACHABLE],
    "balance, the host doubts": [DECLINED],
    "balance, the switch doubts": [DECLINED],
    # The later rows correct this one.
    **{f"{kind}, {late}": [DECLINED] for kind in ("sale", "void") for late in LATE},
    **{f"{kind}, late answer at the terminal": [UNKNOWN] for kind in ("sale", "void")},
    **{f"{kind}, reversal before the original at the host": [UNKNOWN] for kind in ("sale", "void")},
    "qr_sale that is declined": [0, 0, DECLINED],
    "qr_sale that is given up": [0, 0, UNKNOWN],
    "qr_sale out of a bank that is given up": [0, 0, UNKNOWN],
    "qr_show that nobody pays": [0, UNKNOWN],
    **{f"qr_sale, {how}": [0, UNKNOWN] for how in ("the terminal doubts", *TOO_LATE)},
    **{f"{kind}, the terminal doubts": [UNKNOWN] for kind in ("qr_void", "qr_refund")},
    "a reversal after two persons closed its batch, settled by two persons": [UNKNOWN, *[0] * 6],
    "staff": [0] * 8 + [REFUSED] * 5 + [0, 0, 0],
}


@pytest.mark.parametrize("name", FLOWS)
def test_a_flow_that_nobody_stops_ends_as_it_should(name):
    flow = FLOWS[name]
    played = undisturbed(name)
    assert played.findings == []
    assert [told.status for told in played.told] == TOLD.get(name, [0] * len(flow.acts))
    assert played.stops()


@pytest.mark.parametrize("name", EVERY_DAY)
def test_a_stop_at_any_durable_write_loses_and_makes_no_money(name):
    flow = FLOWS[name]
    for stop in undisturbed(name).stops():
        stopped = run(flow, stop)
        assert stopped.struck == {stop}
        assert stopped.findings == [], stop


@pytest.mark.parametrize("name", ["settlement with mismatch and upload", "upload of which an answer is lost"])
def test_what_the_host_has_lost_comes_back_by_an_upload(name):
    (settled,) = undisturbed(name).told
    assert (settled.body["balanced"], settled.body["uploaded"]) == (False, 4)


def test_payments_by_code_that_the_host_has_lost_come_back_by_an_upload():
    (settled,) = undisturbed(MISMATCH).told
    assert (settled.body["balanced"], settled.body["uploaded"]) == (False, 3)
