"""A file of answers for a rehearsal in: TOML, read as strictly as a dossier and with the same faults."""

from pathlib import Path
from typing import Final

from app.domain.errors import DossierSchema, DossierWord
from app.domain.given import Given, GivenAct, GivenAnswer
from app.storage import dossier_text, dossier_toml
from app.storage.dossier_toml import TomlTable

SCHEMA: Final = "evenhand-answers/1"
WORDS: Final = ("yes", "no", "not established")


def read(path: Path) -> Given:
    """The answers in this file; a DossierFault names the line."""
    text = dossier_text.decode(path.name, dossier_text.load(path.parent, path.name))
    top = dossier_toml.parse(path.name, text)
    if top.text("schema") != SCHEMA:
        raise DossierSchema(file=path.name, line=top.line("schema"), schema=SCHEMA)
    given = Given(top.id("instrument"), tuple(_act(path.name, act) for act in top.tables("act")))
    top.finish()
    return given


def _act(file: str, table: TomlTable) -> GivenAct:
    act = GivenAct(
        table.id("event"),
        table.text("person", "") or None,
        table.text("wording", "") or None,
        tuple(_answer(file, answer) for answer in table.tables("answer")),
    )
    table.finish()
    return act


def _answer(file: str, table: TomlTable) -> GivenAnswer:
    word = table.text("answer")
    if word not in WORDS:
        raise DossierWord(file=file, line=table.line("answer"), field="answer", words=", ".join(WORDS))
    answer = GivenAnswer(table.id("question"), word, table.text("reason", ""), table.texts("cites", ()))
    table.finish()
    return answer
