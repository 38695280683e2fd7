"""Zone keys are changed while customers pay, by people at the switch and at the other end; they outlive a restart."""

from concurrent.futures import ThreadPoolExecutor
from time import monotonic, sleep

import pytest

from tests.end_to_end.processes import PATIENCE, run, sale, up

MEMBERS = {"acquirer": "acquirer", "issuer-east": "issuer"}


def link_of(house, member):
    links = run("switch", "zone-keys", "--json", data=house).json["links"]
    (known,) = [link for link in links if link["institution_id"] == ids(house)[member]]
    return known


def ids(house):
    parties = run("status", "--json", data=house).json["parties"]
    return {
        "acquirer": parties["acquirer"]["status"]["acquirer_id"],
        "issuer-east": parties["issuer-east"]["status"]["bank_id"],
    }


def kcvs(link):
    return link["zpk_kcv"], link["zak_kcv"]


def own_keys(house, member):
    told = run(MEMBERS[member], "zone-keys", "--party", member, "--json", data=house)
    assert told.status == 0, told
    return kcvs(told.json["link"])


def wait_for(house, member, generation):
    began = monotonic()
    while (link := link_of(house, member))["generation"] < generation:
        assert monotonic() - began < PATIENCE, link
        sleep(0.1)
    return link


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    """A house whose links have changed their keys while sales with a PIN went on, and that was started again."""
    data = tmp_path_factory.mktemp("house") / "data"
    with up(data), ThreadPoolExecutor(1) as counter:
        before = {member: own_keys(data, member) for member in MEMBERS}
        selling = counter.submit(lambda: [sale(data, "3.00", "--json") for _ in range(4)])
        ordered = run("switch", "zone-keys", "--change", "issuer-east", "--by", "Li", "--language", "en", data=data)
        asked = run("acquirer", "zone-keys", "--ask", "--language", "en", data=data)
        for member in MEMBERS:
            wait_for(data, member, 1)
        sold = selling.result()
        after = {member: own_keys(data, member) for member in MEMBERS}
        at_switch = {member: kcvs(link_of(data, member)) for member in MEMBERS}
        again = run("switch", "zone-keys", "--change", "issuer-east", "--language", "en", data=data)
    with up(data):
        yield data, {"before": before, "after": after, "at_switch": at_switch}, (ordered, asked, again), sold


def test_every_sale_meanwhile_was_approved(house):
    *_, sold = house
    assert [one.json["response_code"] for one in sold] == ["00"] * 4, sold


def test_both_ends_have_the_same_new_keys(house):
    _, keys, *_ = house
    assert keys["after"] == keys["at_switch"]
    for member in MEMBERS:
        assert not set(keys["before"][member]) & set(keys["after"][member])


def test_people_are_told_what_becomes_of_their_order(house):
    *_, (ordered, asked, again), _ = house
    assert (ordered.status, asked.status, again.status) == (0, 0, 12), (ordered, asked, again)
    assert "ZPK check value" in ordered.out
    assert "The switch is asked" in asked.out
    assert "the former are still accepted" in again.err


def test_the_new_keys_outlive_a_restart(house):
    data, keys, *_ = house
    assert {member: own_keys(data, member) for member in MEMBERS} == keys["after"]
    sold = sale(data, "4.00", "--json")
    assert sold.json["response_code"] == "00", sold
    assert run("audit", data=data).status == 0


def test_an_unknown_member_is_refused_with_a_list(house):
    refused = run("switch", "zone-keys", "--change", "nobody", "--language", "en", data=house[0])
    assert refused.status == 2
    assert "the members are" in refused.err
