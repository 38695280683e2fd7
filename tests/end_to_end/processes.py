"""Real programs for the end-to-end tests: a house or a single party that serves, and commands that are run to their end."""

import json
import os
import re
import signal
import subprocess
import sys
from threading import Thread
from time import monotonic, sleep

from countertop.runtime.premises import is_empty
from tests.end_to_end import commands
from tests.end_to_end.ports import port_base

PROGRAM = (sys.executable, "-m", "countertop.cli.main")
PATIENCE = 40
SITES = ("Terminal", "Merchant console", "Acquirer console", "Till API")
"""What `up` tells in English of the pages that it serves, each with its address."""


def environment(**more):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("COUNTERTOP_")}
    return {**kept, "COUNTERTOP_PAGES": "0", "PYTHONIOENCODING": "utf-8", **more}


def _from_nothing(arguments, says):
    return subprocess.Popen(
        [*PROGRAM, *arguments], stdin=subprocess.DEVNULL, stdout=says, stderr=says, env=environment()
    )


def _from_what_is_loaded(arguments, says):
    return commands.Begun(arguments, environment(), says, says)


class Ran:
    """What came of a command."""

    def __init__(self, status, out, err):
        self.status = status
        self.out = out
        self.err = err

    @property
    def json(self):
        return json.loads(self.out)

    def __repr__(self):
        return f"status {self.status}\n{self.out}\n{self.err}"


def run(*arguments, data=None, **more):
    """Run one command without a person at it."""
    where = () if data is None else ("--data", str(data))
    return Ran(*commands.run([*map(str, arguments), *where], environment(**more), PATIENCE))


class Serving:
    """A command that serves until it is stopped; `loaded` is false for one that is to begin as from a shell."""

    def __init__(self, *arguments, sites=(), loaded=True, lines=None):
        self.lines = [] if lines is None else lines
        self._promised = sites
        self.ready_after = None  # seconds
        self.began = monotonic()
        said, says = os.pipe()
        try:
            self.process = (_from_what_is_loaded if loaded else _from_nothing)([*map(str, arguments)], says)
        finally:
            os.close(says)
        self._said = os.fdopen(said, encoding="utf-8")
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self._said:
            self.lines.append(line.rstrip("\n"))
            if line.startswith("ready"):
                self.ready_after = monotonic() - self.began

    @property
    def text(self):
        return "\n".join(self.lines)

    @property
    def sites(self):
        """Where each site is, by the name that it was told under."""
        return dict(line.split(": ", 1) for line in self.lines if ": http" in line)

    def ready(self):
        """Wait until it serves, with all sites that it should."""
        while self.ready_after is None:
            assert self.process.poll() is None, self.text
            assert monotonic() - self.began < PATIENCE, self.text
            sleep(0.01)
        missing = [site for site in self._promised if site not in self.sites]
        assert not missing, f"it serves without {missing}:\n{self.text}"

    def stop(self):
        """Stop it as a person would; return its exit status."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        try:
            return self._gone()
        finally:
            self.process.kill()

    def kill(self):
        """Pull the plug."""
        self.process.kill()
        self._gone()

    def _gone(self):
        status = self.process.wait(PATIENCE)
        self._reader.join(5)
        self._said.close()
        return status

    def __enter__(self):
        try:
            self.ready()
        except BaseException:
            self.kill()  # to its end: what is left open would be held against another test
            raise
        return self

    def __exit__(self, *_):
        self.stop()


class HouseWithPages(Serving):
    """A house and its pages, as `up` begins them; but each is begun from what is loaded, and the pages when it serves."""

    def __init__(self, data, *more):
        super().__init__(*_up(data), *more)
        self.data = data
        self.pages = None

    def ready(self):
        """Wait until both serve."""
        super().ready()
        self.pages = Serving("pages", "--data", self.data, "--language", "en", sites=SITES, lines=self.lines)
        self.pages.ready()

    def stop(self):
        """Stop both; return the exit status of the house."""
        if self.pages is not None:
            assert self.pages.stop() == 0, self.text
        return super().stop()

    def kill(self):
        """Kill both."""
        if self.pages is not None:
            self.pages.kill()
        super().kill()


def found(data, *more):
    """Found a demo house on ports of its own, to be served later."""
    ran = run("found", data, "--demo", "--port-base", port_base(), *more)
    assert ran.status == 0, ran


def up(data, *more, pages=False, loaded=True):
    """Serve a demo house, on ports of its own where it is founded by this."""
    served, sites = (("--pages",), SITES) if pages else ((), ())
    return Serving(*_up(data), *served, *more, sites=sites, loaded=loaded)


def _up(data):
    founding = ("--port-base", port_base()) if is_empty(data) else ()
    return ("up", "--data", data, *founding, "--language", "en")


def sale(data, amount="12.50", *more):
    return run("sale", amount, "--demo", "--language", "en", *more, data=data)


def voucher_of(ran):
    """Return the voucher number on the slip that a command has printed."""
    return re.search(r"VOUCHER[^0-9]*([0-9]{6})", ran.out, re.IGNORECASE)[1]


def address_of(party, role):
    """Return where a party of a house answers calls of a role, as its file has it."""
    found = re.search(rf'^{role} = "(.+):([0-9]+)"', (party / "countertop.toml").read_text("utf-8"), re.MULTILINE)
    return found[1], int(found[2])
