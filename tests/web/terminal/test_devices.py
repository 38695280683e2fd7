"""Real devices at a real house: chosen on the page, used by the terminal, and told truthfully when they fail."""

import re
from http.client import HTTPConnection
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest

from countertop.demo.people import DEMO_SUPERVISOR
from countertop.printing import VirtualPrinter
from countertop.runtime.desk_client import DeskClient
from tests.end_to_end.processes import PATIENCE, run, up
from tests.printing.network_printer import NetworkPrinter


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    data = tmp_path_factory.mktemp("house") / "data"
    with up(data, pages=True) as serving:
        site = next(line.partition("http://")[2].rstrip("/") for line in serving.lines if line.startswith("Terminal:"))
        yield SimpleNamespace(data=data, site=site, serving=serving)
    assert "failed" not in serving.text, serving.text


def ask(house, path="/devices", form=None, language="en", **headers):
    """Return status and text of a page, after the choice that a form makes."""
    connection = HTTPConnection(house.site, timeout=PATIENCE)
    body = None if form is None else urlencode(form)
    kind = {"content-type": "application/x-www-form-urlencoded"} if form is not None else {}
    connection.request("GET" if form is None else "POST", path, body, {"accept-language": language, **kind, **headers})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text


def agreed(part, options):
    """What a form sends when the supervisor stands by."""
    return {f"{part}_password": DEMO_SUPERVISOR.password, **options}


def choose(house, part, **options):
    status, text = ask(house, f"/devices/{part}", agreed(part, options))
    assert status == 303, text


def use_printer(house, place, paper=58):
    kind, _, address = place.partition(":")
    choose(house, "printer", connection=kind, address=address, paper=paper)


def printer_state(house):
    """How the page says that the printer is, once it knows."""
    while True:
        _, text = ask(house)
        state = re.search(r'id="printer-badge"[^>]*data-state="([^"]*)"', text)[1]
        if state != "looking":
            return state, text


def at_desk(house, verb):
    with DeskClient(house.data / "terminal") as desk:
        return desk.request(verb, {})[1]


def sales(house):
    return len(at_desk(house, "transactions")["transactions"])


def sell(house, amount="12.50"):
    return run("sale", amount, "--demo", "--json", data=house.data)


@pytest.fixture
def printer(house):
    with NetworkPrinter() as printer:
        yield printer
        choose(house, "printer", connection="drawn", address="", paper=58)


def test_both_copies_come_out_of_the_real_printer_as_wide_as_its_paper(house, printer):
    use_printer(house, printer.place, 80)
    assert printer_state(house)[0] == "ok"
    assert sell(house).status == 0
    merchant, cardholder = printer.texts(48)
    for text in (merchant, cardholder):
        assert "样例鲜生超市" in text
        assert "12.50" in text
        assert "-" * 48 in text
    assert merchant != cardholder
    choose(house, "printer", connection="tcp", address=f"127.0.0.1:{printer.port}", paper=58)
    printer.calls.clear()
    assert run("slips", data=house.data).status == 0
    assert all("-" * 32 in text and "-" * 33 not in text for text in printer.texts(32))


def test_a_printer_that_dies_in_mid_slip_costs_no_money_and_the_slip_comes_later(house, printer):
    use_printer(house, printer.place)
    assert printer_state(house)[0] == "ok"
    printer.dies_after = 200
    before = sales(house)
    assert sell(house, "33.00").status == 0
    assert printer.drawn() == []
    known = at_desk(house, "status")
    assert known["printer"] == "silent"
    assert len(known["unseen_slips"]) == 2

    printer.dies_after = None
    assert run("slips", data=house.data).status == 0
    assert sum("33.00" in text for text in printer.texts()) == 2
    known = at_desk(house, "status")
    assert (known["printer"], known["unseen_slips"]) == ("", [])
    assert sales(house) == before + 1


def test_without_paper_nothing_is_begun_and_the_page_says_what_to_do(house, printer):
    printer.has_paper = False
    use_printer(house, printer.place)
    state, text = printer_state(house)
    assert state == "paper_out"
    assert "The printer has no paper: load some, then print again" in text
    refused = sell(house, "44.00")
    assert (refused.status, refused.json["message"]) == (12, "screen.paper_out")
    printer.has_paper = True
    assert sell(house, "44.00").status == 0
    assert len(printer.drawn()) == 2


def test_a_test_page_shows_both_writings(house, printer):
    use_printer(house, printer.place)
    status, _ = ask(house, "/devices/test", {})
    assert status == 303
    (text,) = printer.texts()
    assert "中文" in text
    assert "Latin" in text


def test_a_file_takes_the_bytes_as_a_printer_does(house, printer, tmp_path):
    file = tmp_path / "slips.escpos"
    use_printer(house, f"file:{file}")
    assert sell(house, "55.00").status == 0
    paper = VirtualPrinter(32)
    paper.print(file.read_bytes())
    assert len(paper.torn_off) == 2


def test_what_is_not_there_is_told_in_both_languages(house, printer):
    use_printer(house, "tcp:127.0.0.1:1")
    choose(house, "card_reader", name="Reader of nobody")
    state, text = printer_state(house)
    assert state == "silent"
    assert "No printer answers at tcp:127.0.0.1:1" in text
    assert "Not found" in text
    _, text = ask(house, language="zh")
    assert "在 tcp:127.0.0.1:1 找不到打印机" in text
    assert "没有找到" in text
    choose(house, "card_reader", name="")


@pytest.mark.parametrize(
    ("part", "options", "told"),
    [
        (
            "printer",
            {"connection": "file", "address": "/etc/passwd", "paper": 58},
            "a file whose name ends with .escpos",
        ),
        ("printer", {"connection": "usb", "address": "here", "paper": 58}, "Write 192.168.1.50:9100 (network)"),
        ("printer", {"connection": "drawn", "paper": "wide"}, "Paper is 58 or 80 mm wide"),
        ("wedge", {"pause": 1}, "A pause has 10 to 1000 milliseconds"),
    ],
)
def test_what_there_cannot_be_is_refused_and_stays_in_the_form(house, part, options, told):
    status, text = ask(house, f"/devices/{part}", agreed(part, options))
    assert status == 422
    assert told in text
    assert not options.get("address") or f'value="{options["address"]}"' in text
    assert "The drawn printer is used" in text
    assert ask(house)[1].count('role="alert"') == 0


def test_no_page_of_somebody_else_chooses_devices(house):
    form = {"connection": "tcp", "address": "attacker.example:9100", "paper": 58}
    assert ask(house, "/devices/printer", form, origin="http://attacker.example")[0] == 403
    assert ask(house, "/devices/printer", form, **{"sec-fetch-site": "cross-site"})[0] == 403
    assert "attacker.example" not in ask(house)[1]
    assert ask(house, "/devices/drawer", form)[0] == 404


def test_who_is_not_the_supervisor_looks_and_chooses_nothing(house, tmp_path):
    status, page = ask(house)
    assert (status, page.count('type="password"')) == (200, 3)
    assert f"In the demonstration: {DEMO_SUPERVISOR.password}" in page
    form = {"connection": "file", "address": str(tmp_path / "mine.escpos"), "paper": 58}
    for given, told in (
        (None, "4 to 8 digits"),
        ("0000", "Wrong password; 4 tries left"),
        ("no digits", "4 to 8 digits"),
    ):
        wrong = form if given is None else {**form, "printer_password": given}
        status, text = ask(house, "/devices/printer", wrong)
        assert (status, told in text) == (422, True), text
        assert "The drawn printer is used" in text
    with DeskClient(house.data / "terminal") as desk:
        options = {"place": f"file:{tmp_path / 'mine.escpos'}", "paper": 58}
        status, body = desk.request("choose_device", {"part": "printer", "options": options})
        assert status == 12, body
    assert at_desk(house, "devices")["choices"]["printer"]["place"] == ""
    choose(house, "printer", connection="drawn", address="", paper=58)  # whoever knows it is not kept out by that
