"""The forms of interbank requests: one kind each, told by what the MAC covers alone."""

import pytest

from countertop.iso8583 import INTERBANK, Message
from countertop.iso8583.interbank_forms import FORM_OF, FORMS, Ending, find_form, find_reversed_form

KEY = "0000010715100000" + "00048020000" * 2


def request(form, **changes):
    fields = {"processing_code": form.processing_code, "condition_code": form.condition_code}
    return Message(form.mti, **{**fields, **changes})


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.kind)
def test_a_request_is_known_by_its_codes(form):
    assert find_form(request(form)) is form
    assert FORM_OF[form.kind] is form
    assert form.mti in INTERBANK.mtis


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.kind)
def test_only_what_ends_by_reversal_can_be_reversed(form):
    reversal = request(form, original=form.mti + KEY)
    reversal.mti = "0420"
    assert find_reversed_form(reversal) is (form if form.ending is Ending.REVERSAL else None)


def test_the_mti_that_field_90_names_tells_two_kinds_of_the_same_codes_apart():
    reversal = Message("0420", processing_code="200000", condition_code="06", original="0100" + KEY)
    assert find_reversed_form(reversal).kind == "preauthorisation_void"
    assert find_reversed_form(reversal.copy(original="0200" + KEY)).kind == "completion_void"
    assert find_reversed_form(reversal.copy(original=None)) is None


@pytest.mark.parametrize("changes", [{"condition_code": "08"}, {"processing_code": "900000"}, {"condition_code": None}])
def test_other_codes_are_no_kind(changes):
    assert find_form(request(FORM_OF["sale"], **changes)) is None
