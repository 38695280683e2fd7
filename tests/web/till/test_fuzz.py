"""The till API under a fuzzer that has read its document: with a key, and without one."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
SHORT = settings(
    max_examples=6,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def described(till):
    return schemathesis.openapi.from_url(f"{till.url}/openapi.json")


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_with_a_key_every_answer_is_as_the_document_has_it(till, described, mode):
    def ask(case):
        case.call_and_validate(headers={"authorization": f"Bearer {till.key}"}, checks=CHECKS)

    assert fuzzed(described, mode, ask) > 0


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_without_a_key_nothing_is_told_whatever_is_asked(described, mode):
    def ask(case):
        answer = case.call(headers={"authorization": "Bearer till_wrong"})
        assert answer.status_code in (401, 429)
        assert set(answer.json()) == {"code", "message", "advice", "where"}

    assert fuzzed(described, mode, ask) > 0


def fuzzed(described, mode, ask):
    """Ask each operation a few times, the same way in every run; return how many operations there were."""
    count = 0
    for found in described.get_all_operations():
        operation = found.ok()
        if mode is GenerationMode.NEGATIVE and not (operation.body or operation.path_parameters):
            continue  # nothing of it can be wrong

        @SHORT
        @given(case=operation.as_strategy(generation_mode=mode))
        def asked(case):
            ask(case)

        asked()
        count += 1
    return count
