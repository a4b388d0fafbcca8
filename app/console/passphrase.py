"""Where the command line takes a passphrase from: a prompt that shows nothing, or standard input; never an argument."""

import getpass
import sys

from app.domain.errors import WorldFault
from app.domain.words import QT_TRANSLATE_NOOP


class NoPassphrase(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors", "No passphrase was given. Type it at the prompt or send it as the first line."
    )


class PassphrasesDiffer(WorldFault):
    message = QT_TRANSLATE_NOOP("errors", "The two passphrases differ. Nothing was created. Type the same one twice.")


def ask(*, twice: bool = False) -> str:
    """The passphrase, without its line end. From a terminal it is asked for, a new one twice."""
    if not sys.stdin.isatty():
        line = sys.stdin.readline()
        if not line:
            raise NoPassphrase
        return line.rstrip("\r\n")
    try:
        first = getpass.getpass("Passphrase: ")
        if twice and getpass.getpass("The same again: ") != first:
            raise PassphrasesDiffer
    except (EOFError, KeyboardInterrupt):
        raise NoPassphrase from None
    return first
