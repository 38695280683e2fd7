"""Two shops at one real host, and the console of both behind its gate; people of every role have logged in."""

import pytest
from argon2 import PasswordHasher

from countertop.acquirer.records import MerchantRegistered
from countertop.runtime.errors import DeskLost, NotRunning
from countertop.web.accounts import passwords
from countertop.web.accounts.house import open_register
from countertop.web.merchant.app import make_merchant_site
from tests.acquirer.neighbours import MERCHANT_ID, OTHER_MERCHANT_ID, House
from tests.acquirer.settlement.till import tell_end, tell_totals, totals
from tests.web.accounts.conftest import LONG, Served, make_person

SCRIPT = "<script>alert(1)</script>"
PEOPLE = {
    "owner": ("merchant-owner", MERCHANT_ID),
    "clerk": ("merchant-clerk", MERCHANT_ID),
    "auditor": ("merchant-auditor", MERCHANT_ID),
    "other": ("merchant-owner", OTHER_MERCHANT_ID),
}


class HouseDesk:
    """The desk of a host that lives in this program."""

    def __init__(self, house):
        self.house = house
        self.is_there = True
        self.loses_next = False  # the answer to the next refund is lost on its way

    async def request(self, verb, arguments=None):
        if not self.is_there:
            raise NotRunning("desk.not-running", party="acquirer", directory="here")
        answer = self.house.book.ask_desk(verb, **dict(arguments or {}))
        if verb == "shop-refund" and self.loses_next:
            self.loses_next = False
            raise DeskLost("desk.lost", party="acquirer")
        return answer


class World:
    """A shop that has sold, voided, refunded, been declined and settled a batch; and one beside it."""

    def __init__(self, directory):
        renamed = MerchantRegistered(OTHER_MERCHANT_ID, f"{SCRIPT}书店", "5942", name_en=SCRIPT)
        self.house = House(extra=(renamed,)).open()
        self.till, self.other = self.house.till, self.house.other_till
        self.till.sign_in()
        self.other.sign_in()
        _, settled = self.till.buy(amount=70_00)
        tell_totals(self.till, totals(70_00, 1))
        tell_end(self.till, code="207")
        self.till.batch = "000002"
        sale, self.voided = self.buy(self.till, 100_00)
        self.till.ask(self.till.void(sale, self.voided))
        _, self.refunded = self.buy(self.till, 50_00)
        self.till.ask(self.till.refund(self.refunded, 20_00))
        _, self.foreign = self.buy(self.other, 31_41)
        self.settled = settled
        self.desk = HouseDesk(self.house)
        self.register = open_register(directory, is_demo=False)
        for name, (role, merchant_id) in PEOPLE.items():
            make_person(self.register, name, role, merchant_id)
        self.site = make_merchant_site(self.desk, self.register)

    def buy(self, till, amount):
        self.house.book.utc += 1_000_000
        return till.buy(amount=amount)


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    cheap, full = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1), passwords._HASHER
    passwords._HASHER = cheap
    yield World(tmp_path_factory.mktemp("house"))
    passwords._HASHER = full


@pytest.fixture(scope="module")
def served(world):
    with Served(world.site) as served:
        yield served


@pytest.fixture(scope="module")
def people(served):
    """A browser for each of them, logged in."""
    browsers = {name: served.browser() for name in PEOPLE}
    for name, browser in browsers.items():
        assert browser.log_in(name, LONG).status == 303
    return browsers


@pytest.fixture
def owner(people):
    return people["owner"]
