"""The console's API under a fuzzer that has read its description, for every role and for nobody."""

import json

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.web.merchant.conftest import PEOPLE

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
SHORT = settings(
    max_examples=5, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)  # fmt: skip
MODES = [GenerationMode.POSITIVE, GenerationMode.NEGATIVE]


@pytest.fixture(scope="module")
def described(people):
    return schemathesis.openapi.from_dict(json.loads(people["owner"].get("/api/openapi.json").text))


def fuzzed(described, mode, ask):
    """Ask each call a few times, the same way in every run; return how many calls there were."""
    count = 0
    for found in described.get_all_operations():
        operation = found.ok()
        if mode is GenerationMode.NEGATIVE and not (operation.query or operation.path_parameters or operation.body):
            continue  # nothing of it can be wrong

        @SHORT
        @given(case=operation.as_strategy(generation_mode=mode))
        def asked(case):
            ask(case)

        asked()
        count += 1
    return count


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", PEOPLE)
def test_every_answer_is_as_it_is_described(served, people, described, name, mode):
    base = f"http://127.0.0.1:{served.port}"
    cookie = "; ".join(f"{key}={value}" for key, value in people[name].cookies.items())
    headers = {"cookie": cookie, "x-csrf-token": people[name].get("/").csrf}

    def ask(case):
        case.call_and_validate(base_url=base, headers=headers, checks=CHECKS)

    assert fuzzed(described, mode, ask) > 0


def test_nobody_is_told_anything_whatever_is_asked(served, described):
    def ask(case):
        answer = case.call(base_url=f"http://127.0.0.1:{served.port}")
        assert answer.status_code in (401, 404)
        assert set(answer.json()) <= {"error", "detail"}

    assert fuzzed(described, GenerationMode.POSITIVE, ask) > 0
