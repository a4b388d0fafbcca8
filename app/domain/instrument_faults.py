"""Why an instrument or an answer is refused: each fault of a decision graph is a kind of its own."""

import re
from typing import Final

from app.domain.errors import WorldFault
from app.domain.words import QT_TRANSLATE_NOOP

ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
"""What may be the id of an instrument, graph, question or end."""


def named(name: str) -> str:
    """A name from a file as it may stand in a message: itself if it is an id, else a question mark."""
    return name if ID.fullmatch(name) else "?"


# --- the file -------------------------------------------------------------------------------------


class InstrumentFileFault(WorldFault):
    """The bytes could not be read as an instrument file at all."""


class InstrumentMissing(InstrumentFileFault):
    message = QT_TRANSLATE_NOOP("errors", "There is no instrument of this name. 'evenhand instruments' lists them.")


class InstrumentUnreadable(InstrumentFileFault):
    message = QT_TRANSLATE_NOOP(
        "errors", "This instrument file cannot be read (is it a plain file, and may you read it?)."
    )


class InstrumentTooLarge(InstrumentFileFault):
    message = QT_TRANSLATE_NOOP("errors", "This instrument file is larger than {most} kilobytes. It was not read.")


class InstrumentToml(InstrumentFileFault):
    message = QT_TRANSLATE_NOOP("errors", "Line {line}: not valid TOML in UTF-8. The instrument was not loaded.")


# --- the form -------------------------------------------------------------------------------------


class InstrumentFault(WorldFault):
    """An instrument is refused whole; `place` says where, as `graph.question` or `graph[2].node[3]`."""


class InstrumentSchema(InstrumentFault):
    message = QT_TRANSLATE_NOOP("errors", "schema has to be evenhand-instrument/1. The instrument was not loaded.")


class InstrumentMisnamed(InstrumentFault):
    message = QT_TRANSLATE_NOOP(
        "errors", "{place}: a file among the instruments has to be named after its id. The instrument was not loaded."
    )


class InstrumentFieldMissing(InstrumentFault):
    message = QT_TRANSLATE_NOOP(
        "errors", "{place}: the field {field} is missing or not of its kind. The instrument was not loaded."
    )


class InstrumentFieldUnknown(InstrumentFault):
    message = QT_TRANSLATE_NOOP(
        "errors", "{place}: a field that the format does not know ({field}). The instrument was not loaded."
    )


class InstrumentText(InstrumentFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "{place}: {field} is empty, longer than {most} characters, has space at an end, or holds a character that "
        "cannot be kept. The instrument was not loaded.",
    )


class InstrumentWord(InstrumentFault):
    message = QT_TRANSLATE_NOOP("errors", "{place}: {field} has to be one of: {words}. The instrument was not loaded.")


class InstrumentId(InstrumentFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "{place}: {field} has 1 to 40 letters, digits, hyphens, dots or underscores. The instrument was not loaded.",
    )


class InstrumentDuplicate(InstrumentFault):
    message = QT_TRANSLATE_NOOP("errors", "{place}: this id is used twice. The instrument was not loaded.")


class InstrumentTooMany(InstrumentFault):
    message = QT_TRANSLATE_NOOP("errors", "{place}: more than {most} {field}. The instrument was not loaded.")


# --- the graphs -----------------------------------------------------------------------------------


class GraphWithoutStart(InstrumentFault):
    message = QT_TRANSLATE_NOOP(
        "errors", "{place}: start does not name a question of this graph. The instrument was not loaded."
    )


class AnswerMissing(InstrumentFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "{place}: the answer {answer} is missing; every question has yes and no. The instrument was not loaded.",
    )


class DanglingEdge(InstrumentFault):
    message = QT_TRANSLATE_NOOP(
        "errors", "{place}: the answer {answer} leads to nothing in this graph. The instrument was not loaded."
    )


class GraphCycle(InstrumentFault):
    message = QT_TRANSLATE_NOOP(
        "errors", "{place}: the answers can lead back to this question. The instrument was not loaded."
    )


class UnreachableQuestion(InstrumentFault):
    message = QT_TRANSLATE_NOOP("errors", "{place}: no answer leads to this question. The instrument was not loaded.")


class UnreachableEnd(InstrumentFault):
    message = QT_TRANSLATE_NOOP("errors", "{place}: no answer leads to this end. The instrument was not loaded.")


class UnknownCategory(InstrumentFault):
    message = QT_TRANSLATE_NOOP("errors", "{place}: category has to be one of: {words}. The instrument was not loaded.")


class DoubtWithoutSource(InstrumentFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "{place}: 'not established' may count as an answer only with the source that says so. "
        "The instrument was not loaded.",
    )


class DoubtNotFavourable(InstrumentFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "{place}: 'not established' counts as the answer that can end worse for the person. "
        "The instrument was not loaded.",
    )


class TooManyPaths(InstrumentFault):
    message = QT_TRANSLATE_NOOP(
        "errors", "{place}: more than {most} paths; nobody could review them. The instrument was not loaded."
    )


class NothingAlwaysWalked(InstrumentFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "No graph is walked for every act, so an act could be left without a category. The instrument was not loaded.",
    )


class DeferredWithGate(InstrumentFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "{place}: a deferred graph has no gate, what stands already says when it is asked. "
        "The instrument was not loaded.",
    )


class ContradictionUnclear(InstrumentFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "{place}: a contradiction names at least two questions that are asked of every act, each with its answer. "
        "The instrument was not loaded.",
    )


# --- answers --------------------------------------------------------------------------------------


class AnswerToNothing(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors", "{node}: an answer to a question that this instrument does not have. Nothing was assessed."
    )


class AnswerTooEarly(WorldFault):
    message = QT_TRANSLATE_NOOP(
        "errors",
        "{node}: an answer to a question that is asked only after what stands is fixed. Nothing was assessed.",
    )
