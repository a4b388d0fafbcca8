"""The one normal form of everything that is hashed or signed: RFC 8785 over a narrow set of values."""

import unicodedata
from typing import Any

import msgspec
import rfc8785

from app.domain.errors import NotNormal


def dumps(value: Any) -> bytes:
    """RFC 8785 bytes of objects, arrays, NFC strings, booleans, null and integers below 2**53; else NotNormal."""
    _check(value)
    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeError):
        raise NotNormal from None


def loads(data: bytes) -> Any:
    """The value of canonical bytes; NotNormal if they are not exactly what `dumps` writes."""
    try:
        value = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeError, RecursionError):
        raise NotNormal from None
    if dumps(value) != data:
        raise NotNormal
    return value


def _check(value: Any) -> None:
    if isinstance(value, str):
        if not unicodedata.is_normalized("NFC", value):
            raise NotNormal
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                raise NotNormal
            _check(key)
            _check(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _check(item)
    elif not (value is None or isinstance(value, (bool, int))):
        raise NotNormal
