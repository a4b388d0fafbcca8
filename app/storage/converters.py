"""Payloads of earlier versions brought to today's shape while they are read: one function for each step.

What rests in a case is never rewritten: hashes and signatures cover the bytes as they were written. A payload names
its shape in its tag (`event/1`); a new shape gets the next number and, here, the function that leads to it.
"""

from collections.abc import Callable, Mapping
from typing import Any, Final

import msgspec

from app.domain import entries as e
from app.domain.errors import NewerEntry

Converter = Callable[[dict[str, Any]], dict[str, Any]]
"""Takes the plain fields of one shape, without the tag, and returns those of the next."""

CONVERTERS: Final[Mapping[str, Converter]] = {}
"""By the tag that a function reads; it gives the next number. Empty as long as every payload has its first shape."""


def convert(body: bytes, payload: type[e.Payload], table: Mapping[str, Converter] = CONVERTERS) -> e.Payload:
    """The payload that these bytes say in whatever shape; msgspec.MsgspecError for none, NewerEntry for a newer one."""
    value: dict[str, Any] = msgspec.json.decode(body, type=dict)
    name, known = _parts(str(payload.__struct_config__.tag))
    found_name, found = _parts(value.pop("kind", ""))
    if found_name != name:
        raise msgspec.ValidationError
    if found > known:
        raise NewerEntry(name=name, found=found, known=known)
    for version in range(found, known):
        step = table.get(f"{name}/{version}")
        if step is None:
            raise msgspec.ValidationError
        value = step(value)
    return msgspec.convert({**value, "kind": f"{name}/{known}"}, payload)


def _parts(tag: object) -> tuple[str, int]:
    name, _, number = tag.rpartition("/") if isinstance(tag, str) else ("", "", "")
    if not (number.isascii() and number.isdigit() and len(number) < 6):
        raise msgspec.ValidationError
    return name, int(number)
