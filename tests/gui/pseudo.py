"""A pretended language: every translated sentence gets accents, brackets and two fifths more length."""

import re

from PySide6.QtCore import QObject, QTranslator

BEGIN, END = "⟦", "⟧"
_ACCENTS = str.maketrans("aeiouyAEIOUYcnsz", "áéíóúýÁÉÍÓÚÝçñšž")
_BLANK = re.compile(r"(\{[a-z]+\}|%n|&)")


def pretend(text: str) -> str:
    """The sentence in the pretended language; blanks and mnemonics stay."""
    parts = _BLANK.split(text)
    changed = "".join(part if _BLANK.fullmatch(part) else part.translate(_ACCENTS) for part in parts)
    longer = " ".join(["longer"] * max(1, round(len(text) * 0.4 / 7)))
    return f"{BEGIN}{changed} {longer}{END}"


class Pretender(QTranslator):
    """Translates everything it is asked for, and remembers what."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.asked: set[tuple[str, str]] = set()

    def isEmpty(self) -> bool:
        """Never."""
        return False

    def translate(self, context: str, source: str, disambiguation: str | None = None, n: int = -1) -> str:
        """The pretended translation."""
        del disambiguation, n
        self.asked.add((context, source))
        return pretend(source)
