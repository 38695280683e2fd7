"""The till API of a real house: what is asked, what is told, what is refused."""

import json

import pytest

from tests.end_to_end.machine import Machine
from tests.end_to_end.processes import run
from tests.web.till.conftest import NOBODY, new_id

NEVER = "7d1f0c9e-2f57-4c53-9f0b-5a8f6f1f2b10"
"""An id under which nothing is ever begun; each worker must name a test alike."""


def assert_problem(answer, status, code):
    assert answer.status == status, answer
    told = answer.told
    assert told["code"] == code
    assert set(told) == {"code", "message", "advice", "where"}
    assert all(told[name]["zh"] and told[name]["en"] for name in ("message", "advice"))
    return told


def test_a_sale_is_paid_and_told_masked(till):
    paid = till.paid()
    assert (paid["status"], paid["is_final"], paid["amount"]) == ("approved", True, 1250)
    assert "******" in paid["card"]
    assert (paid["message"]["en"], paid["slips"]) == ("Approved", ["merchant", "cardholder"])
    assert till.ask("GET", "/payments/last").told == paid
    assert till.ask("GET", "/payments").told["payments"][0] == paid


def test_the_same_id_is_one_payment(till):
    identity = new_id()
    first = till.sale(identity, **NOBODY)
    assert first.status == 201
    told = till.until(identity)
    for _ in range(3):
        again = till.sale(identity, **NOBODY)
        assert (again.status, again.told) == (200, told)
    assert_problem(till.sale(identity, amount=1251, **NOBODY), 409, "other_content")
    assert_problem(till.sale(identity, by="shop_code"), 409, "other_content")
    assert till.look(identity) == told


def test_slips_come_as_lines_text_and_pictures_and_are_marked(till):
    identity = till.paid()["id"]
    lines = till.ask("GET", f"/payments/{identity}/slips/cardholder/lines").told
    assert any("12.50" in line for line in lines["lines"])
    assert any("DUPLICATE" in line or "重打印" in line or "补打" in line for line in lines["lines"]), lines
    starts = {"text": b"", "png": b"\x89PNG", "pdf": b"%PDF", "escpos": b"\x1b"}
    for form, start in starts.items():
        answer = till.ask("GET", f"/payments/{identity}/slips/merchant/{form}")
        assert answer.status == 200
        assert answer.body.startswith(start)
    assert_problem(till.ask("GET", f"/payments/{identity}/slips/bank/png"), 422, "not_understood")


def test_a_void_and_a_refund_name_the_tills_own_sale(till):
    sale = till.paid()
    void = new_id()
    assert till.ask("PUT", f"/payments/{void}", {"kind": "void", "original": sale["id"], **NOBODY}).status == 201
    told = till.until(void)
    assert (told["status"], told["supervisor"], told["amount"]) == ("approved", "00", 1250)
    assert till.look(sale["id"])["is_voided"] is True
    other, refund = till.paid(3000), new_id()
    order = {"kind": "refund", "original": other["id"], "amount": 500, **NOBODY}
    assert till.ask("PUT", f"/payments/{refund}", order).status == 201
    assert (till.until(refund)["status"], till.look(refund)["amount"]) == ("approved", 500)
    nothing = {"kind": "void", "original": new_id()}
    assert_problem(till.ask("PUT", f"/payments/{new_id()}", nothing), 409, "no_such_original")
    assert_problem(till.ask("PUT", f"/payments/{new_id()}", {**nothing, "original": void}), 409, "no_such_original")


def test_a_card_without_money_is_declined_and_has_no_slip(till):
    identity = new_id()
    till.sale(identity, demo={"card": "empty-east"})
    told = till.until(identity)
    assert (told["status"], told["response_code"], told["slips"]) == ("declined", "51", [])
    assert_problem(till.ask("GET", f"/payments/{identity}/slips/merchant/png"), 404, "no_such_slip")


def test_people_answer_at_the_terminal_and_the_till_sees_only_what_is_asked(till, house):
    identity = new_id()
    with Machine(house.data) as machine:
        assert till.sale(identity).status == 201
        machine.sees("ask.card")
        waiting = till.until(identity, "waiting")
        assert waiting["prompt"]["id"] == "card"
        assert_problem(till.sale(), 423, "terminal_busy")
        assert till.ask("GET", "/terminal").told["is_ready"] is False
        card = machine.swipe()
        machine.sees("ask.confirm_card")
        assert card.pan.reveal() not in json.dumps(till.look(identity))
        machine.press("confirm")
        machine.sees("ask.pin")
        for digit in card.pin.reveal()[:3]:
            machine.do("pin_press", key=digit)
        shown = till.look(identity)
        assert shown["prompt"]["id"] == "pin"
        assert set(shown["prompt"]) == {"id", "text"}
        left = till.ask("POST", f"/payments/{identity}/cancel")
        assert left.status == 202, left
    told = till.until(identity)
    assert (told["status"], told["voucher_number"]) == ("not_charged", None)
    assert told["message"]["en"] == "Cancelled"
    assert till.sale(identity).status == 200
    assert_problem(till.ask("POST", f"/payments/{identity}/cancel"), 409, "too_late")


def test_the_shops_code_is_told_and_given_up(till):
    identity = new_id()
    assert till.sale(identity, 880, by="shop_code", **NOBODY).status == 201
    told = till.until(identity, "waiting_for_customer")
    assert (told["is_final"], told["message"]) == (False, None)
    assert told["code_text"]
    assert till.ask("POST", f"/payments/{identity}/cancel").status == 202
    assert till.until(identity)["status"] == "reversed"


def test_a_customer_pays_the_shops_code_with_a_telephone(till, house):
    identity = new_id()
    till.sale(identity, 880, by="shop_code", **NOBODY)
    code = till.until(identity, "waiting_for_customer")["code_text"]
    assert run("wallet-pay", code, data=house.data).status == 0
    told = till.until(identity)
    assert (told["status"], told["by"]) == ("approved", "shop_code")
    assert told["wallet_number"]


def test_a_settlement_is_asked_for_once_and_what_came_before_it_stays(till):
    sale, other, void, identity = till.paid(), till.paid(), new_id(), new_id()
    order = {"kind": "void", "original": sale["id"], **NOBODY}
    assert till.ask("PUT", f"/payments/{void}", order).status == 201
    voided = till.until(void)
    assert till.ask("PUT", f"/settlements/{identity}", NOBODY).status == 201
    told = till.ask("GET", f"/settlements/{identity}").told
    assert told["status"] in ("waiting", "settled")
    while not (told := till.ask("GET", f"/settlements/{identity}").told)["is_final"]:
        pass
    assert (told["status"], told["message"]["en"] != "") == ("settled", True)
    assert till.ask("GET", "/settlements").told["settlements"][0]["batch_number"] == voided["batch_number"]
    again = till.ask("PUT", f"/settlements/{identity}", NOBODY)
    assert (again.status, again.told) == (200, told)
    again = till.ask("PUT", f"/payments/{void}", order)
    assert (again.status, again.told) == (200, voided)
    late = {"kind": "void", "original": other["id"], **NOBODY}
    assert_problem(till.ask("PUT", f"/payments/{new_id()}", late), 409, "original_settled")
    assert_problem(till.ask("GET", f"/payments/{identity}"), 404, "no_such_request")


@pytest.mark.parametrize("key", ["", "till_wrong", "\u00e4".encode().decode("latin-1")])
def test_without_a_key_nothing_is_told(till, key):
    for method, path in (("GET", "/terminal"), ("PUT", f"/payments/{new_id()}"), ("GET", "/nothing")):
        answer = till.ask(method, path, key=key)
        assert_problem(answer, 401, "key_wanted")
        assert answer.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/payments/1", {"kind": "sale", "amount": 1}),
        (f"/payments/{NEVER.upper()}", {"kind": "sale", "amount": 1}),
        (f"/payments/{NEVER}", {"kind": "sale", "amount": 0}),
        (f"/payments/{NEVER}", {"kind": "sale", "amount": "12.50"}),
        (f"/payments/{NEVER}", {"kind": "sale", "amount": 1, "card": "6225000000000014"}),
        (f"/payments/{NEVER}", {"kind": "balance"}),
        (f"/payments/{NEVER}", {"kind": "void_by_voucher", "voucher_number": "1"}),
        (
            f"/payments/{NEVER}",
            {"kind": "refund_by_reference", "rrn": "0" * 12, "date": "2026-02-30", "amount": 1},
        ),
        (f"/payments/{NEVER}", b"{"),
        (f"/payments/{NEVER}", b""),
        (f"/payments/{NEVER}", b"[]"),
    ],
)
def test_what_does_not_fit_is_refused_without_its_value(till, path, body):
    answer = till.ask("PUT", path, body)
    assert_problem(answer, 422, "not_understood")
    assert b"6225" not in answer.body


def test_unknown_things_long_ones_and_other_methods(till):
    assert_problem(till.ask("GET", f"/payments/{new_id()}"), 404, "no_such_request")
    assert_problem(till.ask("GET", "/nothing"), 404, "no_such_address")
    assert_problem(till.ask("DELETE", f"/payments/{new_id()}"), 405, "no_such_method")
    assert_problem(till.ask("PUT", f"/payments/{new_id()}", b" " * 20_000), 413, "too_long")
    assert_problem(till.sale(demo={"card": "nobodys"}), 409, "no_such_card")


def test_a_key_is_made_by_a_command_and_is_good_until_it_is_taken_away(till, house):
    key = run("till-key", "add", "lane 2", "--json", data=house.data).json["key"]
    assert till.ask("GET", "/terminal", key=key).status == 200
    assert run("till-key", "list", "--json", data=house.data).json["tills"] == ["demo", "lane 2"]
    assert run("till-key", "add", "lane 2", data=house.data).status == 1
    assert run("till-key", "remove", "lane 2", data=house.data).status == 0
    assert_problem(till.ask("GET", "/terminal", key=key), 401, "key_wanted")


def test_no_browser_of_another_origin_gets_in(till):
    answer = till.ask("PUT", f"/payments/{new_id()}", {}, headers={"origin": "http://elsewhere.example"})
    assert answer.status == 403
    answer = till.ask("GET", "/terminal", headers={"origin": "http://elsewhere.example"})
    assert "access-control-allow-origin" not in answer.headers
    assert "set-cookie" not in answer.headers


def test_the_page_and_the_document_are_open_and_load_nothing_from_elsewhere(till):
    page = till.ask("GET", "/", key="", headers={"accept-language": "en"})
    assert page.status == 200
    text = page.body.decode()
    assert "PUT /payments/{identity}" in text
    assert "What is known of a payment" in text
    assert 'src="http' not in text
    assert "交易状态" in till.ask("GET", "/?language=zh", key="").body.decode()
    assert till.ask("GET", "/openapi.json", key="").told["openapi"].startswith("3.1")


def test_a_terminal_that_is_off_is_said_to_be_and_on_again_it_tells_all(till, house):
    paid = till.ask("GET", "/payments/last").told
    with Machine(house.data) as machine:
        machine.switch_off()
    while till.ask("GET", "/terminal").told.get("code") != "terminal_off":
        pass  # its life is being brought to an end
    for answer in (till.ask("GET", "/terminal"), till.sale(), till.ask("GET", f"/payments/{paid['id']}")):
        assert_problem(answer, 503, "terminal_off")
    assert run("power", "on", data=house.data).status == 0
    assert till.look(paid["id"]) == paid
