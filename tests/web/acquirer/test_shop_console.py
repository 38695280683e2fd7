"""A refund at the merchant console stands at a place that is no machine; what links to it says what it is."""

import re

import pytest

from countertop.runtime.desk_client import DeskClient
from countertop.web.accounts.demo import add_demo_accounts
from countertop.web.accounts.house import open_register
from countertop.web.acquirer.app import make_acquirer_site
from countertop.web.sites import read_premises
from tests.end_to_end.processes import run, sale, up
from tests.web.accounts.conftest import Served
from tests.web.acquirer.conftest import OPERATOR, Visitor


@pytest.fixture(scope="module")
def operator(tmp_path_factory):
    """An operator at the console of a house where a merchant's people have given 2.50 back."""
    data = tmp_path_factory.mktemp("refund") / "data"
    with up(data):
        assert run("sign-in", "--demo", data=data).status == 0
        assert sale(data).status == 0
        assert run("settle", "--demo", data=data).status == 0
        with DeskClient(data / "acquirer", patience=20) as desk:
            (sold,) = desk.request("transactions", {"limit": 1})[1]["transactions"]
            (shop,) = desk.request("merchants", {})[1]["merchants"]
            wanted = {"amount": 250, "reason": "one was broken", "request_id": "refund-of-one-of-them"}
            people = {"by": "Li Na", "approved_by": "Wang Wu"}
            asked = {"merchant_id": shop["merchant_id"], "rrn": sold["rrn"], **wanted, **people}
            status, told = desk.request("shop-refund", asked)
            assert status == 0, told
        register = open_register(data, is_demo=True)
        add_demo_accounts(register)
        with Served(make_acquirer_site(read_premises(data), register)) as served:
            yield Visitor(served.browser(), OPERATOR)
        register.store.close()


def test_the_link_to_a_console_says_what_it_is_and_how_its_batch_stands(operator):
    live = operator.get("/live").text
    (link,) = set(re.findall(r'href="(/terminals/C[0-9]{7})"', live))
    answer = operator.get(link)
    assert answer.status == 200, answer.text
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", answer.text))
    assert "no machine" in text
    assert "样例鲜生超市" in text
    assert "2.50" in text
    assert 'action="/deeds/' not in answer.text
    assert "不是机器" in operator.get(f"{link}?language=zh").text
    assert operator.get("/terminals/C9999999?language=en").status == 404
