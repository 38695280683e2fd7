"""What can keep a party from running or from being reached. Each says what happened and what to do, in two languages.

RuntimeFault
├── ConfigurationFault  an unknown key or a value that does not fit; the file is left as it is
├── DirectoryFault      the data directory cannot be used: missing, read-only, of another kind
├── KeyMissing          a party's local master key is not where its configuration says
├── AddressTaken        another program listens on the address
├── AlreadyRunning      another process serves this party
├── ChoiceFault         a device of the terminal cannot be chosen so
└── DeskFault           talking to a running party failed
    ├── NotRunning      nobody answers at the party's desk
    └── DeskLost        the party went away in the middle of a request
"""

from __future__ import annotations

from typing import Any

from countertop.words import Language, say

__all__ = [
    "AddressTaken",
    "AlreadyRunning",
    "ChoiceFault",
    "ConfigurationFault",
    "DeskFault",
    "DeskLost",
    "DirectoryFault",
    "KeyMissing",
    "NotRunning",
    "RuntimeFault",
]


class RuntimeFault(Exception):  # noqa: N818 - what is wrong is the machine's, not the program's
    """A message of the catalogue with its arguments; no argument holds a secret."""

    def __init__(self, message: str, **arguments: Any) -> None:
        super().__init__(message, arguments)
        self.message = message
        self.arguments = arguments

    def __str__(self) -> str:
        return self.said(Language.ENGLISH)

    def said(self, language: Language) -> str:
        """Return the sentence in a language; an argument that is a fault itself is said in it too."""
        told = {
            name: value.said(language) if hasattr(value, "said") else value for name, value in self.arguments.items()
        }
        return say(language, self.message, **told)


class ConfigurationFault(RuntimeFault):
    """A setting is unknown, or its value does not fit."""


class DirectoryFault(RuntimeFault):
    """The directory cannot serve as a party's or a house's data directory."""


class KeyMissing(RuntimeFault):
    """The local master key cannot be read; without it the store's keys are sealed for ever."""


class AddressTaken(RuntimeFault):
    """A listener's address is in use."""


class AlreadyRunning(RuntimeFault):
    """The party's store is held by another process."""


class ChoiceFault(RuntimeFault):
    """Somebody chose a device that there cannot be, or one with options that it does not have."""


class DeskFault(RuntimeFault):
    """The desk of a running party could not be used."""


class NotRunning(DeskFault):
    """There is no party behind the desk socket."""


class DeskLost(DeskFault):
    """The connection ended before the reply: what the party has done is for the party to tell."""
