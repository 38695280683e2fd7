"""A founded world: keys shared by ceremony, nothing in clear, nothing twice, and records that fit their stores."""

from importlib import import_module, resources
from random import Random

import pytest

from countertop.demo import read_wallet
from countertop.demo.ceremony import share_key
from countertop.demo.founding import found
from countertop.demo.people import OPERATORS
from countertop.hsm import (
    CHEAPEST_PASSWORDS,
    DescribeKey,
    FormKey,
    GenerateComponent,
    KeyUsage,
    MakeMac,
    SoftwareHsm,
    VerifyMac,
)
from countertop.hsm.errors import ComponentError
from countertop.journal import body
from countertop.storage import Entry, MemoryStore

WALLET = read_wallet(resources.files("countertop.demo").joinpath("wallet.json").read_text("utf-8"))


def founded(seed=1):
    return found(WALLET, Random(seed).randbytes, 1_750_000_000_000_000, CHEAPEST_PASSWORDS)


def hsm_of(party):
    return SoftwareHsm(party.lmk.reveal(), Random(0).randbytes, CHEAPEST_PASSWORDS)


def only(party, kind):
    (record,) = [record for record in party.records if kind == record.KIND]
    return record


def parties():
    return {party.name: party for party in founded()}


def test_every_partys_records_fit_its_store():
    for party in founded():
        store = MemoryStore(import_module(f"countertop.{party.kind}").SCHEMA)
        assert store.commit([Entry("founding", (record,), 0) for record in party.records]) == [None] * len(
            party.records
        )


def test_no_two_worlds_share_a_key_and_no_two_parties_a_master_key():
    one, other = founded(1), founded(2)
    masters = [party.lmk.reveal() for party in (*one, *other)]
    assert len(set(masters)) == len(masters)


def test_both_ends_of_each_link_hold_the_same_keys():
    world = parties()
    switch = hsm_of(world["switch"])
    members = {
        record.institution_id: record
        for record in world["switch"].records
        if record.KIND == "switch.institution_registered"
    }
    assert len(members) == 4
    for name, kind, number in (
        ("acquirer", "acquirer.zone_keys_loaded", "99992900"),
        ("issuer-east", "issuer.bank_opened", "99010001"),
        ("issuer-west", "issuer.bank_opened", "99010002"),
        ("issuer-north", "issuer.bank_opened", "99010003"),
    ):
        mine, theirs, hsm = only(world[name], kind), members[number], hsm_of(world[name])
        (mac,) = hsm.perform([MakeMac(mine.zak, b"0200 both sides")])
        assert switch.perform([VerifyMac(theirs.zak, b"0200 both sides", mac)]) == [True]
        here, there = hsm.perform([DescribeKey(mine.zpk)])[0], switch.perform([DescribeKey(theirs.zpk)])[0]
        assert (here.usage, here.kcv) == (KeyUsage.ZPK, there.kcv)
    assert len({record.zpk for record in members.values()}) == 4
    terminal = hsm_of(world["terminal"]).perform([DescribeKey(only(world["terminal"], "terminal.installed").tmk)])[0]
    host = hsm_of(world["acquirer"]).perform(
        [DescribeKey(only(world["acquirer"], "acquirer.terminal_registered").tmk)]
    )[0]
    assert (terminal.usage, terminal.kcv) == (host.usage, host.kcv)


def test_nothing_in_clear_comes_into_a_store():
    secrets = {card.pan.reveal() for card in WALLET.values()} | {
        person.password for person in OPERATORS if len(person.password) > 4
    }
    secrets |= {card.track2.reveal() for card in WALLET.values()}
    for party in founded():
        text = "\n".join(body(record) for record in party.records)
        assert not [secret for secret in secrets if secret in text]
        assert party.lmk.reveal().hex() not in text.lower()


def test_every_card_of_the_wallet_has_its_money_at_its_bank():
    world = parties()
    for bank in ("east", "west", "north"):
        records = world[f"issuer-{bank}"].records
        accounts = [record for record in records if record.KIND == "issuer.account_opened"]
        cards = [card for card in WALLET.values() if card.bank == bank]
        assert [account.holder for account in accounts] == [card.name for card in cards]
        assert [account.balance + account.credit_limit for account in accounts] == [card.balance for card in cards]
        assert [record.status for record in records if record.KIND == "issuer.card_issued"] == [
            card.status for card in cards
        ]


def test_a_ceremony_whose_sides_differ_founds_nothing():
    class Careless(SoftwareHsm):
        """Its custodians enter another first component."""

        def perform(self, batch):
            if type(batch[0]) is FormKey:
                components = [*batch[0].components[1:], *stranger.perform(batch_of_one)]
                return super().perform([FormKey(components, batch[0].usage)])
            return super().perform(batch)

    batch_of_one = [GenerateComponent()]
    stranger = SoftwareHsm(bytes(range(32)), Random(3).randbytes, CHEAPEST_PASSWORDS)
    careful = SoftwareHsm(bytes(range(32)), Random(4).randbytes, CHEAPEST_PASSWORDS)
    with pytest.raises(ComponentError, match="different check values"):
        share_key(KeyUsage.ZPK, careful, Careless(bytes(range(1, 33)), Random(5).randbytes, CHEAPEST_PASSWORDS))


def test_a_fleet_is_one_party_whose_terminals_the_host_knows_each_with_its_own_key():
    parties = {party.name: party for party in found(WALLET, Random(3).randbytes, 1, CHEAPEST_PASSWORDS, fleet=3)}
    fleet, host = parties["fleet"], hsm_of(parties["acquirer"])
    installed = {record.terminal_id: record.tmk for record in fleet.records if record.KIND == "terminal.installed"}
    registered = {
        record.terminal_id: record.tmk
        for record in parties["acquirer"].records
        if record.KIND == "acquirer.terminal_registered"
    }
    assert len(installed) == 3
    assert set(registered) == {*installed, only(parties["terminal"], "terminal.installed").terminal_id}
    for terminal_id, tmk in installed.items():
        ours, theirs = (
            hsm.perform([DescribeKey(block)])[0]
            for hsm, block in ((hsm_of(fleet), tmk), (host, registered[terminal_id]))
        )
        assert ours == theirs
    kcvs = [host.perform([DescribeKey(block)])[0].kcv for block in registered.values()]
    assert len(set(kcvs)) == len(kcvs)
    operators = [record for record in fleet.records if record.KIND == "terminal.operator_added"]
    assert {record.terminal_id for record in operators} == set(installed)
