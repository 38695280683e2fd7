import pytest

from countertop.hsm import DescribeKey, FormedKey
from countertop.hsm.ceremony import draw_components, enter_components, share_key
from countertop.hsm.errors import ComponentError
from tests.hsm.two_hsms import ask, new_hsm


class Mistyped:
    """An HSM into which somebody typed other components."""

    def __init__(self, hsm):
        self.hsm = hsm

    def perform(self, batch):
        return [FormedKey(reply.block, "00000000") for reply in self.hsm.perform(batch)]


def test_two_hsms_hold_the_same_key_under_different_master_keys():
    one, other = new_hsm(1), new_hsm(2)
    first, second = share_key("TMK", [one, other])
    assert first.kcv == second.kcv
    assert first.block != second.block
    assert ask(one, DescribeKey(first.block)) == ask(other, DescribeKey(second.block))
    assert ask(one, DescribeKey(second.block)).reason_code == "key-block"


def test_three_custodians_can_share_an_sm4_key_among_three_hsms():
    hsms = [new_hsm(seed) for seed in (1, 2, 3)]
    components = draw_components(hsms[0], 3, sm4=True)
    formed = enter_components(components, "ZMK", hsms, sm4=True)
    assert len({key.kcv for key in formed}) == 1
    assert ask(hsms[2], DescribeKey(formed[2].block)).algorithm == "SM4"


def test_two_ceremonies_give_two_keys():
    hsm = new_hsm(1)
    assert share_key("TMK", [hsm])[0].kcv != share_key("TMK", [hsm])[0].kcv


def test_a_refused_component_ends_the_ceremony():
    hsm = new_hsm(1)
    one, other = draw_components(hsm)
    with pytest.raises(ComponentError, match="component 2"):
        enter_components([one, other._replace(kcv="00000000")], "TMK", [hsm, new_hsm(2)])
    with pytest.raises(ComponentError):
        draw_components(hsm, size=5)


def test_different_check_values_end_the_ceremony():
    with pytest.raises(ComponentError, match="different check values"):
        share_key("TMK", [new_hsm(1), Mistyped(new_hsm(2))])
