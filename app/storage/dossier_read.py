"""A dossier folder in: checked whole before anything is written, each fault with file, line and what to do."""

from collections.abc import Mapping
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from app.domain import entries as e
from app.domain.dossier import Dossier, Text
from app.domain.errors import (
    DossierDate,
    DossierDuplicate,
    DossierFault,
    DossierId,
    DossierMissing,
    DossierSchema,
    DossierSpan,
    DossierUnknown,
    DossierWord,
    DossierZone,
)
from app.domain.knowledge import ACCESS
from app.domain.times import PRECISIONS, When, parse_local
from app.storage import dossier_format as form
from app.storage import dossier_text, dossier_toml
from app.storage.dossier_toml import TomlTable

_CLOCKED = ("exact", "minute", "hour")


def read(folder: Path) -> Dossier:
    """The dossier in this folder; a DossierFault for the first thing that is wrong with it."""
    return _Reading(folder).dossier()


class _Reading:
    """One dossier being read: objects get provisional numbers in the order in which they are met."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._next = 0
        self._tables: dict[str, dict[e.Id, e.Payload]] = {}
        self._ids: dict[tuple[str, str], e.Id] = {}

    def dossier(self) -> Dossier:
        case = self._toml(form.CASE)
        described = self._described(case)
        self._persons(case)
        self._sources(case)
        self._timeline()
        self._disputes(case)
        case.finish()
        self._knowledge()
        self._rules()
        self._factors()
        self._outcome()
        return Dossier(described, self._tables, self._texts())

    # --- TOML -------------------------------------------------------------------------------------

    def _toml(self, name: str) -> TomlTable:
        return dossier_toml.parse(name, dossier_text.decode(name, dossier_text.load(self._folder, name)))

    def _described(self, case: TomlTable) -> e.CaseDescribed:
        if case.text("schema") != form.SCHEMA:
            raise DossierSchema(file=form.CASE, line=case.line("schema"), schema=form.SCHEMA)
        zone = case.text("timezone")
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            raise DossierZone(file=form.CASE, line=case.line("timezone")) from None
        return e.CaseDescribed(
            title=case.text("title"),
            setting=case.text("setting"),
            zone=zone,
            question=case.text("review_question"),
            event_date=case.text("event_date", ""),
            notes=case.text("notes", ""),
            dossier_id=case.id("id"),
            dossier_slug=case.id("slug"),
        )

    def _persons(self, case: TomlTable) -> None:
        for row in case.tables("persons"):
            nature = row.text("kind")
            self._word(form.CASE, row.line("kind"), "kind", nature, form.NATURES)
            code = row.id("code")
            person = e.Person(
                code=code,
                role=row.text("role"),
                discipline=row.text("discipline", ""),
                department=row.text("department", ""),
                nature=nature,
                under_review=row.flag("under_review"),
                after_outcome=row.flag("post_outcome", False),
                notes=row.text("notes", ""),
            )
            row.finish()
            self._add("person", code, person, form.CASE, row.line("code"), "code")

    def _sources(self, case: TomlTable) -> None:
        for row in case.tables("sources"):
            label = row.id("id")
            source = e.Source(
                label=label,
                title=row.text("title"),
                blind_title=row.text("blind_title", ""),
                nature=row.text("kind", ""),
                date=row.text("date", ""),
                publisher=row.text("publisher", ""),
                consulted=row.text("consulted", ""),
                reveals_outcome=row.flag("reveals_outcome", False),
            )
            row.finish()
            self._add("source", label, source, form.CASE, row.line("id"), "id")

    def _disputes(self, case: TomlTable) -> None:
        for row in case.tables("disputes"):
            label = row.id("id")
            dispute = e.Dispute(
                label=label,
                topic=row.text("topic"),
                events=self._refs("event", row.texts("events"), form.CASE, row.line("events"), "events"),
                versions=row.texts("versions"),
                reveals_outcome=row.flag("reveals_outcome", False),
            )
            row.finish()
            self._add("dispute", label, dispute, form.CASE, row.line("id"), "id")

    def _outcome(self) -> None:
        table = self._toml(form.OUTCOME)
        table.id("case_id")
        outcome = e.Outcome(
            ahrq=table.text("severity_ahrq_harm_scale"),
            ncc_merp=table.text("severity_ncc_merp"),
            ncc_merp_applicable=table.flag("ncc_merp_applicable"),
            reached_patient=table.flag("reached_patient"),
            description=table.text("description"),
            date=table.text("outcome_date", ""),
            aftermath=table.texts("aftermath", ()),
            sources=self._refs("source", table.texts("sources", ()), form.OUTCOME, table.line("sources"), "sources"),
        )
        table.finish()
        self._add("outcome", "outcome", outcome, form.OUTCOME, 1, "case_id")

    # --- CSV --------------------------------------------------------------------------------------

    def _rows(self, name: str) -> list["_Cells"]:
        text = dossier_text.decode(name, dossier_text.load(self._folder, name))
        return [_Cells(self, name, row) for row in dossier_text.rows(name, text)]

    def _timeline(self) -> None:
        for n, row in enumerate(self._rows(form.TIMELINE)):
            label = row.id("id")
            event = e.Event(
                label=label,
                when=row.when(),
                place=e.Place(n),
                actor=None if row["actor"] == form.SYSTEM else row.ref("person", "actor"),
                lane=row["lane"],
                nature=row.word("kind", form.EVENT_KINDS),
                text=row["description"],
                sources=row.refs("source", "source_ids"),
                decision_point=row.yes("is_decision_point"),
                reveals_outcome=row.yes("reveals_outcome"),
                notes=row["notes"],
            )
            self._add("event", label, event, form.TIMELINE, row.line, "id")

    def _knowledge(self) -> None:
        for n, row in enumerate(self._rows(form.KNOWLEDGE)):
            knowledge = e.Knowledge(
                event=row.ref("event", "event_id"),
                person=row.ref("person", "person_code"),
                at=row.moment("knowable_at"),
                how=row.word("how", tuple(ACCESS)),
                notes=row["notes"],
            )
            self._add("knowledge", str(n), knowledge, form.KNOWLEDGE, row.line, "event_id")

    def _rules(self) -> None:
        for row in self._rows(form.RULES):
            label = row.id("id")
            rule = e.Rule(
                label=label,
                text=row["text"],
                available=row.word("available", form.YES_NO_UNKNOWN),
                workable=row.word("workable", form.YES_NO_UNKNOWN),
                intelligible=row.word("intelligible", form.YES_NO_UNKNOWN),
                correct=row.word("correct", form.YES_NO_UNKNOWN),
                followed_locally=row.word("commonly_followed_locally", form.YES_NO_UNKNOWN),
                applies_to=row.refs("person", "applies_to"),
                sources=row.refs("source", "source_ids"),
                reveals_outcome=row.yes("reveals_outcome"),
                notes=row["notes"],
            )
            self._add("rule", label, rule, form.RULES, row.line, "id")

    def _factors(self) -> None:
        for row in self._rows(form.FACTORS):
            label = row.id("id")
            factor = e.Factor(
                label=label,
                framework=row.word("framework", form.FRAMEWORKS),
                category=row["category"],
                text=row["description"],
                events=row.refs("event", "event_ids"),
                sources=row.refs("source", "source_ids"),
                reveals_outcome=row.yes("reveals_outcome"),
                notes=row["notes"],
            )
            self._add("factor", label, factor, form.FACTORS, row.line, "id")

    def _texts(self) -> tuple[Text, ...]:
        found = []
        for name, nature in form.TEXTS.items():
            try:
                data = dossier_text.load(self._folder, name, form.MOST_TEXT_BYTES)
            except DossierMissing:
                continue
            dossier_text.decode(name, data)
            found.append(Text(nature, name, data))
        return tuple(found)

    # --- what all of them need --------------------------------------------------------------------

    def _add(self, table: str, label: str, row: e.Payload, file: str, line: int, field: str) -> None:
        if (table, label) in self._ids:
            raise DossierDuplicate(file=file, line=line, field=field)
        self._ids[table, label] = self._next
        self._tables.setdefault(table, {})[self._next] = row
        self._next += 1

    def _refs(self, table: str, labels: tuple[str, ...], file: str, line: int, field: str) -> tuple[e.Id, ...]:
        return tuple(self.find(table, label, file, line, field) for label in labels)

    def find(self, table: str, label: str, file: str, line: int, field: str) -> e.Id:
        """The provisional number of an object, or DossierUnknown."""
        found = self._ids.get((table, label))
        if found is None:
            raise DossierUnknown(file=file, line=line, field=field)
        return found

    def _word(self, file: str, line: int, field: str, value: str, words: tuple[str, ...]) -> None:
        if value not in words:
            raise DossierWord(file=file, line=line, field=field, words=", ".join(words))


class _Cells:
    """One CSV row being turned into an object."""

    def __init__(self, reading: _Reading, file: str, row: dossier_text.Row) -> None:
        self._reading = reading
        self._file = file
        self._cells: Mapping[str, str] = row.cells
        self.line = row.line

    def __getitem__(self, field: str) -> str:
        return self._cells[field]

    def id(self, field: str) -> str:
        """A cell that may serve as an id."""
        if not dossier_toml.ID.fullmatch(self[field]):
            raise self._fault(DossierId, field)
        return self[field]

    def word(self, field: str, words: tuple[str, ...]) -> str:
        """One of the words of the format."""
        if self[field] not in words:
            raise DossierWord(file=self._file, line=self.line, field=field, words=", ".join(words))
        return self[field]

    def yes(self, field: str) -> bool:
        """A yes or no."""
        return self.word(field, form.YES_NO) == "yes"

    def ref(self, table: str, field: str) -> e.Id:
        """The object that a cell names."""
        return self._reading.find(table, self[field], self._file, self.line, field)

    def refs(self, table: str, field: str) -> tuple[e.Id, ...]:
        """The objects that a cell names, separated by semicolons."""
        labels = [label.strip() for label in self[field].split(";")] if self[field] else []
        return tuple(self._reading.find(table, label, self._file, self.line, field) for label in labels)

    def moment(self, field: str) -> str | None:
        """A local time, or None for an empty cell."""
        if self[field] and parse_local(self[field]) is None:
            raise self._fault(DossierDate, field)
        return self[field] or None

    def when(self) -> When:
        """Start, end and precision, which have to agree with each other."""
        precision = self.word("precision", PRECISIONS)
        start, end = self.moment("start"), self.moment("end")
        first, last = parse_local(start or ""), parse_local(end or "")
        if (first is None) != (precision == "unknown") or (first is None and last is not None):
            raise self._fault(DossierDate, "start")
        if precision in _CLOCKED and first is not None and not first.has_clock:
            raise self._fault(DossierDate, "start")
        if first is not None and last is not None and last.wall < first.wall:
            raise self._fault(DossierSpan, "end")
        return When(start=start, end=end, precision=next(known for known in PRECISIONS if known == precision))

    def _fault(self, kind: type[DossierFault], field: str) -> DossierFault:
        return kind(file=self._file, line=self.line, field=field)
