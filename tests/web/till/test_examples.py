"""The examples of the document, typed into a shell as they stand, in their order."""

import os
import subprocess

import pytest

from countertop.web.till.examples import EXAMPLES, curl
from tests.end_to_end.processes import PATIENCE
from tests.web.till.conftest import FINAL

SETTLED = FINAL | {"waiting_for_customer", "settled", "not_settled"}


@pytest.fixture(scope="module")
def document(till):
    return till.ask("GET", "/openapi.json", key="").told


def samples(document):
    for path in document["paths"].values():
        for operation in path.values():
            for sample in operation["x-codeSamples"]:
                yield sample["x-about"], (sample["source"], sample["x-status"])


def typed(till, command):
    """Run one line of a shell; return the status."""
    ran = subprocess.run(
        ["/bin/sh", "-c", f"{command} -o /dev/null -w '%{{http_code}}'"],
        env={**os.environ, "TILL": till.url, "KEY": till.key},
        capture_output=True,
        timeout=PATIENCE,
        check=True,
    )
    return int(ran.stdout)


def test_every_example_of_the_document_does_what_it_says(till, document):
    told = dict(samples(document))
    assert {about: source for about, (source, _) in told.items()} == {each.about: curl(each) for each in EXAMPLES}
    for example in EXAMPLES:
        source, status = told[example.about]
        assert (example.about, typed(till, source)) == (example.about, status)
        if example.method == "PUT":
            place = "/".join(example.path.split("/")[:3])
            while till.ask("GET", place).told["status"] not in SETTLED:
                pass
    statuses = {example.about: till.ask("GET", example.path).told["status"] for example in EXAMPLES if example.body}
    assert {about: statuses[about] for about in ("sale", "void", "refund", "settle")} == {
        "sale": "approved",
        "void": "approved",
        "refund": "approved",
        "settle": "settled",
    }
    assert statuses["void_by_voucher"] == "not_charged"
    assert statuses["shop_code"] == "reversed"


def test_every_operation_has_an_example_and_words_in_both_languages(document):
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    assert all(operation["x-codeSamples"] for operation in operations)
    for operation in operations:
        chinese, english = operation["description"].split("\n\n")
        assert chinese != english
        assert operation["summary"] == english
        assert {"401", "404", "422", "429", "503"} <= set(operation["responses"])
