"""The gate: who is called, from which page, what a browser may do; and what is told of a request that failed."""

import asyncio

import pytest

from countertop.web.gate import MOST_BODY, MOST_PATH, Gate

HOST = "127.0.0.1:5112"


def passed(*headers, kind="http", method="GET", path="/", app=None):
    """Return what a browser is answered and what the gate tells of a failure."""
    answered, failures = [], []

    async def greet(scope, receive, send):
        if scope["type"] == "websocket":
            await send({"type": "websocket.accept"})
        else:
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"inside"})

    async def send(message):
        answered.append(message)

    gate = Gate(app or greet, lambda *told: failures.append(told), hosts=[HOST])
    sent = [(name.encode(), value.encode()) for name, value in headers]
    scope = {"type": kind, "path": path, "headers": sent, **({"method": method} if kind == "http" else {})}
    asyncio.run(gate(scope, None, send))
    return answered, failures


def status(*headers, **asked):
    answered, _ = passed(*headers, **asked)
    return answered[0]["status"]


@pytest.mark.parametrize("host", ["evil.example", "evil.example:5112", "127.0.0.1", "127.0.0.1:5113", "", f"{HOST}, x"])
def test_a_site_that_is_called_by_another_name_is_not_there(host):
    assert status(("host", host)) == 421
    closed, _ = passed(("host", host), kind="websocket")
    assert closed[0] == {
        "type": "websocket.close",
        "code": 1008,
        "reason": "called by another name than this site's own",
    }


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "http://127.0.0.1:5110", "http://localhost:5112", "null", ""]
)
def test_nothing_changes_and_no_socket_opens_for_a_page_of_another_origin(origin):
    headers = [("host", HOST), ("origin", origin)]
    assert status(*headers, method="POST") == 403
    assert status(*headers) == 200
    assert passed(*headers, kind="websocket")[0][0]["type"] == "websocket.close"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "ANYTHING"])
def test_a_browser_that_names_no_origin_is_believed_where_it_says_the_request_began_here(method):
    assert status(("host", HOST), ("sec-fetch-site", "same-site"), method=method) == 403
    assert status(("host", HOST), ("sec-fetch-site", "cross-site"), method=method) == 403
    assert status(("host", HOST), ("sec-fetch-site", "same-origin"), method=method) == 200
    assert status(("host", HOST), method=method) == 200


def test_the_sites_own_pages_pass():
    assert status(("host", HOST), ("origin", f"http://{HOST}"), method="POST") == 200
    assert passed(("host", HOST), ("origin", f"http://{HOST}"), kind="websocket")[0][0]["type"] == "websocket.accept"


@pytest.mark.parametrize("length", [str(MOST_BODY + 1), "-1", "1e3", "", "٣"])
def test_a_body_has_a_length_that_a_site_reads(length):
    assert status(("host", HOST), ("content-length", length), method="POST") == 413
    assert status(("host", HOST), ("content-length", str(MOST_BODY)), method="POST") == 200
    assert status(("host", HOST), ("transfer-encoding", "chunked"), method="POST") == 411


def test_whatever_leaves_lets_a_browser_load_the_sites_own_parts_alone_and_keep_nothing():
    for answered in (passed(("host", HOST))[0], passed(("host", "evil.example"))[0]):
        headers = {name.decode(): value.decode() for name, value in answered[0]["headers"]}
        assert "script-src 'self'" in headers["content-security-policy"]
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert (headers["cache-control"], headers["x-content-type-options"]) == ("no-store", "nosniff")


def test_what_is_told_of_a_failure_holds_no_value_and_is_one_line():
    async def stumble(scope, receive, send):
        raise ValueError("6225000000000014")

    _, ((path, places),) = passed(("host", HOST), path="/x\n\x1b[2Jnot: an entry" + "y" * 1000, app=stumble)
    assert path.startswith("/x%0A%1B%5B2Jnot%3A%20an%20entry")
    assert len(path) == MOST_PATH
    assert "6225" not in places
    assert places.startswith("ValueError ")
