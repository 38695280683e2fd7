"""A house whose lines show certificates: it sells as any other, and a stolen place is of no use without its own."""

import socket
import ssl

from tests.end_to_end.processes import address_of, found, sale, up


def test_a_house_with_certificates_sells_by_frames_and_by_https(tmp_path):
    data = tmp_path / "data"
    found(data, "--tls")
    host, port = address_of(data / "acquirer", "terminals")
    assert host == "tls://127.0.0.1"
    with up(data):
        done = sale(data)
        assert done.status == 0, done
        with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
            line.sendall(bytes.fromhex("0005") + b"hello")
            assert line.recv(100)[:1] in (b"", b"\x15")  # nothing, or a TLS alert
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(tmp_path / "data-keys" / "authority" / "certificate.pem")
        with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
            try:
                with context.wrap_socket(line, server_hostname="127.0.0.1") as tunnel:
                    tunnel.sendall(bytes.fromhex("0005") + b"hello")
                    heard = tunnel.recv(100)
            except ssl.SSLError:
                heard = b""
            assert heard == b""
    for party, section in (("acquirer", "terminals"), ("terminal", "ethernet")):
        path = data / party / "countertop.toml"
        text = path.read_text("utf-8")
        assert "tls://" in text, section
        rewritten = [
            line.replace("tls://", "https://") if line.startswith(section) else line for line in text.splitlines()
        ]
        path.write_text("\n".join(rewritten), "utf-8")
    with up(data):
        done = sale(data, "7.00")
        assert done.status == 0, done


def test_a_terminal_with_the_certificate_of_another_sells_nothing(tmp_path):
    data, other = tmp_path / "data", tmp_path / "other"
    for house in (data, other):
        found(house, "--tls")
    ours, theirs = tmp_path / "data-keys", tmp_path / "other-keys"
    for name in ("tls-certificate.pem", "tls-key.pem"):
        (ours / "terminal" / name).write_bytes((ours / "acquirer" / name).read_bytes())
    with up(data) as serving:
        assert sale(data).status != 0
    assert "certificate" in serving.text, serving.text
    for name in ("tls-certificate.pem", "tls-key.pem"):
        (ours / "terminal" / name).write_bytes((theirs / "terminal" / name).read_bytes())
    with up(data) as serving:
        assert sale(data).status == 13
    assert "certificate-foreign" in serving.text, serving.text
