"""Commands run each in its own process, as a shell would, but for the loading of the program: that is done once for all.

Processes that have the program loaded wait for calls and fork one child for each command; half a second of imports a
command, one of a house and two of its pages would be the longest part of these tests.
"""

import atexit
import contextlib
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from functools import cache
from importlib import import_module
from pathlib import Path

PROGRAM = "countertop.cli"
PARTIES = ("parties", "payments", "tracing", "auditing", "diagnosing", "operators", "looking", "machine", "slip_files")
LOADED = {"pages": ("pages",), "parties": PARTIES}
"""What a command is about -> the modules whose imports it shares with others."""
LONGEST = 1 << 16


@cache
def _house(about):
    """Start the process that waits for calls; return its address."""
    directory = tempfile.mkdtemp(prefix="countertop-commands-")
    address = str(Path(directory) / "calls")
    process = subprocess.Popen(
        [sys.executable, "-m", __name__, about, address],
        cwd=Path(__file__).parents[2],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    assert process.stdout.readline(), "the commands could not be loaded"

    def end():
        process.kill()
        process.wait()
        process.stdout.close()
        shutil.rmtree(directory, ignore_errors=True)

    atexit.register(end)
    return address


def run(arguments, environment, patience):
    """Run a command without a person at it; return its exit status, what it said, and its complaints."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as out, tempfile.TemporaryFile("w+", encoding="utf-8") as err:
        status = Begun(arguments, environment, out.fileno(), err.fileno()).wait(patience)
        return status, *(_read(said) for said in (out, err))


def _read(file):
    file.seek(0)
    return file.read()


class Begun:
    """A command that goes on beside us, as `subprocess.Popen` has it; what it says goes to two open files."""

    def __init__(self, arguments, environment, out, err):
        self.args = arguments
        self.returncode = None
        call = {"arguments": arguments, "environment": environment, "directory": str(Path.cwd())}
        whole = json.dumps(call).encode() + b"\n"
        self._line = socket.socket(socket.AF_UNIX)
        self._line.connect(_house("pages" if arguments[0] == "pages" else "parties"))
        self._line.sendall(whole[socket.send_fds(self._line, [whole], [out, err]) :])
        self._told = self._line.makefile("rb")
        self.pid = int(self._told.readline())

    def poll(self):
        """Return its exit status, or None while it runs."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, patience=None):
        """Wait for its end, for so many seconds; return its exit status."""
        if self.returncode is None:
            if not select.select([self._line], [], [], patience)[0]:
                raise subprocess.TimeoutExpired(self.args, patience)
            with self._line, self._told:
                self.returncode = int(self._told.readline())
        return self.returncode

    def send_signal(self, number):
        """Send it a signal, if it is still there."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self):
        """Kill it."""
        self.send_signal(signal.SIGKILL)


def _wait_for_calls(about, address):
    for module in ("main", *LOADED[about]):
        import_module(f"{PROGRAM}.{module}")
    # A command chooses its language while it is loaded: so the commands themselves are loaded by each anew.
    for name in [name for name in sys.modules if name.startswith(PROGRAM)]:
        del sys.modules[name]
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(address)
        door.listen(64)
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while True:
            line, _ = door.accept()
            if os.fork() == 0:
                door.close()
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                _follow(line)
                os._exit(0)
            line.close()


def _follow(line):
    """Begin a command; tell its number, and its status when it ends."""
    asked, files = b"", []
    while not asked.endswith(b"\n"):
        more, given, *_ = socket.recv_fds(line, LONGEST, 2)
        asked, files = asked + more, files + given
    child = os.fork()
    if child == 0:
        line.close()
        _become(json.loads(asked), *files)
    for file in files:
        os.close(file)
    with contextlib.suppress(BrokenPipeError):  # nobody waits any more
        line.sendall(b"%d\n" % child)
        _, status = os.waitpid(child, 0)
        line.sendall(b"%d\n" % os.waitstatus_to_exitcode(status))


def _become(call, out, err):
    """Be the command, to its end."""
    for number, file in ((1, out), (2, err)):
        os.dup2(file, number)
        os.close(file)
    os.environ.clear()
    os.environ.update(call["environment"])
    os.chdir(call["directory"])
    sys.argv = ["countertop", *call["arguments"]]
    status = 1
    try:
        import_module(f"{PROGRAM}.main").main()
        status = 0
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:  # noqa: BLE001 - as the interpreter does at the end of a program
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    _wait_for_calls(*sys.argv[1:])
