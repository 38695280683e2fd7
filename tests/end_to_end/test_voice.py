"""A cashier telephones a bank: the voice desk is called by a command, and gives a code for one payment."""

import pytest

from tests.end_to_end.processes import run

NUMBER = "6225000000000014"


def call(house, card, amount, *more):
    return run("issuer", "voice-approve", "--card", card, "--amount", amount, *more, data=house)


@pytest.mark.parametrize(("card", "masked"), [("debit-west", "622424******0069"), (NUMBER, "622500******0014")])
def test_the_voice_desk_gives_a_code_for_a_card_by_its_name_or_its_number(house, card, masked):
    done = call(house, card, "1.00", "--language", "en")
    assert done.status == 0, done
    code, sentence = done.out.splitlines()
    assert len(code) == 6
    assert code.isdecimal()
    assert masked in sentence
    assert NUMBER not in done.out


def test_a_program_gets_the_code_as_json(house):
    done = call(house, "credit-west", "2.50", "--json")
    assert done.status == 0, done
    assert (done.json["amount"], len(done.json["approval_code"])) == (2_50, 6)


@pytest.mark.parametrize(
    ("card", "amount", "status"),
    [
        ("debit-west", "99999.00", 10),
        ("stolen-north", "1.00", 10),
        ("6229999999999993", "1.00", 10),
        ("debit-west", "1,00", 2),
        ("nobody's", "1.00", 2),
    ],
)
def test_it_says_no_to_what_is_not_there_and_does_not_understand_nonsense(house, card, amount, status):
    done = call(house, card, amount)
    assert done.status == status, done
    assert done.out == ""


def test_a_bank_alone_needs_its_directory():
    assert run("issuer").status == 2
