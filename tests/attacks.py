"""What is known to have been done to signed PDF files, done to a determination (trust.md 4.4 and 4.5).

USF: universal signature forgery, ISA: incremental saving, SWA: signature wrapping (Mladenov and others, CCS 2019).
EAA and SSA: evil annotation and sneaky signature in certified files (Rohlmann and others, S&P 2021). Shadow: hide and
replace (Mainka and others, NDSS 2021).
"""

import datetime as dt
import io
import re
from collections.abc import Callable
from functools import cache
from typing import Any
from unittest import mock

from asn1crypto import algos, cms

from app.report import embedding, stamp
from app.report.closing import closing_reason
from app.report.fields import CLOSE, SEAL
from app.report.pyhanko_door import IncrementalPdfFileWriter, MDPPerm, SigMDPSetup, generic
from app.services.ports import PdfSigner
from tests.signing import NOW, READ, add, fingerprint, person, signed, signer_of, steps, unsigned

Attack = Callable[[], bytes]
_CONTENTS = re.compile(rb"/Contents <([0-9A-F]{1000,})>")
_MALLORY = "Mallory"
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def _name(text: str) -> Any:
    return generic.pdf_name(text)


def _update(pdf: bytes, change: Callable[[Any], None]) -> bytes:
    """One more revision, as any program may append one."""
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(pdf))
    writer._update_meta = lambda: None
    change(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _page(writer: Any, number: int = 0) -> Any:
    return writer.root["/Pages"]["/Kids"][number]


def _form(data: bytes) -> Any:
    box = generic.ArrayObject([generic.NumberObject(edge) for edge in (0, 0, 300, 40)])
    entries = {_name("/Type"): _name("/XObject"), _name("/Subtype"): _name("/Form"), _name("/BBox"): box}
    return generic.StreamObject(generic.DictionaryObject(entries), stream_data=data)


# --- by updates -----------------------------------------------------------------------------------


def page_content_added() -> bytes:
    """ISA: a rectangle over the finding."""

    def change(writer: Any) -> None:
        page = _page(writer)
        more = writer.add_object(generic.StreamObject(stream_data=b"q 1 g 40 750 500 25 re f Q"))
        page[_name("/Contents")] = generic.ArrayObject([page.raw_get("/Contents"), more])
        writer.update_container(page)

    return _update(signed(), change)


def annotation_added() -> bytes:
    """EAA: a free text that covers the finding."""

    def change(writer: Any) -> None:
        page, face = _page(writer), writer.add_object(_form(b"1 g 0 0 300 40 re f"))
        entries = {
            _name("/Type"): _name("/Annot"),
            _name("/Subtype"): _name("/FreeText"),
            _name("/Rect"): generic.ArrayObject([generic.NumberObject(edge) for edge in (50, 745, 350, 785)]),
            _name("/F"): generic.NumberObject(4),
            _name("/Contents"): generic.pdf_string("not at-risk"),
            _name("/AP"): generic.DictionaryObject({_name("/N"): face}),
        }
        page[_name("/Annots")] = generic.ArrayObject([writer.add_object(generic.DictionaryObject(entries))])
        writer.update_container(page)

    return _update(signed(), change)


def metadata_swapped() -> bytes:
    """Another reference in the XMP."""

    def change(writer: Any) -> None:
        old = writer.get_object(writer.root.raw_get("/Metadata").reference)
        entries = {_name("/Type"): _name("/Metadata"), _name("/Subtype"): _name("/XML")}
        data = old.data.replace(b"EH-2026-0007", b"EH-2026-9999")
        stream = generic.StreamObject(generic.DictionaryObject(entries), stream_data=data)
        writer.root[_name("/Metadata")] = writer.add_object(stream)
        writer.update_root()

    return _update(signed(), change)


def structure_speaks_otherwise() -> bytes:
    """What a screen reader says of the heading."""

    def change(writer: Any) -> None:
        heading = writer.root["/StructTreeRoot"]["/K"][0]["/K"][0]
        heading[_name("/ActualText")] = generic.pdf_string("The clinician is to blame")
        writer.update_container(heading)

    return _update(signed(), change)


def font_swapped() -> bytes:
    """Shadow replace: the letters of the text drawn by another font."""

    def change(writer: Any) -> None:
        fonts = [font.get_object() for font in _page(writer)["/Resources"]["/Font"].values()]
        first, second = (font["/FontDescriptor"] for font in fonts[:2])
        first[_name("/FontFile2")] = second.raw_get("/FontFile2")
        writer.update_container(first)

    return _update(signed(), change)


def widget_taken_away() -> bytes:
    """Shadow hide: one signature not on the page any more."""

    def change(writer: Any) -> None:
        page = _page(writer, 1)
        page[_name("/Annots")] = generic.ArrayObject(list(page["/Annots"])[1:])
        writer.update_container(page)

    return _update(signed(), change)


def widget_made_invisible() -> bytes:
    """Shadow hide: the flag of one field."""

    def change(writer: Any) -> None:
        field = writer.root["/AcroForm"]["/Fields"][1]
        field[_name("/F")] = generic.NumberObject(2)
        writer.update_container(field)

    return _update(signed(), change)


def certification_taken_away() -> bytes:
    """The catalogue forgets that the document is certified."""

    def change(writer: Any) -> None:
        del writer.root["/Perms"]
        writer.update_root()

    return _update(signed(), change)


def same_object_written_again() -> bytes:
    """A revision that changes nothing at all."""
    return _update(signed(), lambda writer: writer.update_root())


def stray_object_added() -> bytes:
    """A revision with an object that hangs on nothing."""
    return _update(signed(), lambda writer: writer.add_object(generic.pdf_string("stray")))


# --- by signatures --------------------------------------------------------------------------------


def _sneak(pdf: bytes, field: str, by: PdfSigner, change: Callable[[Any], None] | None = None, **said: Any) -> bytes:
    """A signature without any of our refusals; with `change`, a revision that changes more than it should."""
    moment = dt.datetime.strptime(NOW, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=dt.UTC)
    name, reason = said.get("name", _MALLORY), said.get("reason", READ)
    request = embedding.Request(field, name, reason, said.get("moment", moment), said.get("certify", False))
    real = embedding._appearance

    def changing(writer: Any, widget: Any, draw: Any) -> Any:
        if change is not None:
            change(writer)
        return real(writer, widget, draw)

    with mock.patch.object(embedding, "_appearance", changing):
        return embedding.embed(pdf, request, by, lambda w, h: stamp.draw(name, "Member", NOW, fingerprint(by), w, h))


def _with_field(pdf: bytes, name: str) -> bytes:
    """A further visible field over the finding."""

    def change(writer: Any) -> None:
        page = writer.root["/Pages"]["/Kids"].raw_get(0)
        rect = generic.ArrayObject([generic.NumberObject(edge) for edge in (40, 740, 540, 800)])
        entries = {
            _name("/Type"): _name("/Annot"),
            _name("/Subtype"): _name("/Widget"),
            _name("/FT"): _name("/Sig"),
            _name("/T"): generic.pdf_string(name),
            _name("/F"): generic.NumberObject(132),
            _name("/Rect"): rect,
            _name("/P"): page,
        }
        field = writer.add_object(generic.DictionaryObject(entries))
        form = writer.root["/AcroForm"]
        form["/Fields"].append(field)
        page.get_object()[_name("/Annots")] = generic.ArrayObject([field])
        writer.update_container(form)
        writer.update_container(page.get_object())

    return _update(pdf, change)


def stranger_signs_at_the_end() -> bytes:
    """SSA: an own visible signature after all others."""
    return _sneak(_with_field(signed(), "evil"), "evil", person("x", _MALLORY))


def stranger_signs_after_the_seal() -> bytes:
    """SSA: an own visible signature while only the case seal is there."""
    return _sneak(_with_field(steps()[1], "evil"), "evil", person("x", _MALLORY))


def stranger_closes() -> bytes:
    """Cut back to the seal and one member, closed by a stranger who says that the others declined."""
    said = closing_reason(declined=("m2", "m3"))
    return _sneak(steps()[2], CLOSE, person("x", _MALLORY), reason=said)


def stranger_closes_unpinned() -> bytes:
    """The same in a document that prints no fingerprints."""
    said = closing_reason(declined=("m2", "m3"))
    return _sneak(steps(roster=False)[2], CLOSE, person("x", _MALLORY), reason=said)


def member_signs_after_the_close() -> bytes:
    """A field that was to be signed in ink filled after the closing seal."""
    return _sneak(signed(ink=("m2",)), "m2", signer_of("m2"), name="Member 2")


def member_changes_a_page_while_signing() -> bytes:
    """An insider with a good key: the page changed in the revision of the own signature."""

    def change(writer: Any) -> None:
        page = _page(writer)
        page[_name("/Rotate")] = generic.NumberObject(180)
        writer.update_container(page)

    return _closed(_sneak(steps()[3], "m3", signer_of("m3"), change, name="Member 3"))


def member_takes_a_larger_place() -> bytes:
    """An insider with a good key: the own field stretched over the page."""

    def change(writer: Any) -> None:
        field = writer.root["/AcroForm"]["/Fields"][3]
        field[_name("/Rect")] = generic.ArrayObject([generic.NumberObject(edge) for edge in (40, 40, 550, 800)])

    return _closed(_sneak(steps()[3], "m3", signer_of("m3"), change, name="Member 3"))


def member_signs_for_another() -> bytes:
    """A member who did not sign as oneself fills the place of a colleague."""
    pdf = _sneak(_sneak(steps()[2], "m2", signer_of("m3"), name="Member 3"), "m3", signer_of("m2"), name="Member 2")
    return _closed(pdf)


def member_signs_twice() -> bytes:
    """One key in two places, the colleague's name beside it."""
    return _closed(_sneak(steps()[3], "m3", signer_of("m2"), name="Member 3"))


def member_gives_no_time() -> bytes:
    """A signature that does not say when."""
    return _closed(_sneak(steps()[3], "m3", signer_of("m3"), name="Member 3", moment=None))


def member_gives_another_name() -> bytes:
    """A signature that shows another name than the certificate."""
    return _closed(_sneak(steps()[3], "m3", signer_of("m3"), name="Member 1"))


def member_signs_before_enrolment() -> bytes:
    """A time at which the certificate was not valid yet."""
    early = dt.datetime(1970, 1, 2, tzinfo=dt.UTC)
    return _closed(_sneak(steps()[3], "m3", signer_of("m3"), name="Member 3", moment=early))


def member_signs_with_a_key_for_something_else() -> bytes:
    """A good name and the right case, but a certificate that is not for signatures, in an unpinned document."""
    by = person("m3", "Member 3", "for something else", usage=False)
    return _closed(_sneak(steps(roster=False)[3], "m3", by, name="Member 3"))


def member_leaves_room() -> bytes:
    """A container with a hundred bytes of nothing behind it, to be filled later."""
    room = embedding._room(signer_of("m3").certificate) + 100
    with mock.patch.object(embedding, "_room", return_value=room):
        return _closed(_sneak(steps()[3], "m3", signer_of("m3"), name="Member 3"))


def member_leaves_a_stray_object() -> bytes:
    """An insider with a good key: an object that hangs on nothing, for somebody else to point at."""
    return _closed(
        _sneak(steps()[3], "m3", signer_of("m3"), lambda w: w.add_object(generic.pdf_string("stray")), name="Member 3")
    )


def member_shows_an_older_object() -> bytes:
    """An insider with a good key: the stamp draws with a font of the document."""

    def change(writer: Any) -> None:
        font = next(iter(_page(writer)["/Resources"]["/Font"].values()))
        entries = {_name("/Type"): _name("/Thing"), _name("/Font"): font}
        field = writer.root["/AcroForm"]["/Fields"][3]
        field[_name("/MK")] = generic.DictionaryObject(
            {_name("/I"): writer.add_object(generic.DictionaryObject(entries))}
        )

    return _closed(_sneak(steps()[3], "m3", signer_of("m3"), change, name="Member 3"))


def member_certifies_too() -> bytes:
    """A member's signature that claims to certify the document."""
    claim = SigMDPSetup(md_algorithm=embedding.HASH, certify=True, docmdp_perms=MDPPerm.FILL_FORMS)
    with mock.patch.object(embedding, "_permissions", return_value=claim):
        pdf = _sneak(steps()[3], "m3", signer_of("m3"), name="Member 3")
    return _closed(pdf)


def member_writes_into_the_trailer() -> bytes:
    """An insider with a good key: an information dictionary where there was another."""

    def change(writer: Any) -> None:
        writer.set_info(generic.DictionaryObject({_name("/Title"): generic.pdf_string("Otherwise")}))

    return _closed(_sneak(steps()[3], "m3", signer_of("m3"), change, name="Member 3"))


def seal_opens_something() -> bytes:
    """The case manager with a good key: an action in the catalogue, in the revision of the case seal."""

    def change(writer: Any) -> None:
        action = {_name("/S"): _name("/URI"), _name("/URI"): generic.pdf_string("https://example.org")}
        writer.root[_name("/OpenAction")] = generic.DictionaryObject(action)

    return _closed(_members(_sneak(unsigned(), SEAL, signer_of(SEAL), change, name="Ines Kovač", certify=True)))


def close_names_nobody_there() -> bytes:
    """A closing seal that excuses a member whom the document does not have."""
    said = closing_reason(declined=("m9",))
    return _sneak(steps()[4], CLOSE, signer_of(CLOSE), name="Ines Kovač", reason=said)


def readers_see_different_files() -> bytes:
    """An update whose link to what was before is spelled in another way: a plain reader takes it for a first one."""
    pdf = page_content_added()
    at = pdf.rindex(b"/Prev ")
    return pdf[:at] + b"/P#72ev " + pdf[at + 6 :]


def text_field_added() -> bytes:
    """A field to type into, after all signatures."""

    def change(writer: Any) -> None:
        entries = {
            _name("/FT"): _name("/Tx"),
            _name("/T"): generic.pdf_string("m4"),
            _name("/V"): generic.pdf_string("x"),
        }
        form = writer.root["/AcroForm"]
        form["/Fields"].append(writer.add_object(generic.DictionaryObject(entries)))
        writer.update_container(form)

    return _update(signed(), change)


def seal_without_certification() -> bytes:
    """Everybody signs, but the case seal certifies nothing."""
    return _closed(_members(_sneak(unsigned(), SEAL, signer_of(SEAL), name="Ines Kovač")))


def seal_allows_annotations() -> bytes:
    """The case seal certifies with P=3."""
    lenient = SigMDPSetup(md_algorithm=embedding.HASH, certify=True, docmdp_perms=MDPPerm.ANNOTATE)
    with mock.patch.object(embedding, "_permissions", return_value=lenient):
        pdf = _sneak(unsigned(), SEAL, signer_of(SEAL), name="Ines Kovač", certify=True)
    return _closed(_members(pdf))


def close_locks_nothing() -> bytes:
    """The closing seal without its lock."""
    with mock.patch.object(embedding, "_permissions", return_value=None):
        return _closed(steps()[4])


def close_says_nothing() -> bytes:
    """A closing seal that does not say who did not sign, where one did not."""
    return _sneak(steps(ink=("m2",))[3], CLOSE, signer_of(CLOSE), name="Ines Kovač", reason="Closed.")


def _members(pdf: bytes) -> bytes:
    for field in ("m1", "m2", "m3"):
        pdf = _sneak(pdf, field, signer_of(field), name=f"Member {field[1:]}")
    return pdf


def _closed(pdf: bytes) -> bytes:
    return _sneak(pdf, CLOSE, signer_of(CLOSE), name="Ines Kovač", reason=closing_reason())


# --- by bytes -------------------------------------------------------------------------------------


def cut_back_to_one_member() -> bytes:
    """The file as it was after the seal and one member."""
    return steps()[2]


def cut_back_to_the_unsigned() -> bytes:
    """The file as it was before anybody signed."""
    return steps()[0]


def end_cut_off() -> bytes:
    """2,000 bytes less."""
    return signed()[:-2000]


def last_byte_cut_off() -> bytes:
    """The line feed after the end mark."""
    return signed()[:-1]


def bytes_after_the_end() -> bytes:
    """A comment after the end mark."""
    return signed() + b"\n% appended\n"


def _containers(pdf: bytes) -> list[re.Match[bytes]]:
    return list(_CONTENTS.finditer(pdf))


@cache
def _with_room() -> bytes:
    """The determination, closed at a minute at which the last container came out a byte shorter than it may be."""
    made = (add(steps()[4], CLOSE, at=f"2026-11-22T21:{minute:02d}:00Z") for minute in range(60))
    return next(pdf for pdf in made if _containers(pdf)[-1][1].endswith(b"00"))


def contents_zeroed() -> bytes:
    """USF: a member's signature made of zeros."""
    held = _containers(signed())[1]
    return signed()[: held.start(1)] + b"0" * len(held[1]) + signed()[held.end(1) :]


def contents_emptied() -> bytes:
    """USF: the signature of a member is an empty string, the gap filled with spaces."""
    held = _containers(signed())[1]
    return signed()[: held.start(1)] + b">" + b" " * len(held[1]) + signed()[held.end(1) + 1 :]


def range_emptied() -> bytes:
    """USF: a range that covers nothing."""
    found = list(re.finditer(rb"/ByteRange \[[^\]]*\]", signed()))[1]
    return signed()[: found.start()] + b"/ByteRange [0 0 0 0".ljust(len(found[0]) - 1) + b"]" + signed()[found.end() :]


def padding_changed() -> bytes:
    """A digit after the signature container, which no signature covers."""
    pdf = _with_room()
    held = _containers(pdf)[-1]
    return pdf[: held.end(1) - 1] + b"1" + pdf[held.end(1) :]


def contents_in_small_letters() -> bytes:
    """The same container in other digits."""
    held = _containers(signed())[-1]
    return signed()[: held.start(1)] + held[1].lower() + signed()[held.end(1) :]


def something_in_the_gap() -> bytes:
    """SWA: the container as a plain string, and in the room that saves a further entry that no signature covers."""
    held = _containers(signed())[-1]
    raw = bytes.fromhex(held[1].decode("ascii"))
    escaped = re.sub(rb"([\\()])", rb"\\\1", raw).replace(b"\r", b"\\r")
    smuggled = b"(" + escaped + b")/Location (elsewhere)"
    return signed()[: held.start()] + b"/Contents " + smuggled.ljust(len(held[1]) + 2) + signed()[held.end() :]


def signature_value_mirrored() -> bytes:
    """ECDSA: (r, n - s) fits as well as (r, s), and needs no key."""
    pdf = _with_room()
    held = _containers(pdf)[-1]
    found: Any = cms.ContentInfo.load(bytes.fromhex(held[1].decode("ascii")))
    signer: Any = found["content"]["signer_infos"][0]
    pair: Any = algos.DSASignature.load(signer["signature"].native)
    signer["signature"] = algos.DSASignature({"r": pair["r"].native, "s": _ORDER - pair["s"].native}).dump()
    mirrored = bytes(found.dump(force=True)).ljust(len(held[1]) // 2, b"\0").hex().upper().encode("ascii")
    assert len(mirrored) == len(held[1])
    return pdf[: held.start(1)] + mirrored + pdf[held.end(1) :]


ATTACKS: tuple[Attack, ...] = (
    page_content_added,
    annotation_added,
    metadata_swapped,
    structure_speaks_otherwise,
    font_swapped,
    widget_taken_away,
    widget_made_invisible,
    certification_taken_away,
    same_object_written_again,
    stray_object_added,
    stranger_signs_at_the_end,
    stranger_signs_after_the_seal,
    stranger_closes,
    stranger_closes_unpinned,
    member_signs_after_the_close,
    member_changes_a_page_while_signing,
    member_takes_a_larger_place,
    member_signs_for_another,
    member_signs_twice,
    member_gives_no_time,
    member_gives_another_name,
    member_signs_before_enrolment,
    member_signs_with_a_key_for_something_else,
    member_leaves_room,
    member_leaves_a_stray_object,
    member_shows_an_older_object,
    member_certifies_too,
    member_writes_into_the_trailer,
    seal_opens_something,
    close_names_nobody_there,
    readers_see_different_files,
    text_field_added,
    seal_without_certification,
    seal_allows_annotations,
    close_locks_nothing,
    close_says_nothing,
    cut_back_to_one_member,
    cut_back_to_the_unsigned,
    end_cut_off,
    last_byte_cut_off,
    bytes_after_the_end,
    contents_zeroed,
    contents_emptied,
    range_emptied,
    padding_changed,
    contents_in_small_letters,
    something_in_the_gap,
    signature_value_mirrored,
)
