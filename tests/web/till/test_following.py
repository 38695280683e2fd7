"""Following a payment on its WebSocket."""

import json
from itertools import pairwise

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from tests.end_to_end.machine import Machine
from tests.end_to_end.processes import PATIENCE
from tests.web.till.conftest import new_id


def followed(till, identity, key=None):
    place = f"ws://{till.place}/payments/{identity}/events"
    return connect(place, additional_headers={"authorization": f"Bearer {till.key if key is None else key}"})


def test_each_step_is_told_until_it_is_final(till, house):
    identity = new_id()
    with Machine(house.data) as machine:
        assert till.sale(identity).status == 201
        with followed(till, identity) as following:
            told = []

            def until(**wanted):
                while True:
                    payment = json.loads(following.recv(timeout=PATIENCE))["payment"]
                    told.append(payment)
                    prompt = payment["prompt"] and payment["prompt"]["id"]
                    if {"status": payment["status"], "prompt": prompt}.items() >= wanted.items():
                        return

            machine.sees("ask.operator_number")
            until(prompt="log_in")
            machine.key_in("01")
            machine.sees("ask.operator_password")
            machine.key_in("0000")
            machine.sees("ask.card")
            until(prompt="card")
            card = machine.swipe()
            until(prompt="confirm_card")
            machine.press("confirm")
            until(prompt="pin")
            machine.key_pin(card.pin.reveal())
            until(status="approved")
            with pytest.raises(ConnectionClosed) as closed:
                following.recv(timeout=PATIENCE)
            assert closed.value.rcvd.code == 1000
        machine.sees("ask.print_next")
        machine.press("confirm")
        machine.ends_with("advice.return_card")
    assert told[-1] == till.look(identity)
    assert card.pan.reveal() not in json.dumps(told)
    assert all(one != other for one, other in pairwise(told))


def test_what_was_never_asked_cannot_be_followed(till):
    with followed(till, new_id()) as following, pytest.raises(ConnectionClosed) as closed:
        following.recv(timeout=PATIENCE)
    assert closed.value.rcvd.code == 4404


def test_nobody_follows_without_a_key(till):
    with pytest.raises(InvalidStatus) as refused:
        followed(till, new_id(), key="till_wrong")
    assert refused.value.response.status_code == 403
