"""The accounts' API at both consoles: described, its examples sent, and under a fuzzer that has read its description."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance

from countertop.web.accounts.people_api import EXAMPLES
from tests.web.accounts.conftest import CHANGES, KEEPERS, PEOPLE, call, site_of

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance]
SHORT = settings(
    max_examples=4, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)  # fmt: skip


def described(served):
    told = served.app.openapi()
    paths = {path: calls for path, calls in told["paths"].items() if path.startswith("/api/")}
    return schemathesis.openapi.from_dict({**told, "paths": paths})


def test_everything_is_described(sites):
    for served in sites.served.values():
        paths = served.app.openapi()["paths"]
        assert set(EXAMPLES) | {f"/api/people/{what}" for what in CHANGES} <= set(paths)


@pytest.mark.parametrize("name", PEOPLE)
def test_the_examples_are_answered(sites, name):
    browser = sites.visitor(name)
    for path, body in EXAMPLES.items():
        is_own = path.startswith("/api/own")
        status, told = call(browser, path, {**body, "merchant_id": "M1"} if path == "/api/people" else body)
        expected = 404 if is_own else 403 if name not in KEEPERS else 201 if path == "/api/people" else 200
        assert status == expected, (path, told)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("name", ["owner", "clerk", "root", "operator"])
def test_whatever_is_sent_is_answered_as_described(sites, name, mode):
    browser, served = sites.visitor(name), sites.served[site_of(PEOPLE[name][0])]
    headers = {"cookie": "; ".join(f"{key}={value}" for key, value in browser.cookies.items())}
    headers["x-csrf-token"] = browser.get("/own").csrf
    calls = 0
    for found in described(served).get_all_operations():
        operation = found.ok()
        if mode is GenerationMode.NEGATIVE and not (operation.query or operation.body):
            continue

        @SHORT
        @given(case=operation.as_strategy(generation_mode=mode))
        def asked(case):
            case.call_and_validate(base_url=f"http://127.0.0.1:{served.port}", headers=headers, checks=CHECKS)

        asked()
        calls += 1
    assert calls >= len(EXAMPLES)
    assert {account.name for account in sites.register.accounts()} >= set(PEOPLE)
