"""Refunds from the console: what is left, who approves, and one refund for however many presses."""

import json
import re

import pytest

from tests.acquirer.management.test_signing import tell as tell_signature
from tests.acquirer.neighbours import MERCHANT_ID, PAN
from tests.web.accounts.conftest import LONG

ONE_ID = "3b0f3a52-61bb-4a9b-9a6e-6f2f3c0a7d11"


@pytest.fixture
def sold(world):
    """A sale of 80.00 of which nothing was refunded."""
    return world.buy(world.till, 80_00)[1]


def page_of(browser, rrn, **asked):
    query = "&".join(f"{name}={value}" for name, value in asked.items())
    return browser.get(f"/transactions/{rrn}/refund?{query}")


def press(browser, rrn, amount="25.00", request_id=ONE_ID, approver="owner", password=LONG, **more):
    form = {"csrf": browser.get("/").csrf, "amount": amount, "reason": "有损", "request_id": request_id}
    return browser.post(f"/transactions/{rrn}/refund", {**form, "approver": approver, "password": password, **more})


def refunds_to_the_switch(world):
    return [message for message in world.house.switch.hear_all() if message.mti == "0220"]


def story(browser, rrn):
    return json.loads(browser.get(f"/api/transactions/{rrn}").text)


def test_two_pages_lead_to_it_and_the_address_of_the_second_is_one_refund(owner, sold):
    page = page_of(owner, sold.rrn)
    made = re.search(r'name="request_id" value="([0-9a-f-]{36})"', page.text)[1]
    assert made not in page_of(owner, sold.rrn).text
    assert "80.00" in page.text
    sure = page_of(owner, sold.rrn, request_id=made, amount="25", reason="x")
    assert made in sure.text
    assert "25.00" in sure.text
    assert "55.00" in sure.text
    assert PAN not in sure.text


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"amount": "80.01"}, "超过可退金额"),
        ({"amount": "0"}, "大于零"),
        ({"amount": "1.234"}, "大于零"),
        ({"amount": "-1"}, "大于零"),
        ({"amount": "1", "reason": ""}, "请写明原因"),
        ({"amount": "1", "reason": "x" * 41}, "请写明原因"),
    ],
)
def test_what_cannot_be_is_told_at_its_field(owner, sold, asked, told):
    page = page_of(owner, sold.rrn, request_id=ONE_ID, **{"reason": "x", **asked})
    assert (page.status, told in page.text) == (422, True)
    assert ONE_ID in page.text


def test_however_often_it_is_pressed_it_is_one_refund_with_a_story_of_its_own(owner, world, sold):
    first = press(owner, sold.rrn)
    assert first.status == 303
    place = first.headers["location"]
    assert "尚无结果" in owner.get(place).text
    assert press(owner, sold.rrn).headers["location"] == place
    (request,) = refunds_to_the_switch(world)
    world.house.switch.tell(world.house.switch.approval(request))
    assert press(owner, sold.rrn).headers["location"] == place
    assert refunds_to_the_switch(world) == []
    page = owner.get(place).text
    assert "有损" in page
    assert f"/transactions/{sold.rrn}" in page
    assert place in owner.get(f"/transactions/{sold.rrn}").text
    assert story(owner, sold.rrn)["refundable"] == 55_00
    for path in (place, "/batches", "/transactions"):
        assert 'C4110001</span> <span class="soft small">商户台' in owner.get(path).text, path
    assert owner.get(f"{place}/merchant.png").status == 200
    assert press(owner, sold.rrn, amount="25.01").status == 409
    entries = [(entry.who, entry.what) for _, entry in world.register.store.trail(MERCHANT_ID, None, 20)]
    assert ("owner", "refund-asked") in entries
    assert ("owner", "vouched") in entries


def test_a_clerk_asks_and_an_owner_approves(people, world, sold):
    clerk, rrn = people["clerk"], sold.rrn
    for approver, password in (
        ("clerk", LONG),
        ("owner", "wrong"),
        ("other", LONG),
        ("nobody", LONG),
        ("auditor", LONG),
    ):
        refused = press(clerk, rrn, request_id=f"{ONE_ID}-clerk", approver=approver, password=password)
        assert (refused.status, "授权未通过" in refused.text) == (403, True), approver
        assert LONG not in refused.text
    assert refunds_to_the_switch(world) == []
    place = press(clerk, rrn, request_id=f"{ONE_ID}-clerk").headers["location"]
    line = story(clerk, place.rpartition("/")[2])["transaction"]
    assert (line["operator"], line["supervisor"], line["state"]) == ("clerk", "owner", "received")
    (request,) = refunds_to_the_switch(world)
    world.house.switch.tell(world.house.switch.approval(request))


def test_an_auditor_only_looks(people, sold):
    assert press(people["auditor"], sold.rrn).status == 403
    assert f"/transactions/{sold.rrn}/refund" not in people["auditor"].get(f"/transactions/{sold.rrn}").text


def test_another_shop_s_sale_is_nobody_s(people, world):
    assert press(people["owner"], world.foreign.rrn).status == 404
    assert refunds_to_the_switch(world) == []


def test_without_the_token_nothing_begins(owner, world, sold):
    form = {"amount": "1", "reason": "x", "request_id": ONE_ID, "approver": "owner", "password": LONG}
    assert owner.post(f"/transactions/{sold.rrn}/refund", form).status == 403
    assert refunds_to_the_switch(world) == []


def test_a_host_that_is_gone_is_asked_again_under_the_same_id(owner, world, sold):
    world.desk.loses_next = True
    page = press(owner, sold.rrn, request_id=f"{ONE_ID}-gone")
    assert (page.status, "没有答复" in page.text, f"{ONE_ID}-gone" in page.text) == (503, True, True)
    place = press(owner, sold.rrn, request_id=f"{ONE_ID}-gone").headers["location"]
    (request,) = refunds_to_the_switch(world)
    world.house.switch.tell(world.house.switch.approval(request))
    assert story(owner, place.rpartition("/")[2])["transaction"]["state"] == "approved"
    assert story(owner, sold.rrn)["transaction"]["refunded"] == 25_00


def order(browser, rrn, **changes):
    body = {
        "request_id": f"{ONE_ID}-api",
        "amount": 500,
        "reason": "x",
        "approver": "owner",
        "password": LONG,
        **changes,
    }
    token = browser.get("/").csrf
    return browser.ask("POST", f"/api/transactions/{rrn}/refunds", told=body, x_csrf_token=token)


def test_a_program_asks_in_the_same_way(owner, world, sold):
    first, again = order(owner, sold.rrn), order(owner, sold.rrn)
    assert (first.status, again.status) == (200, 200)
    line = json.loads(first.text)["transaction"]
    assert (line["kind"], line["amount"], line["state"]) == ("refund", 500, "received")
    assert json.loads(again.text)["transaction"]["rrn"] == line["rrn"]
    (request,) = refunds_to_the_switch(world)
    world.house.switch.tell(world.house.switch.approval(request))
    faults = {409: {"amount": 501}, 403: {"password": "wrong"}, 422: {"amount": "5"}}
    for status, changes in faults.items():
        answer = order(owner, sold.rrn, **changes)
        assert (answer.status, "error" in json.loads(answer.text)) == (status, True)
    much = json.loads(order(owner, sold.rrn, amount=80_00, request_id=f"{ONE_ID}-much").text)["transaction"]
    assert (much["state"], much["response_code"]) == ("declined", "61")
    page = owner.get(f"/transactions/{much['rrn']}?language=en").text
    assert "Nothing was refunded: 61" in page


def test_the_example_of_the_description_fits_it(owner):
    described = json.loads(owner.get("/api/openapi.json").text)
    call = described["paths"]["/api/transactions/{rrn}/refunds"]["post"]
    name = call["requestBody"]["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    example = described["components"]["schemas"][name]["example"]
    assert order(owner, "000000000000", **example).status == 404
    page = owner.get("/api/docs").text
    assert "-X POST -H" in page
    assert example["request_id"] in page


def test_the_signature_is_on_the_story(owner, world):
    request, answer = world.till.buy(amount=12_50)
    assert "data:image/svg" not in owner.get(f"/transactions/{answer.rrn}").text
    assert tell_signature(world.till, request, answer).response_code == "00"
    page = owner.get(f"/transactions/{answer.rrn}?language=en").text
    assert "data:image/svg" in page
    assert "signature on the pad" in page
    assert "picture" in story(owner, answer.rrn)["slips"]["merchant"]
    assert "picture" not in story(owner, answer.rrn)["slips"]["cardholder"]
