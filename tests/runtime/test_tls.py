"""Who shows no certificate of ours opens no line, in either direction (reliability.md, S9 and B4)."""

import asyncio
import ssl
from contextlib import suppress
from datetime import timedelta

import pytest

from countertop.runtime import lines as lines_module
from countertop.runtime.certificates import Authority
from countertop.runtime.errors import KeyMissing
from countertop.runtime.house import loop_factory
from countertop.runtime.lines import LineLimits, Lines, Listener, Route
from countertop.runtime.tls import Tls, TlsSettings, identity_of
from countertop.values import MILLISECOND, SECOND
from tests.runtime.conftest import Caller, until

QUICK = LineLimits(handshake=300 * MILLISECOND, header=200 * MILLISECOND)
HOST = "127.0.0.1"
EXPIRED = timedelta(days=-1)


@pytest.fixture(autouse=True)
def look_often(monkeypatch):
    monkeypatch.setattr(lines_module, "LOOK_EVERY", 10 * MILLISECOND)


class Drawer:
    """Certificates in files, as parties keep them."""

    def __init__(self, directory):
        self.directory = directory
        self.ours, self.foreign = Authority("ours"), Authority("foreign")
        self.write("authority", self.ours.certificate)

    def write(self, name, content):
        path = self.directory / f"{name}.pem"
        path.write_bytes(content)
        path.chmod(0o600)
        return path

    def tls(self, name, authority=None, revocations=None, **issued):
        """Return the contexts of a party, which trusts ours, with a certificate of an authority."""
        given = {"answers": True, "calls": True, "places": (HOST,)} | issued
        certificate = (authority or self.ours).issue(name, **given)
        self.write(f"{name}-key", certificate.key)
        self.write(name, certificate.certificate)
        self.serial = certificate.serial
        settings = TlsSettings(f"{name}.pem", f"{name}-key.pem", "authority.pem")
        if revocations is not None:
            self.write("revocations", self.ours.revocations(revocations))
            settings.revocations = "revocations.pem"
        return Tls("party", self.directory, settings)


@pytest.fixture
def drawer(tmp_path):
    return Drawer(tmp_path)


class Party:
    def __init__(self, *, answers):
        self.answers = answers
        self.lines = Lines(asyncio.get_running_loop(), self)
        self.frames, self.opened, self.closed, self.refused = [], [], [], []

    def line_opened(self, line, role, peer, identity, now):
        self.opened.append(identity)

    def frame_received(self, line, payload, now):
        self.frames.append(payload)
        if self.answers:
            self.lines.send(line, payload)

    def line_closed(self, line, reason, now):
        self.closed.append(reason)

    def line_refused(self, role, reason, address):
        self.refused.append(reason)

    async def listen(self, tls, limits=QUICK):
        return await self.lines.listen(Listener("terminals", (HOST, 0), limits=limits, tls=tls))

    async def dial(self, address, tls):
        return await self.lines.dial(Route("acquirer", [address], tls=tls, patience=SECOND))


@pytest.fixture(params=[asyncio.new_event_loop, loop_factory()], ids=["plain-loop", "fast-loop"])
def run(request):
    def run(test):
        async def live():
            host, terminal = Party(answers=True), Party(answers=False)
            try:
                await asyncio.wait_for(test(host, terminal), 20)
            finally:
                host.lines.close()
                terminal.lines.close()
                with suppress(ssl.SSLError):
                    await Caller.hang_up_all()
                await asyncio.sleep(0.05)

        with asyncio.Runner(loop_factory=request.param) as runner:
            runner.run(live())

    return run


def client_context(drawer, certificate=None, version=None):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(drawer.directory / "authority.pem")
    if certificate is not None:
        context.load_cert_chain(drawer.directory / f"{certificate}.pem", drawer.directory / f"{certificate}-key.pem")
    if version is not None:
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = context.maximum_version = version
    return context


async def call(address, context):
    """Call as any client would; whoever is turned away finds out by saying something."""
    with suppress(OSError, asyncio.IncompleteReadError):
        caller = Caller(*await asyncio.open_connection(*address, ssl=context))
        assert await caller.ask(b"is anybody there") == b""


def test_a_line_belongs_to_whom_the_certificate_names(run, drawer):
    async def test(host, terminal):
        address = await host.listen(drawer.tls("acquirer"))
        line = await terminal.dial(address, drawer.tls("80000101", answers=False))
        terminal.lines.send(line, b"hello")
        await until(lambda: terminal.frames == [b"hello"])
        assert (host.opened, terminal.opened) == (["80000101"], ["acquirer"])
        assert host.refused == []

    run(test)


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_what_a_caller_says_with_its_handshake_is_heard(run, drawer, version):
    async def test(host, _):
        address = await host.listen(drawer.tls("acquirer"))
        drawer.tls("80000101")
        context = client_context(drawer, "80000101")
        context.minimum_version = context.maximum_version = version
        caller = Caller(*await asyncio.open_connection(*address, ssl=context))
        assert await caller.ask(b"first") == b"first"
        assert host.opened == ["80000101"]

    run(test)


def test_a_certificate_without_a_common_name_names_by_its_first_dns_name():
    names = (("IP Address", "10.0.0.1"), ("DNS", "80000101"), ("DNS", "other"))
    assert identity_of({"subject": (), "subjectAltName": names}) == "80000101"
    assert identity_of({"subject": ()}) == ""
    assert identity_of(None) is None


def no_certificate(drawer):
    return client_context(drawer)


def foreign(drawer):
    drawer.tls("80000101", drawer.foreign)
    return client_context(drawer, "80000101")


def expired(drawer):
    drawer.tls("80000101", lifetime=EXPIRED)
    return client_context(drawer, "80000101")


def of_a_server(drawer):
    drawer.tls("other-acquirer", calls=False)
    return client_context(drawer, "other-acquirer")


def old(drawer):
    drawer.tls("80000101")
    return client_context(drawer, "80000101", ssl.TLSVersion.TLSv1_1)


@pytest.mark.parametrize(
    ("client", "reason"),
    [
        (no_certificate, "no-certificate"),
        (foreign, "certificate-foreign"),
        (expired, "certificate-expired"),
        (of_a_server, "certificate-of-other-use"),
        (old, "old-tls"),
        (lambda _: None, "no-tls"),
    ],
)
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1:DeprecationWarning")
def test_callers_that_are_turned_away(run, drawer, client, reason):
    async def test(host, _):
        address = await host.listen(drawer.tls("acquirer"))
        await call(address, client(drawer))
        await until(lambda: host.refused == [reason])
        assert host.lines.counters[reason] == 1
        assert (host.opened, host.frames, len(host.lines), host.lines.called) == ([], [], 0, 0)
        assert host.lines.per_address == {}

    run(test)


def test_a_revoked_certificate_opens_no_line_and_the_others_do(run, drawer):
    async def test(host, terminal):
        stolen = drawer.tls("80000101")
        address = await host.listen(drawer.tls("acquirer", revocations=[drawer.serial]))
        assert await terminal.dial(address, stolen) == "certificate-refused"
        await until(lambda: host.refused == ["certificate-revoked"])
        assert isinstance(await terminal.dial(address, drawer.tls("80000102")), int)

    run(test)


@pytest.mark.parametrize("mine", [{"lifetime": EXPIRED}, {"authority": "foreign"}, {"calls": False}])
def test_a_terminal_whose_certificate_is_refused_knows_before_it_says_anything(run, drawer, mine):
    async def test(host, terminal):
        given = mine | ({"authority": drawer.foreign} if "authority" in mine else {})
        address = await host.listen(drawer.tls("acquirer"))
        assert await terminal.dial(address, drawer.tls("80000101", **given)) == "certificate-refused"
        assert len(terminal.lines) == 0

    run(test)


@pytest.mark.parametrize(
    ("issued", "reason"),
    [
        ({"authority": "foreign"}, "certificate-foreign"),
        ({"lifetime": EXPIRED}, "certificate-expired"),
        ({"places": ("192.0.2.1",)}, "certificate-of-another"),
        ({"answers": False}, "certificate-of-other-use"),
    ],
)
def test_hosts_that_a_terminal_does_not_speak_to(run, drawer, issued, reason):
    async def test(host, terminal):
        given = issued | ({"authority": drawer.foreign} if "authority" in issued else {})
        address = await host.listen(drawer.tls("acquirer", **given))
        assert await terminal.dial(address, drawer.tls("80000101")) == reason
        assert (terminal.opened, len(terminal.lines)) == ([], 0)

    run(test)


@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1_1:DeprecationWarning")
def test_a_terminal_does_not_speak_to_a_host_with_old_tls(run, drawer):
    async def test(_, terminal):
        drawer.tls("acquirer")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(drawer.directory / "acquirer.pem", drawer.directory / "acquirer-key.pem")
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_1
        server = await asyncio.start_server(lambda *_: None, HOST, 0, ssl=context)
        reason = await terminal.dial(server.sockets[0].getsockname(), drawer.tls("80000101"))
        server.close()
        assert reason in ("old-tls", "handshake-failed")  # not every such host says why before it hangs up
        assert terminal.opened == []

    run(test)


def test_a_terminal_does_not_speak_to_a_host_without_tls(run, drawer):
    async def test(host, terminal):
        address = await host.listen(None)
        reason = await terminal.dial(address, drawer.tls("80000101"))
        assert reason == "time-out"  # the host waits for the rest of what it takes for a frame
        assert terminal.opened == []

    run(test)


def test_a_handshake_has_its_time_and_counts_as_a_line(run, drawer):
    async def test(host, _):
        address = await host.listen(drawer.tls("acquirer"), LineLimits(handshake=300 * MILLISECOND, most_per_address=2))
        silent = [await Caller.call(address) for _ in range(2)]
        await until(lambda: host.lines.called == 2)
        third = await Caller.call(address)
        await until(lambda: host.refused == ["too-many-from-address"])
        for caller in (third, *silent):
            with suppress(ConnectionResetError):
                await caller.closed()
        await until(lambda: host.refused[1:] == ["handshake-late"] * 2)
        assert (host.lines.called, host.lines.per_address) == (0, {})

    run(test)


def test_a_trickle_does_not_make_a_handshake_longer(run, drawer):
    async def test(host, _):
        address = await host.listen(drawer.tls("acquirer"))
        caller = await Caller.call(address)
        began = asyncio.get_running_loop().time()
        with suppress(ConnectionError):
            for byte in b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(40):
                caller.writer.write(bytes((byte,)))
                await caller.writer.drain()
                await asyncio.sleep(0.02)
        assert host.refused == ["handshake-late"]
        assert asyncio.get_running_loop().time() - began < 3

    run(test)


def test_a_party_that_stops_leaves_no_handshake_behind(run, drawer):
    async def test(host, _):
        caller = await Caller.call(await host.listen(drawer.tls("acquirer")))
        await until(lambda: host.lines.called == 1)
        host.lines.close()
        with suppress(ConnectionResetError):
            assert await caller.closed()
        assert host.refused == []

    run(test)


def test_a_key_that_others_may_read_or_that_does_not_fit_is_refused(drawer):
    drawer.tls("80000101")
    drawer.tls("80000102")
    settings = TlsSettings("80000101.pem", "80000102-key.pem", "authority.pem")
    with pytest.raises(KeyMissing, match="KEY_VALUES_MISMATCH"):
        Tls("terminal", drawer.directory, settings)
    settings.key = "missing.pem"
    with pytest.raises(KeyMissing, match=r"missing\.pem"):
        Tls("terminal", drawer.directory, settings)
    settings.key = "80000101-key.pem"
    (drawer.directory / settings.key).chmod(0o644)
    with pytest.raises(KeyMissing, match="chmod 600"):
        Tls("terminal", drawer.directory, settings)
