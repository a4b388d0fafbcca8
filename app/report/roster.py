"""The roster's fingerprints in a document's metadata: which certificate belongs to which field."""

import re
from collections.abc import Mapping
from typing import Final
from xml.etree import ElementTree

NAMESPACE: Final = "urn:evenhand:determination:1"
"""The namespace that the prefix `evh` stands for in the XMP of a determination."""

PROPERTY: Final = "certificates"
"""An ordered array of text (`seq Text` in a PDF/A extension schema): field, space, SHA-256 of the certificate, hex."""

_RDF: Final = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LINE: Final = re.compile(r"([A-Za-z0-9]{1,40}) ([0-9a-f]{64})")
_MOST: Final = 64


def roster_xmp(fingerprints: Mapping[str, str]) -> str:
    """The XMP property, to be put into the `rdf:Description` that declares `evh`; fields in the order given.

    Every member's field is named; the two seals may be.

    ValueError for a field name or a fingerprint that could not be read back.
    """
    lines = [f"{field} {fingerprint}" for field, fingerprint in fingerprints.items()]
    if not all(_LINE.fullmatch(line) for line in lines) or len(lines) > _MOST:
        raise ValueError
    items = "".join(f"<rdf:li>{line}</rdf:li>" for line in lines)
    return f"<evh:{PROPERTY}><rdf:Seq>{items}</rdf:Seq></evh:{PROPERTY}>"


def read_roster(xmp: bytes) -> dict[str, str] | None:
    """The fingerprints that an XMP packet prints, by field; None where it prints none.

    ValueError for a packet that is not plain XML or prints them twice or in another form.
    """
    # Without a document type there are no entities to expand and nothing outside to fetch.
    if b"<!DOCTYPE" in xmp or b"<!ENTITY" in xmp or b"\0" in xmp:
        raise ValueError
    try:
        packet = ElementTree.fromstring(xmp.decode("utf-8").lstrip("\ufeff"))
    except (ElementTree.ParseError, UnicodeDecodeError):
        raise ValueError from None
    printed = list(packet.iter(f"{{{NAMESPACE}}}{PROPERTY}"))
    if not printed:
        return None
    lines = [_LINE.fullmatch(item.text or "") for item in printed[0].iter(f"{_RDF}li")]
    found = {line[1]: line[2] for line in lines if line}
    if len(printed) > 1 or len(found) != len(lines) or len(lines) > _MOST:
        raise ValueError
    return found
