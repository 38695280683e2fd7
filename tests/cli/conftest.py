"""Commands run inside the test, as their program would run them."""

import pytest
from typer.testing import CliRunner

from countertop.cli.main import app
from countertop.runtime.errors import DeskFault, RuntimeFault


@pytest.fixture
def command():
    """Run one command: `command("iso", "decode", ...)`; faults of the runtime become what `main` makes of them."""

    def run(*arguments, text=None):
        result = CliRunner().invoke(app, list(map(str, arguments)), input=text)
        if isinstance(result.exception, RuntimeFault):
            result.exit_code = 13 if isinstance(result.exception, DeskFault) else 1
            result.said = str(result.exception)
        elif result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run
