"""A history as sentences: one line for each version, one more for each field that changed."""

from collections.abc import Callable, Iterable
from typing import Any, Final

import msgspec

from app.domain.history import Change, Deed, Version
from app.domain.words import QT_TRANSLATE_NOOP

_DEEDS: Final = {
    Deed.ADDED: QT_TRANSLATE_NOOP("history", "added"),
    Deed.CHANGED: QT_TRANSLATE_NOOP("history", "changed"),
    Deed.TAKEN_OUT: QT_TRANSLATE_NOOP("history", "taken out"),
    Deed.BROUGHT_BACK: QT_TRANSLATE_NOOP("history", "brought back"),
}
_UNDONE: Final = QT_TRANSLATE_NOOP("history", ", undone by entry {seq}")
_ERASED: Final = QT_TRANSLATE_NOOP("history", ", content erased by decision in entry {seq}")
_UNKNOWN: Final = QT_TRANSLATE_NOOP("history", "    what it changed can no longer be told")
_CHANGED: Final = QT_TRANSLATE_NOOP("history", "    {field}: {before} → {after}")
_SET: Final = QT_TRANSLATE_NOOP("history", "    {field}: {after}")
_NOTHING: Final = QT_TRANSLATE_NOOP("history", "(nothing)")
_YES: Final = QT_TRANSLATE_NOOP("history", "yes")
_NO: Final = QT_TRANSLATE_NOOP("history", "no")

Name = Callable[[str], str]
"""Turns a seat into the name on the roster, or a field into its label on screen."""


def lines(versions: Iterable[Version], person: Name = str, label: Name | None = None) -> list[str]:
    """The history as lines, oldest version first. User text stands in it as it was typed."""
    found: list[str] = []
    for version in versions:
        found.append(_head(version, person))
        if version.changes is None:
            found.append(_UNKNOWN)
        found += [_change(change, label or _plain) for change in version.changes or ()]
    return found


def _head(version: Version, person: Name) -> str:
    text = f"{version.seq}  {version.at}  {person(version.actor)}: {_DEEDS[version.deed]}"
    if version.undone is not None:
        text += _UNDONE.format(seq=version.undone)
    if version.erased is not None:
        text += _ERASED.format(seq=version.erased)
    return text


def _change(change: Change, label: Name) -> str:
    if change.before is None:
        return _SET.format(field=label(change.field), after=_value(change.after))
    return _CHANGED.format(field=label(change.field), before=_value(change.before), after=_value(change.after))


def _plain(field: str) -> str:
    return field.replace("_", " ")


def _value(value: Any) -> str:
    match value:
        case None | "" | ():
            return _NOTHING
        case bool():
            return _YES if value else _NO
        case tuple() | list():
            return ", ".join(_value(each) for each in value)
        case msgspec.Struct():
            fields = ((name, getattr(value, name)) for name in value.__struct_fields__)
            return ", ".join(f"{_plain(name)} {_value(each)}" for name, each in fields if each not in (None, "", ()))
        case _:
            return str(value)
