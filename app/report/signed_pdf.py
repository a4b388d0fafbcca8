"""A signed PDF as values: its fields, signatures, and what each revision wrote; read by pyHanko, with bounded work.

Brings pyHanko with it; import it where a document is read. Any fault of a hostile file comes out as an exception of
pyHanko or Python; whoever reads catches them all.
"""

import datetime as dt
import io
import sys
from functools import cached_property
from typing import Any, Final, NamedTuple

from app.report.pyhanko_door import (
    DecodeLimits,
    DiffResult,
    DocumentDecodeBudget,
    EmbeddedPdfSignature,
    HistoricalResolver,
    ModificationLevel,
    PdfFileReader,
    SignatureCoverageLevel,
    StreamDecodeLimits,
    ValidationContext,
    async_validate_pdf_signature,
    finished,
    generic,
)

MOST_READS: Final = 8_000_000
"""Reads of the parser, most of them one byte: forty pages of dense tagged tables take about a tenth."""

MOST_STEPS: Final = 1_000_000
"""Values looked at while revisions are compared; forty pages of dense tagged tables take about a third."""

STEPS_PER_OBJECT: Final = 60
"""The same, for each object in each revision: a small file may not ask for much. Plain files need about ten."""

DEEPEST: Final = 80
"""Calls within calls while revisions are compared; tagged tables take about twenty-six."""

_STEPS_FOR_A_START: Final = 100_000

LARGEST_STREAM: Final = 4 * 1024 * 1024
"""Bytes of one stream unpacked: only the metadata ever is."""

LARGEST_CONTAINER: Final = 64 * 1024
"""Bytes of one signature container; ours have about 900."""

MOST_ENTRIES: Final = 500
"""Entries of the form, or of one signature's transforms, that are looked at."""

_LIMITS: Final = DecodeLimits(
    per_stream=StreamDecodeLimits(max_output_size=LARGEST_STREAM),
    document_budget=DocumentDecodeBudget(base_allowance=8 * LARGEST_STREAM, max_ratio=0),
)


class TooMuchWork(Exception):
    """A file so tangled that it cannot be compared within bounds."""


class Field(NamedTuple):
    """One entry of the form: object number, name, whether it is a plain signature field, whether it is signed."""

    number: int
    name: str
    plain: bool
    signed: bool


class Signature(NamedTuple):
    """What stands in and beside one signature; nothing of it is proved by being here."""

    field: str
    number: int
    revision: int
    name: str
    reason: str
    moment: dt.datetime | None
    valid: tuple[dt.datetime, dt.datetime]
    for_signing: bool
    common_name: str
    certificate: bytes
    digest: bytes
    value: bytes
    byte_range: tuple[int, ...]
    contents: bytes
    certifies: bool
    restricts: bool
    locks: bool


class Opinion(NamedTuple):
    """What pyHanko says of one signature, but for what came after it."""

    intact: bool
    valid: bool
    trusted: bool
    whole_file: bool


class Writing(NamedTuple):
    """Objects that one revision wrote, by number; `tidy` is False if it freed any or numbered them anew."""

    new: frozenset[int]
    changed: frozenset[int]
    tidy: bool


class SignedPdf:
    """One document, read strictly. Revisions count from 0."""

    def __init__(self, pdf: bytes) -> None:
        self._reader = _Reader(_Counted(pdf), decode_limits=_LIMITS)
        self.revisions: int = self._reader.total_revisions
        self.encrypted = "/Encrypt" in self._reader.trailer
        self._embedded: dict[str, EmbeddedPdfSignature] = {}

    @cached_property
    def fields(self) -> tuple[Field, ...]:
        """The entries of the form, in its order; none without a form."""
        root = self._reader.root
        if "/AcroForm" not in root:
            return ()
        return tuple(_field(entry) for entry in _raw(_few(root["/AcroForm"]["/Fields"], MOST_ENTRIES)))

    @cached_property
    def signatures(self) -> tuple[Signature, ...]:
        """The signatures in plain fields that can be read, in the order of their revisions."""
        found = (self._signature(field) for field in self.fields if field.plain and field.signed)
        readable = (signature for signature in found if signature is not None)
        return tuple(sorted(readable, key=lambda signature: signature.revision))

    def opinion(self, field: str) -> Opinion:
        """pyHanko's own verdict on a signature, with its certificate as the only root and no clock but its own."""
        embedded = self._embed(next(each for each in self.fields if each.name == field))
        context = ValidationContext(
            trust_roots=[embedded.signer_cert],
            allow_fetching=False,
            moment=embedded.self_reported_timestamp,
        )
        status = finished(async_validate_pdf_signature(embedded, context, skip_diff=True))
        return Opinion(
            intact=bool(status.intact),
            valid=bool(status.valid),
            trusted=bool(status.trusted),
            whole_file=status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
        )

    def only_forms_filled_after(self, field: str) -> bool:
        """pyHanko's own comparison of all later revisions with the one a signature covers. TooMuchWork is possible."""
        embedded: Any = self._embed(next(each for each in self.fields if each.name == field))
        embedded.compute_integrity_info()
        status = embedded.summarise_integrity_info()
        found = status["diff_result"]
        fits = isinstance(found, DiffResult) and found.modification_level <= ModificationLevel.FORM_FILLING
        return bool(status["docmdp_ok"]) and fits

    def writing(self, revision: int) -> Writing:
        """Which objects a revision wrote."""
        written = self._reader.xrefs.explicit_refs_in_revision(revision)
        before = self._reader.get_historical_resolver(revision - 1)
        freed = self._reader.xrefs.refs_freed_in_revision(revision)
        new = frozenset(ref.idnum for ref in written if before.is_ref_unassignable(ref))
        tidy = not freed and all(ref.generation == 0 for ref in written)
        return Writing(new, frozenset(ref.idnum for ref in written) - new, tidy)

    def values(self, number: int, revision: int) -> dict[str, bytes]:
        """An object as it stood in a revision: its keys with their values as written; `stream` for its data."""
        found = self._object(number, revision)
        if not isinstance(found, generic.DictionaryObject):
            return {"": _written(found)}
        values = {str(key): _written(found.raw_get(key)) for key in found}
        if isinstance(found, generic.StreamObject):
            values["stream"] = bytes(found.encoded_data)
        return values

    def references(self, number: int, revision: int) -> frozenset[int]:
        """The numbers of the objects that an object names, as it stood in a revision."""
        return frozenset(_references(self._object(number, revision)))

    def trailer(self, revision: int) -> dict[str, bytes]:
        """The trailer's keys in a revision; of the two ids only the first, which has to stay."""
        flat = self._reader.trailer.flatten(revision)
        values = {str(key): _written(flat.raw_get(key)) for key in flat if key not in ("/Size", "/Prev", "/ID")}
        return {**values, "/ID": bytes(flat["/ID"][0].original_bytes)}

    def root(self, revision: int) -> int:
        """The number of the catalogue in a revision."""
        number: int = self._reader.get_historical_resolver(revision).root_ref.idnum
        return number

    def metadata(self, revision: int) -> tuple[int, dict[str, bytes]] | None:
        """The number and the values of the XMP stream in a revision, or None without one."""
        root = self._reader.get_historical_resolver(revision).root
        if "/Metadata" not in root:
            return None
        number = root.raw_get("/Metadata").idnum
        return number, self.values(number, revision)

    def xmp(self) -> bytes:
        """The XMP of the first revision, unpacked; empty without one."""
        found = self.metadata(0)
        return b"" if found is None else bytes(self._object(found[0], 0).data)

    def pointer(self, number: int, revision: int, key: str, *deeper: str) -> int | None:
        """The number of the object that stands under a key; further keys lead through dictionaries of one entry."""
        found = self._object(number, revision).raw_get(key)
        for next_key in deeper:
            if not isinstance(found, generic.DictionaryObject) or set(found) != {next_key}:
                return None
            found = found.raw_get(next_key)
        plain = isinstance(found, generic.IndirectObject) and found.generation == 0
        return int(found.idnum) if plain else None

    def _object(self, number: int, revision: int) -> Any:
        resolver = self._reader.get_historical_resolver(revision)
        return resolver.get_object(generic.Reference(number, 0, resolver))

    def _signature(self, field: Field) -> Signature | None:
        try:
            return self._described(field, self._embed(field))
        except Exception:  # hostile bytes; the field counts as signed all the same
            return None

    def _embed(self, field: Field) -> EmbeddedPdfSignature:
        if field.name not in self._embedded:
            found = generic.Reference(field.number, 0, self._reader).get_object()
            _few(found["/V"]["/Contents"], LARGEST_CONTAINER)
            self._embedded[field.name] = EmbeddedPdfSignature(self._reader, found, field.name)
        return self._embedded[field.name]

    def _described(self, field: Field, embedded: EmbeddedPdfSignature) -> Signature:
        body: Any = embedded.sig_object
        transforms = [reference.get_object() for reference in _few(_at(body, "/Reference", ()), MOST_ENTRIES)]
        attributes = {entry["type"].native: entry["values"] for entry in embedded.signer_info["signed_attrs"]}
        certificate = embedded.signer_cert
        return Signature(
            field=field.name,
            number=field.number,
            revision=embedded.signed_revision,
            name=str(_at(body, "/Name", "")),
            reason=str(_at(body, "/Reason", "")),
            moment=embedded.self_reported_timestamp,
            valid=(certificate.not_valid_before, certificate.not_valid_after),
            for_signing=_for_signing(certificate),
            common_name=str(certificate.subject.native.get("common_name", "")),
            certificate=certificate.dump(),
            digest=attributes["message_digest"][0].native,
            value=embedded.signer_info["signature"].native,
            byte_range=tuple(int(place) for place in embedded.byte_range),
            contents=bytes(embedded.pkcs7_content),
            certifies=any(_transform(each, "/DocMDP", "/P", 2) for each in transforms),
            restricts=any(_at(each, "/TransformMethod") == "/DocMDP" for each in transforms),
            locks=_locks(_at(embedded.sig_field, "/Lock"))
            and any(_transform(each, "/FieldMDP", "/Action", "/All") for each in transforms),
        )


class _Counted(io.BytesIO):
    """Bytes that are read a bounded number of times: one giant object can keep a parser busy for minutes."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.reads = 0

    def read(self, size: int | None = -1, /) -> bytes:
        self.reads += 1
        if self.reads > MOST_READS:
            raise TooMuchWork
        return super().read(size)


class _Resolver(HistoricalResolver):
    """A view on one revision that counts what it hands out."""

    reader: "_Reader"

    def get_object(self, ref: Any, as_metadata_stream: bool = False) -> Any:
        found = super().get_object(ref, as_metadata_stream)
        self.reader.spend(found)
        return found


class _Reader(PdfFileReader):
    """A reader that gives up after a bounded number of values: comparing revisions can take for ever otherwise."""

    def __init__(self, stream: io.BytesIO, decode_limits: DecodeLimits) -> None:
        super().__init__(stream, strict=True, decode_limits=decode_limits)
        revisions = range(self.total_revisions)
        objects = sum(len(self.xrefs.explicit_refs_in_revision(revision)) for revision in revisions)
        self._left = min(MOST_STEPS, _STEPS_FOR_A_START + STEPS_PER_OBJECT * objects * len(revisions))
        self._weights: dict[int, int] = {}
        self._ceiling = _depth() + DEEPEST

    def get_historical_resolver(self, revision: int) -> HistoricalResolver:
        cache = self._historical_resolver_cache
        if revision not in cache:
            cache[revision] = _Resolver(self, revision)
        return cache[revision]

    def spend(self, found: Any) -> None:
        """Count the values directly in an object."""
        if id(found) not in self._weights:
            self._weights[id(found)] = _weight(found)
        self._left -= self._weights[id(found)]
        if self._left < 0 or _deeper_than(self._ceiling):
            raise TooMuchWork


def _depth() -> int:
    count, frame = 0, sys._getframe()
    while frame.f_back is not None:
        count, frame = count + 1, frame.f_back
    return count


def _deeper_than(ceiling: int) -> bool:
    try:
        sys._getframe(ceiling)
    except ValueError:
        return False
    return True


def _few(values: Any, most: int) -> Any:
    if len(values) > most:
        raise TooMuchWork
    return values


def _raw(array: Any) -> list[Any]:
    return [array.raw_get(at) for at in range(len(array))]


def _at(dictionary: Any, key: str, absent: Any = None) -> Any:
    """The value under a key, followed to the object it names; pyHanko's own `get` does not follow."""
    try:
        return dictionary[key]
    except KeyError:
        return absent


def _field(entry: Any) -> Field:
    if not isinstance(entry, generic.IndirectObject):
        return Field(0, "", plain=False, signed=False)
    field = entry.get_object()
    name = str(_at(field, "/T", ""))
    plain = _at(field, "/FT") == "/Sig" and bool(name) and "/Kids" not in field and "/Parent" not in field
    return Field(entry.idnum, name, plain and entry.generation == 0, "/V" in field)


def _transform(reference: Any, method: str, key: str, wanted: object) -> bool:
    parameters = _at(reference, "/TransformParams", {})
    return bool(_at(reference, "/TransformMethod") == method and _at(parameters, key) == wanted)


def _for_signing(certificate: Any) -> bool:
    """True for a P-256 key that may sign and commit, and nothing else."""
    usage = certificate.key_usage_value
    allowed = set() if usage is None else usage.native
    return allowed == {"digital_signature", "non_repudiation"} and certificate.public_key.curve == (
        "named",
        "secp256r1",
    )


def _locks(lock: Any) -> bool:
    return lock is not None and _at(lock, "/Action") == "/All" and _at(lock, "/P") == 1


def _written(value: Any) -> bytes:
    out = io.BytesIO()
    value.write_to_stream(out)
    return out.getvalue()


def _children(value: Any) -> list[Any]:
    if isinstance(value, generic.DictionaryObject):
        return [value.raw_get(key) for key in value]
    return _raw(value) if isinstance(value, generic.ArrayObject) else []


def _weight(value: Any) -> int:
    count, waiting = 0, [value]
    while waiting:
        count += 1
        waiting += _children(waiting.pop())
    return count


def _references(value: Any) -> list[int]:
    found, waiting = [], [value]
    while waiting:
        here = waiting.pop()
        if isinstance(here, generic.IndirectObject):
            found.append(here.idnum)
        waiting += _children(here)
    return found
