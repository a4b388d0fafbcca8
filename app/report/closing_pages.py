"""What stands after the acts: factors and disputes, the instrument, the record, the roster, and how to check it all."""

from app.domain.determination import Determination, PanelMember
from app.report import wording
from app.report.blocks import Block, Cell, Row, Stack, Text
from app.report.lines import Span
from app.report.look import INK3, LINE, Face
from app.report.parts import Parts, has
from app.report.signing_places import InkLines, seals, signing_places

# What stands beside the facts of the instrument and the record, so that both have one column.
_LABELS = (wording.LABEL_CONFIDENCE, wording.LABEL_ENTRY, wording.LABEL_SEAL)


def around_pages(d: Determination, parts: Parts) -> list[Block]:
    """Factors around the acts, accounts that differ, and the instrument they were judged by."""
    measure = parts.measure
    return [
        *parts.chapter(wording.AROUND),
        parts.gap(3),
        parts.section(wording.FACTORS, parts.list_of(d.factors, wording.NO_FACTOR, measure)),
        parts.gap(3.6),
        parts.section(wording.DISPUTES, parts.list_of(d.disputes, wording.NO_DISPUTE, measure)),
        parts.gap(3.6),
        parts.section(wording.THE_INSTRUMENT, [Stack(_instrument(d, parts), tag="L")], whole=True),
    ]


def _instrument(d: Determination, parts: Parts) -> list[Row]:
    used = d.instrument
    texts = [
        (wording.LABEL_TITLE, used.title),
        (wording.LABEL_VERSION, used.version),
        (wording.LABEL_CITATION, used.citation),
        (wording.LABEL_RIGHTS, used.rights),
        (wording.LABEL_CONFIDENCE, used.confidence),
    ]
    rows = [(label, parts.said(text, wording.NOT_RECORDED, parts.look.row)) for label, text in texts]
    return _facts([*rows, (wording.LABEL_SHA, _hash(used.sha256, parts))], parts)


def _hash(value: str, parts: Parts) -> Text:
    return parts.hashed(value) if has(value) else parts.said("", wording.NOT_RECORDED, parts.look.row)


def _facts(rows: list[tuple[str, Text]], parts: Parts) -> list[Row]:
    """Labels and what stands beside them, over the whole measure."""
    width = parts.label_width([*_LABELS], parts.measure)
    return [parts.labelled(label, text, width, parts.measure) for label, text in rows]


# --------------------------------------------------------------------------------- record and roster


def record_pages(d: Determination, parts: Parts, signed_here: bool) -> list[Block]:
    """Where the determination stands in the record, who is on the panel, and the places a full summary lacks."""
    return [
        *parts.chapter(wording.RECORD),
        parts.gap(3),
        parts.section(wording.THE_RECORD, _record(d, parts, signed_here), whole=True),
        parts.gap(3.6),
        parts.section(wording.ROSTER, _roster(d, parts)),
    ]


def _record(d: Determination, parts: Parts, signed_here: bool) -> list[Block]:
    """The facts of the record, and what is signed and sealed: the head stays with the places below it."""
    texts = [
        (wording.LABEL_SETTING, d.setting),
        (wording.LABEL_DATE, d.date),
        (wording.LABEL_PROGRAM, d.record.program),
        (wording.LABEL_ENTRY, str(d.record.seq)),
    ]
    facts = [(label, parts.said(text, wording.NOT_RECORDED, parts.look.row)) for label, text in texts]
    head = (wording.LABEL_HEAD, _hash(d.record.head, parts))
    if d.missing:
        return [*_facts([*facts, head], parts)]
    rows = _facts([*facts, (wording.LABEL_SEAL, _hash(d.seal, parts)), head], parts)
    rows[-1].keep_next = True
    places = [parts.gap(3.6), *signing_places(d, parts)] if signed_here else []
    if places:
        places[-1].keep_next = True
    return [*rows, *places, parts.gap(3.6), *seals(parts)]


def _roster(d: Determination, parts: Parts) -> list[Block]:
    if not d.panel:
        return [parts.text(wording.NO_MEMBER, parts.look.row.in_colour(INK3))]
    rows = [_member(member, parts, ink=not d.missing) for member in d.panel]
    return [parts.text(wording.CERTIFICATE, parts.look.note, keep_next=True), parts.gap(1.4), Stack(rows, tag="L")]


def _member(member: PanelMember, parts: Parts, ink: bool) -> Row:
    """Name, role and seat; the fingerprint of the key; and, once it can be signed, lines for ink."""
    look, measure = parts.look, parts.measure
    name = parts.said(member.name, wording.NOT_RECORDED, look.strong)
    role = Text(
        [Span(", ".join(p for p in (member.role, wording.SEAT.format(seat=member.seat)) if has(p)), look.note)],
        look.note,
    )
    left = 0.27 * measure
    blocks: list[Block] = [
        Row(
            [
                Cell(0, left - 2 * look.unit, Stack([name, role]), "Lbl"),
                Cell(left, measure - left, _hash(member.fingerprint, parts), "LBody"),
            ],
            tag="Div",
        )
    ]
    if ink:
        blocks += [parts.gap(5.6), InkLines(look, left)]
    return Row(
        [Cell(0, measure, Stack(blocks), "LBody")],
        above=1.4 * look.unit,
        below=1.8 * look.unit,
        whole=True,
        rule_above=LINE,
        tag="LI",
    )


# -------------------------------------------------------------------------------------- how to check


def check_pages(d: Determination, parts: Parts) -> list[Block]:
    """The last page: how anybody can check the document, and what no check shows."""
    look, measure = parts.look, parts.measure
    blocks: list[Block] = [*parts.chapter(wording.CHECK), parts.gap(2.4)]
    if d.rehearsal:
        blocks += [parts.text(wording.CHECK_REHEARSAL), parts.gap(2)]
    if d.missing:
        return [*blocks, parts.text(wording.CHECK_DRAFT)]
    command = Text([Span(wording.CHECK_COMMAND, look.hash)], look.hash, keep_next=True)
    ways: list[tuple[str, list[Block]]] = [
        (wording.CHECK_PAPER, [parts.text(wording.CHECK_PAPER_TEXT)]),
        (wording.CHECK_EVENHAND, [command, parts.gap(0.6), parts.text(wording.CHECK_EVENHAND_TEXT)]),
        (wording.CHECK_READER, [parts.text(wording.CHECK_READER_TEXT)]),
        (wording.CHECK_NEVER, [parts.text(wording.CHECK_NEVER_TEXT)]),
    ]
    left = 0.27 * measure
    rows = [
        Row(
            [
                Cell(0, left - 2 * look.unit, parts.text(title, look.body.in_face(Face.STRONG)), "Lbl"),
                Cell(left, measure - left, Stack(text), "LBody"),
            ],
            above=2.2 * look.unit,
            below=2.2 * look.unit,
            rule_above=LINE,
            tag="LI",
        )
        for title, text in ways
    ]
    return [*blocks, Stack(rows, tag="L")]
