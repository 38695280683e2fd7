import pytest
from hypothesis import assume, given, strategies

from countertop.crypto.des import des_cipher, is_weak
from countertop.crypto.kcv import check_value
from countertop.hsm import DescribeKey, FormKey, GenerateComponent, HsmRefusal, KeyComponent, KeyUsage
from countertop.hsm.components import combine, component_of
from countertop.hsm.errors import ComponentError
from countertop.values import Secret
from tests.hsm.two_hsms import ask, new_hsm

CLEARS = strategies.lists(strategies.binary(min_size=16, max_size=16), min_size=2, max_size=3, unique=True)
ONE, OTHER = bytes(range(16)), bytes(range(40, 56))


@given(CLEARS)
def test_a_key_is_the_exclusive_or_of_its_components_in_any_order(clears):
    key = bytes(16)
    for clear in clears:
        key = bytes(left ^ right for left, right in zip(key, clear, strict=True))
    assume(not is_weak(key))
    components = [component_of(clear) for clear in clears]
    assert combine(components) == key
    assert combine(components[::-1]) == key


# A signing key has other components and another check value: test_signing.py.
@pytest.mark.parametrize("usage", [usage for usage in KeyUsage if usage is not KeyUsage.WSK])
def test_a_formed_key_has_its_usage_and_the_check_value_of_the_whole(usage):
    hsm = new_hsm(5)
    formed = ask(hsm, FormKey((component_of(ONE), component_of(OTHER)), usage.value))
    key = bytes(left ^ right for left, right in zip(ONE, OTHER, strict=True))
    assert formed.kcv == check_value(des_cipher(key)).hex().upper()
    assert ask(hsm, DescribeKey(formed.block)) == (usage, "3DES", 128, formed.kcv)


@pytest.mark.parametrize(("size", "sm4"), [(8, False), (16, False), (24, False), (16, True)])
def test_drawn_components_form_a_key(size, sm4):
    hsm = new_hsm(6)
    components = hsm.perform([GenerateComponent(size, sm4=sm4)] * 3)
    assert len({component.kcv for component in components}) == 3
    assert isinstance(components[0].clear, Secret)
    formed = ask(hsm, FormKey(components, "TMK", sm4=sm4))
    assert ask(hsm, DescribeKey(formed.block)).bits == 8 * size


def refusal_of(components, **options):
    refusal = ask(new_hsm(5), FormKey(components, "TMK", **options))
    assert isinstance(refusal, HsmRefusal)
    return refusal


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_component_with_a_wrong_check_value_is_named(number):
    components = [component_of(bytes(range(at, at + 16))) for at in (0, 40, 80)]
    components[number - 1] = components[number - 1]._replace(kcv="00000000")
    refusal = refusal_of(components)
    assert refusal.reason_code == "component"
    assert f"component {number} " in refusal.message


def test_a_check_value_may_be_typed_in_small_letters():
    one = component_of(ONE)
    assert combine([one._replace(kcv=one.kcv.lower()), component_of(OTHER)])


@pytest.mark.parametrize("count", [0, 1, 4])
def test_a_key_has_two_or_three_components(count):
    components = [component_of(bytes(range(at, at + 16))) for at in (0, 40, 80, 120)][:count]
    assert str(count) in refusal_of(components).message


@pytest.mark.parametrize("text", ["", "no digits", "00" * 15, "00" * 17, "0" * 31, "é" * 32])
def test_components_that_are_none_are_refused(text):
    refusal = refusal_of([component_of(ONE), KeyComponent(Secret(text), "00000000")])
    assert refusal.reason_code == "component"
    assert "component 2 " in refusal.message


def test_components_of_different_lengths_are_refused():
    assert "component 2 " in refusal_of([component_of(ONE), component_of(OTHER[:8])]).message


def test_a_component_entered_twice_is_refused():
    """Two equal components would give a key of zeros, or the third component itself."""
    assert "component 2 " in refusal_of([component_of(ONE), component_of(ONE)]).message
    third = refusal_of([component_of(ONE), component_of(OTHER), component_of(ONE)])
    assert "component 3 " in third.message


def test_components_that_form_a_weak_key_are_refused():
    weak = bytes.fromhex("11" * 16)
    other = bytes(left ^ right for left, right in zip(ONE, weak, strict=True))
    assert "weak" in refusal_of([component_of(ONE), component_of(other)]).message
    with pytest.raises(ComponentError):
        combine([component_of(ONE), component_of(other)])


@pytest.mark.parametrize("size", [0, 7, 15, 17, 31])
def test_components_of_other_sizes_are_not_drawn(size):
    assert ask(new_hsm(5), GenerateComponent(size)).reason_code == "component"


@pytest.mark.parametrize("size", [8, 24])
def test_sm4_components_have_16_bytes(size):
    assert ask(new_hsm(5), GenerateComponent(size, sm4=True)).reason_code == "key-length"


@pytest.mark.parametrize("usage", ["", "tmk", "LMK", "K0"])
def test_unknown_usages_are_refused(usage):
    assert ask(new_hsm(5), FormKey((component_of(ONE), component_of(OTHER)), usage)).reason_code == "key-usage"


def test_no_component_shows_in_what_is_printed():
    one, other = component_of(ONE), component_of(OTHER)
    command = FormKey((one, other._replace(kcv="00000000")), "TMK")
    refusal = ask(new_hsm(5), command)
    for shown in (repr(one), str(one), repr(command), repr(refusal), refusal.message):
        assert ONE.hex() not in shown.lower()
        assert OTHER.hex() not in shown.lower()
