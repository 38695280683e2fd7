"""Commands run each in its own process, as a shell would, but for the loading of the program: that is done once for all.

A process that has the program loaded waits for calls and forks one child for each command; half a second of imports a
command would be the longest part of these tests. Programs that serve are started from nothing (`processes.Serving`).
"""

import atexit
import contextlib
import io
import json
import os
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
SHARED = ("payments", "tracing")
"""The modules of commands whose imports most commands share."""


@cache
def _house():
    """Start the process that waits for calls; return its address."""
    directory = tempfile.mkdtemp(prefix="countertop-commands-")
    address = str(Path(directory) / "calls")
    process = subprocess.Popen(
        [sys.executable, "-m", __name__, address],
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
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(patience)
        line.connect(_house())
        call = {"arguments": arguments, "environment": environment, "directory": str(Path.cwd())}
        line.sendall(json.dumps(call).encode() + b"\n")
        try:
            with line.makefile("rb") as told:
                return json.load(told)
        except TimeoutError:
            raise subprocess.TimeoutExpired(arguments, patience) from None


def _wait_for_calls(address):
    for module in ("main", *SHARED):
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
                _answer(line)
                os._exit(0)
            line.close()


def _answer(line):
    with line.makefile("rb") as asked:
        call = json.loads(asked.readline())
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if child == 0:
            line.close()
            _become(call, out, err)
        _, status = os.waitpid(child, 0)
        told = [os.waitstatus_to_exitcode(status), *(_read(said) for said in (out, err))]
    with contextlib.suppress(BrokenPipeError):  # nobody waits any more
        line.sendall(json.dumps(told).encode())


def _read(file):
    file.seek(0)
    return io.TextIOWrapper(file, "utf-8").read()


def _become(call, out, err):
    """Be the command, to its end."""
    os.dup2(out.fileno(), 1)
    os.dup2(err.fileno(), 2)
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
    _wait_for_calls(sys.argv[1])
