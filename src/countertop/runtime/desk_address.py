"""Where the desk's socket lies: in the party's directory, or, when that path is too long for a socket, in a short one.

A Unix socket's path has room for 107 bytes (Linux; 103 elsewhere). The short place is written beside the party's data,
so that both sides find it.
"""

from __future__ import annotations

import os
import socket
import stat
import tempfile
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from countertop.runtime.errors import DirectoryFault

__all__ = ["find_socket", "place_socket"]

SOCKET = "desk.sock"
POINTER = "desk.path"
LONGEST_PATH = 100


def find_socket(directory: Path) -> Path:
    """Return where the socket of the party in a directory is, or would be."""
    pointer = directory / POINTER
    with suppress(OSError):
        return Path(pointer.read_text(encoding="utf-8"))
    return directory / SOCKET


def place_socket(directory: Path) -> socket.socket:
    """Return the bound socket, which only this user may use; raises DirectoryFault where there is no place for it."""
    place = directory.resolve() / SOCKET
    pointer = directory / POINTER
    try:
        if len(os.fsencode(place)) > LONGEST_PATH:
            place = _short_place(place)
            pointer.write_text(str(place), encoding="utf-8")
        else:
            pointer.unlink(missing_ok=True)
        place.unlink(missing_ok=True)
        return _bound(place)
    except OSError as fault:
        reason = fault.strerror or type(fault).__name__
        raise DirectoryFault("run.no-desk", path=str(place), reason=reason) from None


def _bound(place: Path) -> socket.socket:
    opened = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    before = os.umask(0o177)
    try:
        opened.bind(str(place))
    except OSError:
        opened.close()
        raise
    finally:
        os.umask(before)
    return opened


def _short_place(long: Path) -> Path:
    owned = Path(os.environ.get("XDG_RUNTIME_DIR") or tempfile.gettempdir()) / f"countertop-{os.getuid()}"
    owned.mkdir(mode=0o700, exist_ok=True)
    found = owned.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.getuid() or found.st_mode & 0o077:
        raise PermissionError(13, "not this user's own directory", str(owned))
    return owned / f"{sha256(os.fsencode(long)).hexdigest()[:16]}.sock"
