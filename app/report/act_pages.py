"""The pages of one act: what was known and not, the rules then, the path as a figure, the answers, what follows."""

from app.domain.determination import ActFound, StepTaken, WalkTaken
from app.report import wording
from app.report.blocks import Block, Cell, Gap, Row, Stack, Text
from app.report.lines import Span
from app.report.look import INK2, INK3, Face
from app.report.marks import Verdict, indent
from app.report.parts import Parts, has, sentence
from app.report.path_figure import PathFigure, abreast
from app.report.pen import baseline


def act_pages(act: ActFound, parts: Parts) -> list[Block]:
    """The blocks of an act, to begin on a page of their own."""
    return [
        *_opening(act, parts),
        parts.gap(2.6),
        _horizon(act, parts),
        parts.gap(3.6),
        *_paths(act, parts),
        parts.gap(3.2),
        _answers(act, parts),
        parts.gap(3.2),
        _follows(act, parts),
    ]


def _name(act: ActFound) -> str:
    return act.person if has(act.person) else wording.NO_PERSON


def _opening(act: ActFound, parts: Parts) -> list[Block]:
    look = parts.look
    said = act.wording if has(act.wording) else wording.NO_WORDING
    title = Text([Span(f"{act.label}\u2002{said}", look.act)], look.act, tag="H1", even=True, keep_next=True)
    who = wording.PERSON.format(person=act.person, role=act.role) if has(act.role) else act.person
    quiet = look.body.in_colour(INK2)
    left = 0.42 * parts.measure
    found: list[Block] = [Verdict(act.category, look.verdict)]
    if _tells(act.terminal, act):
        inset = indent(look.verdict)
        found.append(Row([Cell(inset, left - inset, parts.text(act.terminal, quiet), "P")], tag="Div"))
    # Two sizes on one line share its baseline.
    drop = Gap(baseline(look.verdict) - baseline(quiet))
    lines = "\n".join(part for part in (who, act.when) if has(part))
    row = Row(
        [
            Cell(0, left - 2 * look.unit, Stack(found), "P"),
            Cell(left, parts.measure - left, Stack([drop, Text([Span(lines, quiet)], quiet, align="right")]), "P"),
        ],
        tag="Div",
        keep_next=True,
    )
    return [title, parts.gap(1.6), row]


def _tells(terminal: str, walked: ActFound | WalkTaken) -> bool:
    """Whether the name of an ending says more than the label of its category."""
    return has(terminal) and terminal.casefold() != walked.category.label.casefold()


def _horizon(act: ActFound, parts: Parts) -> Block:
    """Known and not known in two columns of equal width; the rules stand below what was not known."""
    name, half = _name(act), parts.half
    labels = parts.label_width([line.label for line in (*act.known, *act.not_known, *act.rules)], half)
    known = parts.section(
        wording.KNOWN.format(person=name),
        parts.list_of(act.known, wording.NOTHING_KNOWN.format(person=name), half, labels),
    )
    not_known = parts.section(wording.NOT_KNOWN, parts.list_of(act.not_known, wording.NOTHING_UNKNOWN, half, labels))
    rules = parts.section(
        wording.RULES.format(person=name), parts.list_of(act.rules, wording.NO_RULE.format(person=name), half, labels)
    )
    return parts.two([known], [not_known, parts.gap(3.2), rules])


# ------------------------------------------------------------------------------------------ the path


def _paths(act: ActFound, parts: Parts) -> list[Block]:
    blocks: list[Block] = [parts.head(wording.PATH)]
    if not act.walks:
        return [*blocks, parts.gap(1.2), parts.text(wording.NO_WALK, parts.look.body.in_colour(INK3))]
    for place, walk in enumerate(act.walks):
        figure = PathFigure(walk, parts.look, abreast(act.walks))
        blocks += [parts.gap(3 if place else 1), _caption(walk, parts), parts.gap(1.3), figure]
    if has(act.conclusion):
        # The sentence that sums the walks up does not begin a page alone.
        blocks[-1].keep_next = True
        blocks += [parts.gap(2.4), parts.text(act.conclusion)]
    return blocks


def _caption(walk: WalkTaken, parts: Parts) -> Text:
    look = parts.look
    decides = wording.DECIDES if walk.decides else wording.DOES_NOT_DECIDE
    name = [Span(sentence(walk.name) + " ", look.row.in_face(Face.MEDIUM))] if has(walk.name) else []
    return Text([*name, Span(decides, look.row.in_colour(INK2))], look.row, keep_next=True)


def _answers(act: ActFound, parts: Parts) -> Block:
    if not act.walks:
        return parts.section(wording.ANSWERS, [parts.text(wording.NO_ANSWER, parts.look.row.in_colour(INK3))])
    labels = [wording.ENDS_AT, *(step.short for walk in act.walks for step in walk.steps)]
    width = parts.label_width(labels, parts.measure)
    blocks: list[Block] = []
    for place, walk in enumerate(act.walks):
        if len(act.walks) > 1:
            style = parts.look.row.in_face(Face.MEDIUM)
            blocks += [*([parts.gap(2.4)] if place else []), parts.text(sentence(walk.name), style, keep_next=True)]
            blocks.append(parts.gap(1.2))
        blocks += [*(_answer(step, width, parts) for step in walk.steps), _end(walk, width, parts)]
    return parts.section(wording.ANSWERS, blocks, again=f"{act.label}\u2002{wording.ANSWERS}")


def _answer(step: StepTaken, label_width: float, parts: Parts) -> Row:
    """The question in a second voice, then the answer and its reason, then what is cited."""
    row, strong = parts.look.row, parts.look.strong
    said = sentence(step.answer)
    answer = [Span(f"{said[:1].upper()}{said[1:]} ", strong)] if has(said) else []
    reason = Span(step.reason, row) if has(step.reason) else Span(wording.NO_REASON, row.in_colour(INK3))
    cites = [Span(" " + wording.CITES.format(labels=", ".join(step.cites)), row.in_colour(INK2))] if step.cites else []
    blocks: list[Block] = [
        parts.said(step.question, wording.NOT_RECORDED, row.in_colour(INK2)),
        Text([*answer, reason, *cites], row),
    ]
    return parts.labelled(step.short if has(step.short) else step.node, Stack(blocks), label_width, parts.measure)


def _end(walk: WalkTaken, label_width: float, parts: Parts) -> Row:
    blocks: list[Block] = [Verdict(walk.category, parts.look.strong)]
    if _tells(walk.terminal, walk):
        blocks.append(parts.text(walk.terminal, parts.look.row))
    return parts.labelled(wording.ENDS_AT, Stack(blocks), label_width, parts.measure)


# -------------------------------------------------------------------------------------- what follows


def _follows(act: ActFound, parts: Parts) -> Block:
    name = _name(act)
    action = parts.said(act.action, wording.NO_ACTION.format(person=name), parts.look.row)
    organisation = parts.said(act.organisation, wording.NOTHING_OF_ORGANISATION, parts.look.row)
    return parts.two(
        [parts.section(wording.ACTION.format(person=name), [action])],
        [parts.section(wording.ORGANISATION, [organisation])],
    )
