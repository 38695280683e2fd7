"""What the pages show, and how something is found."""

import asyncio
import csv
import http.client
import io
import json

import pytest

from countertop.web.accounts.console import console_page
from countertop.web.merchant import exports
from countertop.web.merchant.counting import Counting
from countertop.web.merchant.spreadsheets import csv_line
from tests.acquirer.neighbours import MERCHANT_ID, PAN
from tests.web.accounts.conftest import LONG

CALLS = {
    "/api/shop",
    "/api/today",
    "/api/transactions",
    "/api/transactions/{rrn}",
    "/api/transactions/{rrn}/refunds",
    "/api/batches",
    "/api/batches/{terminal_id}/{instance}",
    "/api/days",
}


def rows(text):
    return text.count("<tr data-row=")


def test_a_file_that_leaves_something_out_says_so(owner, monkeypatch):
    whole = owner.get("/export.csv?language=en").text.splitlines()
    monkeypatch.setattr(exports, "MOST_LINES", 2)
    cut = owner.get("/export.csv?language=en").text.splitlines()
    assert cut[:3] == whole[:3]
    assert cut[3:] == ["Only the newest 2: export earlier ones by their dates."]
    monkeypatch.setattr(exports, "MOST_LINES", len(whole) - 1)
    assert owner.get("/export.csv?language=en").text.splitlines() == whole


def test_today_counts_what_stands(owner):
    today = json.loads(owner.get("/api/today").text)
    told = {name: today[name] for name in ("sales", "sales_count", "voids", "refunds", "net")}
    assert told == {"sales": 220_00, "sales_count": 3, "voids": 100_00, "refunds": 20_00, "net": 100_00}
    assert sum(today["by_hour"]) == 100_00
    page = owner.get("/").text
    for shown in ("220.00", "100.00", "20.00", "3 笔"):
        assert shown in page


def test_one_number_leads_to_the_newest_slip_of_that_voucher(owner, world):
    rrn = world.refunded.rrn
    for text in (world.refunded.stan, world.refunded.stan.lstrip("0"), rrn):
        assert owner.get(f"/find?text={text}").headers["location"] == f"/transactions/{rrn}"
    assert owner.get("/find?text=50.00").headers["location"] == "/transactions?amount=50.00"
    assert owner.get("/find?text=999999").headers["location"] == "/transactions?amount=999999"
    assert owner.get("/find?text=%3Cscript%3E").status == 404


def test_the_story_of_a_voided_sale_leads_on_to_its_void_and_back(owner, world):
    page = owner.get(f"/transactions/{world.voided.rrn}").text
    story = json.loads(owner.get(f"/api/transactions/{world.voided.rrn}").text)
    void = story["follow_ups"][0]["rrn"]
    assert f"/transactions/{void}" in page
    assert f"/transactions/{world.voided.rrn}" in owner.get(f"/transactions/{void}").text
    assert PAN not in page
    assert story["transaction"]["card"] in page


def test_each_copy_of_a_slip_comes_in_each_kind(owner, world):
    head = {"png": "image/png", "pdf": "application/pdf", "escpos": "application/octet-stream", "txt": "text/plain"}
    for kind, media_type in head.items():
        answer = owner.get(f"/transactions/{world.refunded.rrn}/cardholder.{kind}")
        assert answer.headers["content-type"].startswith(media_type)
        assert len(answer.body) > 100
    for wrong in ("merchant.exe", "nobody.png", "..%2f..%2fx.png"):
        assert owner.get(f"/transactions/{world.refunded.rrn}/{wrong}").status == 404


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 5), ("kind=refund", 1), ("state=voided", 1), ("state=refunded", 1), ("amount=50", 1), ("amount=50.0", 1),
        ("card=0000", 0), (f"card={PAN[-4:]}", 5), ("date=2001-01-01", 0), ("voucher={stan}", 1),
    ],
)  # fmt: skip
def test_filters(owner, world, query, count):
    assert rows(owner.get(f"/transactions?{query.format(stan=world.refunded.stan)}").text) == count


@pytest.mark.parametrize("query", ["amount=abc", "amount=-1", "date=tomorrow", "date=2026-99-99", "card=x", "after=x"])
def test_a_filter_of_another_form_is_told_so(owner, query):
    assert owner.get(f"/transactions?{query}").status == 422
    answer = owner.get(f"/api/transactions?{query}", accept="application/json")
    assert (answer.status, json.loads(answer.text)["error"]["code"]) == (422, "shop.not-understood")


def test_the_messages_of_a_story_name_parties_and_fields_in_words(owner, world):
    page = owner.get(f"/transactions/{world.refunded.rrn}?language=en").text
    assert f"Terminal {world.till.terminal_id} → Acquirer&#39;s host" in page
    assert "Acquirer&#39;s host → Switch" in page
    assert "<dt>11 system trace number</dt>" in page
    assert "processing_code" not in page
    assert "<dt>11 系统跟踪号</dt>" in owner.get(f"/transactions/{world.refunded.rrn}?language=zh").text


def test_a_clerk_sees_no_staff(people):
    assert json.loads(people["owner"].get("/api/shop").text)["terminals"][0]["operators"]
    assert json.loads(people["clerk"].get("/api/shop").text)["terminals"][0]["operators"] == []
    assert "supervisor" not in people["clerk"].get("/terminals?language=en").text


def test_the_file_for_spreadsheets_has_its_mark_and_every_line_and_is_in_the_trail(owner, world):
    answer = owner.get("/export.csv?language=en")
    body = answer.body
    assert body.startswith(b"\xef\xbb\xbf")
    lines = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))
    assert len(lines) == 6
    assert lines[0][:3] == ["Time", "Reference", "Kind"]
    assert {line[7] for line in lines[1:]} == {"70.00", "100.00", "50.00", "20.00"}
    _, entry = world.register.store.trail(MERCHANT_ID, None, 1)[0]
    assert (entry.who, entry.what) == ("owner", "exported")


@pytest.mark.parametrize(
    "cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1+1", '=HYPERLINK("http://x")']
)
def test_no_cell_is_taken_for_a_formula(cell):
    (read,) = csv.reader(io.StringIO(csv_line([cell])))
    assert read[0].startswith("'")
    assert csv_line(["a,b", 'c"d', 5]) == '"a,b","c""d",5\r\n'


@pytest.mark.parametrize("control", ["\n", "\r\n", "\x00", "\x0b", "\x1b", "\x7f", "\x85", "\u2028"])
def test_a_cell_is_one_line_without_control_characters(control):
    (read,) = csv.reader(io.StringIO(csv_line([f"{control}=1+1", f"one{control}two", "plain"])))
    assert [cell.split() for cell in read] == [["'", "=1+1"], ["one", "two"], ["plain"]]
    assert all(cell.isprintable() for cell in read)


def test_a_page_is_drawn_beside_the_loop_that_serves_everybody(owner, monkeypatch):
    has_loop = []

    def drawing(*told, **values):
        try:
            has_loop.append(asyncio.get_running_loop() is not None)
        except RuntimeError:
            has_loop.append(False)
        return console_page(*told, **values)

    monkeypatch.setattr("countertop.web.merchant.counter.console_page", drawing)
    assert owner.get("/statement").status == 200
    assert has_loop == [False]


def test_a_statement_is_a_page_and_a_document(owner):
    page = owner.get("/statement")
    assert "220.00" in page.text
    assert owner.get("/statement.pdf").body.startswith(b"%PDF-")
    for wrong in ("date=2026-01-01&until=2026-03-01", "date=2026-02-02&until=2026-02-01"):
        assert owner.get(f"/statement?{wrong}").status == 422


def test_a_name_with_marks_of_its_own_does_not_break_the_document(people):
    assert people["other"].get("/statement.pdf").body.startswith(b"%PDF-")


def test_the_trail_shows_the_shop_s_own_people_only(people):
    text = people["auditor"].get("/trail").text
    assert "owner" in text
    assert ">other<" not in text


def test_the_description_names_every_call_and_its_examples_work(owner, world):
    described = json.loads(owner.get("/api/openapi.json").text)
    own = {path: calls for path, calls in described["paths"].items() if path in CALLS}
    assert own.keys() == CALLS
    filled = {"{rrn}": world.refunded.rrn, "{terminal_id}": world.till.terminal_id, "{instance}": "1"}
    for template, methods in own.items():
        path = template
        if set(methods) == {"post"}:
            continue  # `test_refunds` asks with its example
        assert set(methods) == {"get"}
        assert {"401", "403", "404", "422", "503"} <= set(methods["get"]["responses"])
        for part, value in filled.items():
            path = path.replace(part, value)
        assert owner.get(path).status == 200
    assert "/api/transactions" in owner.get("/api/docs").text


def test_a_host_that_does_not_run_is_told_so_and_nothing_else_breaks(owner, world):
    world.desk.is_there = False
    try:
        assert owner.get("/").status == 503
        assert owner.get("/api/today", accept="application/json").status == 503
        assert owner.get("/password").status == 200
    finally:
        world.desk.is_there = True
    assert owner.get("/").status == 200


def test_a_browser_hears_within_a_second_that_something_changed(served, world):
    browser = served.browser()
    browser.log_in("owner", LONG)
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=5)
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    connection.request("GET", "/live", headers={"cookie": cookies, "accept": "text/event-stream"})
    events = connection.getresponse()
    assert events.getheader("content-type").startswith("text/event-stream")

    def heard(before=None):
        """Return the next event that tells another version, and that version."""
        while True:
            while not (line := events.readline().decode()).startswith("event:"):
                assert line
            told = line.split()[1], events.readline().decode().split()[1]
            if told != before:
                return told

    first = heard()
    world.house.book.ask_desk("limit-merchant", merchant_id=MERCHANT_ID, largest=0, day=0, by="Li Na")
    world.buy(world.other, 1_00)
    second = heard(first)
    assert (first[0], second[0]) == ("changed", "changed")
    world.desk.is_there = False
    assert heard(second)[0] == "gone"
    world.desk.is_there = True
    assert heard(("gone", "0"))[0] == "changed"
    connection.close()


def test_whoever_has_logged_out_hears_no_more(served, world, monkeypatch):
    monkeypatch.setattr("countertop.web.merchant.pages.PATIENCE", 0.05)
    browser = served.browser()
    browser.log_in("owner", LONG)
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=5)
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    connection.request("GET", "/live", headers={"cookie": cookies, "accept": "text/event-stream"})
    events = connection.getresponse()
    assert events.readline().startswith(b"event: changed")
    browser.post("/log-out", {"csrf": browser.get("/").csrf})
    assert b"event: over" in events.read()
    connection.close()


def test_a_new_sale_is_in_the_figures_at_once(owner, world):
    before = json.loads(owner.get("/api/today").text)
    _, answer = world.buy(world.till, 5_00)
    after = json.loads(owner.get("/api/today").text)
    assert after["sales"] - before["sales"] == 5_00
    assert f'data-row="{answer.rrn}"' in owner.get("/").text


def test_a_long_day_is_read_once_and_then_only_its_end(owner, world, monkeypatch):
    monkeypatch.setattr("countertop.web.merchant.counting.SHORT", 0)
    monkeypatch.setattr("countertop.web.merchant.counting.LOOK_BACK", 1)
    world.site.state.counter = type(world.site.state.counter)(
        world.site.state.counter.desk, world.site.state.counter.watch, Counting()
    )
    before = json.loads(owner.get("/api/today").text)
    world.buy(world.till, 6_00)
    assert json.loads(owner.get("/api/today").text)["sales"] - before["sales"] == 6_00
